package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.MailConnectorException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a message of a {@link Convoy}.
 *
 * @param message the message
 * @param delivery what the server accepted, or null if it did not
 * @param failure why not, or null if it did
 * @param again whether it may be sent again by us, since nobody can have it
 * @param <T> what the caller knows a message by
 */
public record Landing<T>(
    T message, @Nullable Delivery delivery, @Nullable MailConnectorException failure, Again again) {

  /** Whether a message may be sent once more without asking. */
  public enum Again {
    /** No. */
    NO,
    /** At the level that is spoken now. */
    AT_LOWER_LEVEL,
    /** On another connection. */
    ON_ANOTHER_CONNECTION
  }

  static <T> Landing<T> accepted(T message, Delivery delivery) {
    return new Landing<>(message, delivery, null, Again.NO);
  }

  static <T> Landing<T> failed(T message, MailConnectorException e) {
    boolean other = e.advice() == Advice.RETRY_OTHER_CONNECTION;
    return new Landing<>(message, null, e, other ? Again.ON_ANOTHER_CONNECTION : Again.NO);
  }

  Landing<T> atLowerLevel() {
    return new Landing<>(message, null, failure, Again.AT_LOWER_LEVEL);
  }
}
