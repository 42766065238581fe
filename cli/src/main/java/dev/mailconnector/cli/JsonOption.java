package dev.mailconnector.cli;

import java.io.PrintStream;
import picocli.CommandLine.Option;

/**
 * Whether a result is for a machine. A failure is then told on standard output too, by the {@link
 * Tool} for all commands.
 */
final class JsonOption {
  static final String NAME = "--json";

  @Option(
      names = NAME,
      order = 1000,
      description = "Prints the result, or the failure, as one line of JSON.")
  private boolean wanted;

  boolean wanted() {
    return wanted;
  }

  /** Prints the result in the form that is wanted. */
  void print(PrintStream out, Report report) {
    out.println(wanted ? report.json() : report.text());
  }
}
