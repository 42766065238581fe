package dev.mailconnector.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/**
 * A script of this module that starts and stops servers.
 *
 * @param name the file in the module's folder
 */
record ServerScript(String name) {
  /** What a script ends with where the machine does not allow what it needs. */
  private static final int NOT_ALLOWED = 75;

  /**
   * Runs it and returns what it printed; aborts the test, with the reason on standard output, where
   * the machine does not allow it.
   */
  String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./" + name));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("mailconnector-interop", ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    // Names and passwords outside ASCII go in and out.
    builder.environment().put("LC_ALL", "C.UTF-8");
    // A file, as the daemons would keep a pipe open.
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    process.getOutputStream().close();
    int status = process.waitFor();
    String printed = Files.readString(output, StandardCharsets.UTF_8);
    Files.delete(output);
    if (status == NOT_ALLOWED) {
      System.out.println("SKIPPED, and nothing is proved by it. " + printed);
      Assumptions.abort(printed);
    }
    if (status != 0) {
      throw new IllegalStateException(printed);
    }
    return printed;
  }
}
