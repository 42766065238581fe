package dev.mailconnector.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * All that a command may know of the process around it, so that a test can be that process.
 *
 * @param in standard input
 * @param out standard output: results
 * @param err standard error: everything else
 * @param environment the environment variables
 * @param terminal whether standard output is a terminal that can be redrawn
 * @param errTerminal whether standard error is one
 * @param interruption how the process learns that it is to end
 * @param browser shows a page to the user
 */
public record Surroundings(
    InputStream in,
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    boolean terminal,
    boolean errTerminal,
    Interruption interruption,
    Browser browser) {

  /** Copies the map. */
  public Surroundings {
    environment = Map.copyOf(environment);
  }

  /**
   * Those of a process without a browser that nobody interrupts; its standard error is no terminal.
   */
  public Surroundings(
      InputStream in,
      PrintStream out,
      PrintStream err,
      Map<String, String> environment,
      boolean terminal) {
    this(in, out, err, environment, terminal, false, Interruption.NEVER, Browser.NONE);
  }

  /** Whether results may have colours: on a terminal whose user has not declined (no-color.org). */
  boolean coloured() {
    return terminal && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /**
   * Those of this process. Output is UTF-8 whatever the locale. Whether there is a terminal is what
   * the start script found out: {@code System.console()} also wants standard input to be one.
   */
  static Surroundings ofProcess(Interruption interruption) {
    return new Surroundings(
        System.in,
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8),
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
        System.getenv(),
        Boolean.getBoolean("mailconnector.terminal"),
        Boolean.getBoolean("mailconnector.terminal.err"),
        interruption,
        new DesktopBrowser(System.getProperty("os.name", ""), System.getenv()));
  }
}
