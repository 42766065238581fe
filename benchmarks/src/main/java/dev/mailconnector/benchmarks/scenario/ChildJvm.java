package dev.mailconnector.benchmarks.scenario;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, where the scenario needs another Java or another heap. */
final class ChildJvm {
  private static final long MINUTES = 5;

  private ChildJvm() {}

  /** The Java that runs now. */
  static String thisJava() {
    return System.getProperty("java.home") + "/bin/java";
  }

  /** Runs a main class to its end and returns what it said. */
  static String run(String java, List<String> options, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(java));
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(
            main.getSimpleName() + " failed" + (said.isEmpty() ? "" : ": ") + said);
      }
      return said;
    } finally {
      process.destroyForcibly();
    }
  }
}
