package dev.mailconnector.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One run of the command line, in this JVM.
 *
 * @param status the exit status
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Ran(int status, String out, String err) {

  static Ran with(String... arguments) {
    return with(new byte[0], Map.of(), arguments);
  }

  static Ran with(byte[] standardInput, Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                new ByteArrayInputStream(standardInput),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                environment,
                false),
            arguments);
    Ran ran =
        new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    SecretHunt.tell(ran.out + ran.err);
    return ran;
  }

  /** The last line of standard output. */
  String lastLine() {
    return out.lines().reduce("", (before, line) -> line);
  }
}
