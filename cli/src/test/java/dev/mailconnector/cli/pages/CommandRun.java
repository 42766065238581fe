package dev.mailconnector.cli.pages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.cli.Browser;
import dev.mailconnector.cli.Interruption;
import dev.mailconnector.cli.Surroundings;
import dev.mailconnector.cli.Tool;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/**
 * A run of our command line in this JVM.
 *
 * @param status how it ended
 * @param shown what a terminal shows: standard output and standard error as they come
 */
record CommandRun(int status, String shown) {

  /** Surroundings for commands that are looked at and not run. */
  static Surroundings nowhere() {
    PrintStream nothing = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    return new Surroundings(InputStream.nullInputStream(), nothing, nothing, Map.of(), false);
  }

  static CommandRun of(Browser browser, List<String> arguments) {
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream screen = new PrintStream(shown, true, UTF_8);
    int status =
        Tool.run(
            new Surroundings(
                new ByteArrayInputStream(new byte[0]),
                screen,
                screen,
                Map.of(),
                false,
                false,
                Interruption.NEVER,
                browser),
            arguments.toArray(String[]::new));
    return new CommandRun(status, shown.toString(UTF_8));
  }
}
