package dev.mailconnector.benchmarks.scenario;

import java.util.List;

/**
 * Blocking senders on virtual threads against platform threads, on a Java that does not pin them.
 */
final class VirtualThreads {
  private final String java;

  /**
   * Prepares it.
   *
   * @param java a Java from 24 on, or {@code none}
   */
  VirtualThreads(String java) {
    this.java = java;
  }

  String measure() throws Exception {
    if (java.equals("none")) {
      return "Left out: no Java from 24 on was found; name one in JAVA_HOME_VIRTUAL.\n";
    }
    return ChildJvm.run(
        java, List.of("-XX:+UseSerialGC", "-Xmx1g"), VirtualThreadsRun.class, List.of());
  }
}
