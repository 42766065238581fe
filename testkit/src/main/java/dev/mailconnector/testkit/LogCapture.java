package dev.mailconnector.testkit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.jspecify.annotations.Nullable;

/** Listens to all loggers of java.util.logging at all levels, until closed. */
final class LogCapture extends Handler {
  private final Consumer<SecretHunter.Sighting> sink;
  private final SimpleFormatter formatter = new SimpleFormatter();
  private final Map<Logger, @Nullable Level> levelsBefore = new LinkedHashMap<>();

  LogCapture(Consumer<SecretHunter.Sighting> sink) {
    this.sink = sink;
    setLevel(Level.ALL);
    Logger root = Logger.getLogger("");
    listen(root);
    LogManager manager = LogManager.getLogManager();
    for (String name : Collections.list(manager.getLoggerNames())) {
      Logger logger = manager.getLogger(name);
      if (logger != null && !logger.getName().isEmpty() && isOnItsOwn(logger)) {
        listen(logger);
      }
    }
  }

  @Override
  public void publish(LogRecord record) {
    StringBuilder text = new StringBuilder(formatter.formatMessage(record));
    Object[] parameters = record.getParameters();
    if (parameters != null) {
      for (Object parameter : parameters) {
        text.append('\n').append(parameter);
      }
    }
    Throwable thrown = record.getThrown();
    if (thrown != null) {
      text.append('\n').append(SecretHunter.printed(thrown));
    }
    String place = "log of " + record.getLoggerName() + " at " + record.getLevel();
    sink.accept(new SecretHunter.Sighting(place, text.toString()));
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    levelsBefore.forEach(
        (logger, level) -> {
          logger.removeHandler(this);
          logger.setLevel(level);
        });
    levelsBefore.clear();
  }

  /**
   * Loggers with a level of their own are silenced by it, those without parent handlers unheard.
   */
  private static boolean isOnItsOwn(Logger logger) {
    return logger.getLevel() != null || !logger.getUseParentHandlers();
  }

  private void listen(Logger logger) {
    levelsBefore.put(logger, logger.getLevel());
    logger.setLevel(Level.ALL);
    if (logger.getName() != null
        && (logger.getName().isEmpty() || !logger.getUseParentHandlers())) {
      logger.addHandler(this);
    }
  }
}
