package dev.mailconnector.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;

/** What a reader must know of the machine, and nothing that identifies it. */
public final class Machine {
  private Machine() {}

  /** In one line. */
  public static String facts() {
    OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
    Runtime runtime = Runtime.getRuntime();
    return "%d cores, %s %s, Java %s (%s), heap %d MB, load average at the end %.1f"
        .formatted(
            runtime.availableProcessors(),
            system.getName(),
            system.getArch(),
            System.getProperty("java.version"),
            System.getProperty("java.vendor"),
            runtime.maxMemory() >> 20,
            system.getSystemLoadAverage());
  }
}
