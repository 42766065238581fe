package dev.mailconnector.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.function.IntSupplier;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Logging while one command runs: warnings, or with {@code --verbose} everything that the connector
 * says at DEBUG, one line each on standard error. Afterwards the loggers are as they were.
 */
final class LogOutput {
  private final Logger root = Logger.getLogger("");
  private final Logger ours = Logger.getLogger("dev.mailconnector");
  private final Level rootLevel = root.getLevel();
  private final List<Handler> rootHandlers = List.of(root.getHandlers());
  private final Handler handler;

  private LogOutput(PrintStream err, boolean verbose) {
    this.handler = new Lines(err);
    handler.setLevel(Level.ALL);
    rootHandlers.forEach(root::removeHandler);
    root.addHandler(handler);
    root.setLevel(verbose ? Level.INFO : Level.WARNING);
    ours.setLevel(verbose ? Level.FINE : null);
  }

  static int during(IntSupplier command, PrintStream err, boolean verbose) {
    LogOutput output = new LogOutput(err, verbose);
    try {
      return command.getAsInt();
    } finally {
      output.end();
    }
  }

  private void end() {
    root.removeHandler(handler);
    rootHandlers.forEach(root::addHandler);
    root.setLevel(rootLevel);
    ours.setLevel(null);
  }

  private static final class Lines extends Handler {
    private final PrintStream err;

    Lines(PrintStream err) {
      this.err = err;
      setFormatter(new OneLine());
    }

    @Override
    public void publish(LogRecord entry) {
      if (isLoggable(entry)) {
        err.println(getFormatter().format(entry));
      }
    }

    @Override
    public void flush() {
      err.flush();
    }

    @Override
    public void close() {}
  }

  private static final class OneLine extends Formatter {
    @Override
    public String format(LogRecord entry) {
      boolean grave = entry.getLevel().intValue() >= Level.WARNING.intValue();
      String level = grave ? entry.getLevel().getName().toLowerCase(Locale.ROOT) + ": " : "";
      String name = String.valueOf(entry.getLoggerName());
      String place = name.substring(name.lastIndexOf('.') + 1);
      Throwable thrown = entry.getThrown();
      String cause = thrown == null ? "" : " (" + thrown + ")";
      return Printable.text(level + place + ": " + formatMessage(entry) + cause);
    }
  }
}
