package dev.mailconnector.interop;

import dev.mailconnector.cli.Surroundings;
import dev.mailconnector.cli.Tool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What one call of the command line came to.
 *
 * @param status the exit status
 * @param out what it printed on standard output
 * @param err what it printed on standard error
 */
record CommandLineRun(int status, String out, String err) {

  static CommandLineRun of(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Surroundings surroundings =
        new Surroundings(InputStream.nullInputStream(), print(out), print(err), Map.of(), false);
    int status = Tool.run(surroundings, arguments);
    return new CommandLineRun(status, text(out), text(err));
  }

  /** Sends one message to the recipient of this way, and shows the dialogue. */
  static CommandLineRun send(Path config, Way way, Path message) {
    return of(
        "--verbose",
        "--config",
        config.toString(),
        "send",
        "--to",
        way.recipient(),
        "--eml",
        message.toString());
  }

  private static PrintStream print(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private static String text(ByteArrayOutputStream bytes) {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
