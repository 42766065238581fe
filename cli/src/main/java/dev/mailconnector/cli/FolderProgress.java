package dev.mailconnector.cli;

import dev.mailconnector.cli.FileOutcome.Word;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far a folder is: a bar on a terminal, else a line now and then; and
 * what was not sent, the first ones of it.
 */
final class FolderProgress {
  private static final String REDRAW = "\r\u001b[K";
  private static final int WIDTH = 30;
  private static final int STEPS = 200;
  private static final int LINES = 10;
  private static final int FEWEST_PER_LINE = 100;
  private static final int MOST_PROBLEMS = 20;

  private final PrintStream err;
  private final boolean terminal;
  private final FolderTally tally;
  private final boolean reported;
  private final int step;
  private int problems;
  private boolean drawn;

  /**
   * For the files of this tally.
   *
   * @param reported whether a report holds every outcome
   */
  FolderProgress(PrintStream err, boolean terminal, FolderTally tally, boolean reported) {
    this.err = err;
    this.terminal = terminal;
    this.tally = tally;
    this.reported = reported;
    this.step =
        terminal
            ? Math.max(1, tally.files() / STEPS)
            : Math.max(FEWEST_PER_LINE, tally.files() / LINES);
  }

  /** There is an outcome, and the tally has counted it. */
  void update(FileOutcome outcome) {
    if (outcome.word() != Word.SENT) {
      problem(outcome.file(), outcome.problem());
    }
    if (tally.done() % step == 0) {
      if (terminal) {
        draw();
      } else {
        err.println(tally.done() + " of " + tally.files() + ": " + tally.counts());
      }
    }
  }

  /** Says something beside the bar. */
  void say(String text) {
    clear();
    err.println(text);
  }

  /** Takes the bar away. */
  void end() {
    clear();
  }

  private void problem(String file, @Nullable String text) {
    problems++;
    if (problems <= MOST_PROBLEMS) {
      say(Printable.line(file) + ": " + Printable.text(String.valueOf(text)));
    } else if (problems == MOST_PROBLEMS + 1) {
      say(
          reported
              ? "Further failures are in the report only."
              : "Further failures are not shown; --report FILE keeps every outcome.");
    }
  }

  private void draw() {
    int filled = tally.files() == 0 ? WIDTH : (int) ((long) WIDTH * tally.done() / tally.files());
    err.print(
        REDRAW
            + "["
            + "#".repeat(filled)
            + ".".repeat(WIDTH - filled)
            + "] "
            + tally.done()
            + "/"
            + tally.files()
            + "  "
            + tally.counts());
    err.flush();
    drawn = true;
  }

  private void clear() {
    if (drawn) {
      err.print(REDRAW);
      err.flush();
      drawn = false;
    }
  }
}
