package dev.mailconnector.internal.angus;

import dev.mailconnector.failure.Stage;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The greeting went wrong: where, and what the server said last if it said anything. */
public final class GreetingException extends Exception {
  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final @Nullable String lastReply;

  GreetingException(Stage stage, @Nullable String lastReply, @Nullable Throwable cause) {
    super(cause);
    this.stage = stage;
    this.lastReply = lastReply;
  }

  /** What was under way. */
  public Stage stage() {
    return stage;
  }

  /** The server's last words, lines separated by LF. */
  public @Nullable String lastReply() {
    return lastReply;
  }

  /** The I/O failure below it, if that is what it was. */
  public @Nullable IOException io() {
    for (Throwable t = getCause(); t != null; t = t.getCause()) {
      if (t instanceof IOException io) {
        return io;
      }
    }
    return null;
  }
}
