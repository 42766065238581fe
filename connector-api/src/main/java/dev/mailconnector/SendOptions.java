package dev.mailconnector;

import dev.mailconnector.failure.ConfigurationException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one message is to be sent. Immutable; start from {@link #defaults()} or {@link
 * #account(String)}.
 *
 * @param account the account, or null for the default account
 * @param envelope the envelope, or null to take it from the message: sender from the account or
 *     From, recipients from To, Cc, Bcc
 * @param deadline the longest the whole call may take, or null for the account's timeouts alone. It
 *     is not applied to the final reply: once the message is out, giving up early would only make
 *     the outcome unknown
 * @param correlationId an id of yours that receipt, failure and events carry, or null for one made
 *     here
 * @param tags words of yours that receipt and events carry; they are not sent
 * @param allOrNothing whether nobody gets the message when one recipient is refused
 */
public record SendOptions(
    @Nullable String account,
    @Nullable Envelope envelope,
    @Nullable Duration deadline,
    @Nullable String correlationId,
    Map<String, String> tags,
    boolean allOrNothing) {
  private static final SendOptions DEFAULTS =
      new SendOptions(null, null, null, null, Map.of(), false);

  /** Copies the tags, checks the deadline and that the id cannot break a log line. */
  public SendOptions {
    tags = Map.copyOf(tags);
    if (deadline != null && (deadline.isNegative() || deadline.isZero())) {
      throw ConfigurationException.of(
          "deadline", deadline.toString(), "A positive duration is needed.");
    }
    if (correlationId != null && correlationId.chars().anyMatch(c -> c < ' ' || c == 127)) {
      throw ConfigurationException.of(
          "correlation id", null, "It must not contain control characters.");
    }
  }

  /** The default account, the message's own envelope, no deadline but the timeouts. */
  public static SendOptions defaults() {
    return DEFAULTS;
  }

  /** Through this account. */
  public static SendOptions account(String name) {
    return DEFAULTS.withAccount(name);
  }

  /** The same through another account. */
  public SendOptions withAccount(String value) {
    return new SendOptions(value, envelope, deadline, correlationId, tags, allOrNothing);
  }

  /** The same with an explicit envelope. */
  public SendOptions withEnvelope(Envelope value) {
    return new SendOptions(account, value, deadline, correlationId, tags, allOrNothing);
  }

  /** The same with a deadline. */
  public SendOptions withDeadline(Duration value) {
    return new SendOptions(account, envelope, value, correlationId, tags, allOrNothing);
  }

  /** The same with an id of yours. */
  public SendOptions withCorrelationId(String value) {
    return new SendOptions(account, envelope, deadline, value, tags, allOrNothing);
  }

  /** The same with words for the listener. */
  public SendOptions withTags(Map<String, String> value) {
    return new SendOptions(account, envelope, deadline, correlationId, value, allOrNothing);
  }

  /** The same with all-or-nothing on or off. */
  public SendOptions withAllOrNothing(boolean value) {
    return new SendOptions(account, envelope, deadline, correlationId, tags, value);
  }
}
