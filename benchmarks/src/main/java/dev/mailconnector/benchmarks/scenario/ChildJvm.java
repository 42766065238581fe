package dev.mailconnector.benchmarks.scenario;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

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
      FutureTask<String> output = new FutureTask<>(() -> all(process.getInputStream()));
      Thread reader = new Thread(output, "child-output");
      reader.setDaemon(true);
      reader.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new IOException(main.getSimpleName() + " has not ended for " + MINUTES + " minutes");
      }
      String said = output.get(MINUTES, TimeUnit.MINUTES);
      if (process.exitValue() != 0) {
        throw new IOException(
            main.getSimpleName() + " failed" + (said.isEmpty() ? "" : ": ") + said);
      }
      return said;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException("What " + main.getSimpleName() + " said cannot be read", e);
    } finally {
      process.destroyForcibly();
    }
  }

  private static String all(InputStream output) throws IOException {
    return new String(output.readAllBytes(), StandardCharsets.UTF_8);
  }
}
