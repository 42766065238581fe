package dev.mailconnector;

import dev.mailconnector.failure.ConfigurationException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one message is to be sent. Immutable; start from {@link #defaults()} or {@link
 * #account(String)} and go on with its {@code with} methods: components may be added in any
 * version, so the constructor is not for applications.
 *
 * @param account the account, or null for the default account
 * @param envelopeSender the envelope sender, empty for {@code MAIL FROM:<>}; or null to take that
 *     of the account, else the message's From
 * @param recipients the recipients, whatever the header says; or null to take To, Cc and Bcc
 * @param deadline how long the call may take until the last piece (64 KiB at the most) of the
 *     message goes out, or null for the account's timeouts alone. If it is over before, the
 *     connection is closed and nobody has the message. From the last piece on only the timeouts
 *     apply: giving up then would make the outcome unknown. Without one, the content may take the
 *     command limit and a second for each 8 KiB. Writing the message out cannot be broken off; what
 *     it took is looked at when it is over
 * @param correlationId an id of yours that receipt, failure and events carry, or null for one made
 *     here
 * @param tags words of yours that receipt and events carry; they are not sent
 * @param allOrNothing whether nobody gets the message when one recipient is refused; null for what
 *     the account says
 * @param dsn the delivery status notifications to ask for, or null for none
 * @param requireTls whether every server on the message's way must use verified TLS (RFC 8689): it
 *     goes over TLS to a server that offers REQUIRETLS and whose certificate was checked, or not at
 *     all
 */
public record SendOptions(
    @Nullable String account,
    @Nullable String envelopeSender,
    @Nullable List<String> recipients,
    @Nullable Duration deadline,
    @Nullable String correlationId,
    Map<String, String> tags,
    @Nullable Boolean allOrNothing,
    @Nullable DsnRequest dsn,
    boolean requireTls) {
  /** The greatest of the account's timeouts, and far from what nanoseconds can count. */
  private static final Duration LONGEST = Duration.ofHours(24);

  private static final SendOptions DEFAULTS =
      new SendOptions(null, null, null, null, null, Map.of(), null, null, false);

  /**
   * Copies recipients and tags, checks addresses, the deadline and that neither id nor tags can
   * break a log line.
   */
  public SendOptions {
    tags = Map.copyOf(tags);
    if (envelopeSender != null) {
      Envelope.checkSender(envelopeSender);
    }
    if (recipients != null) {
      recipients = List.copyOf(recipients);
      Envelope.checkRecipients(recipients);
    }
    if (deadline != null
        && (deadline.isNegative() || deadline.isZero() || deadline.compareTo(LONGEST) > 0)) {
      throw ConfigurationException.of(
          "deadline", deadline.toString(), "A positive duration of at most 24 h is needed.");
    }
    if (correlationId != null) {
      if (correlationId.isBlank()) {
        throw ConfigurationException.of("correlation id", correlationId, "It must not be empty.");
      }
      requireOneLine("correlation id", correlationId);
    }
    tags.forEach(
        (key, value) -> {
          requireOneLine("tag", key);
          requireOneLine("tag", value);
        });
  }

  private static void requireOneLine(String what, String text) {
    boolean breaks =
        text.chars()
            .anyMatch(
                c ->
                    switch (Character.getType(c)) {
                      case Character.CONTROL,
                          Character.LINE_SEPARATOR,
                          Character.PARAGRAPH_SEPARATOR ->
                          true;
                      default -> false;
                    });
    if (breaks) {
      throw ConfigurationException.of(what, null, "It must not contain control characters.");
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

  /** The envelope, where it is given whole; null where any part of it comes from the message. */
  public @Nullable Envelope envelope() {
    return envelopeSender == null || recipients == null
        ? null
        : new Envelope(envelopeSender, recipients);
  }

  /** The same through another account. */
  public SendOptions withAccount(String value) {
    return new SendOptions(
        value,
        envelopeSender,
        recipients,
        deadline,
        correlationId,
        tags,
        allOrNothing,
        dsn,
        requireTls);
  }

  /** The same with this envelope, sender and recipients. */
  public SendOptions withEnvelope(Envelope value) {
    return withEnvelopeSender(value.sender()).withRecipients(value.recipients());
  }

  /** The same with this envelope sender, the bare address; empty for {@code MAIL FROM:<>}. */
  public SendOptions withEnvelopeSender(String value) {
    return new SendOptions(
        account, value, recipients, deadline, correlationId, tags, allOrNothing, dsn, requireTls);
  }

  /** The same to these recipients, bare addresses. */
  public SendOptions withRecipients(List<String> value) {
    return new SendOptions(
        account,
        envelopeSender,
        value,
        deadline,
        correlationId,
        tags,
        allOrNothing,
        dsn,
        requireTls);
  }

  /** The same with a deadline. */
  public SendOptions withDeadline(Duration value) {
    return new SendOptions(
        account,
        envelopeSender,
        recipients,
        value,
        correlationId,
        tags,
        allOrNothing,
        dsn,
        requireTls);
  }

  /** The same with an id of yours. */
  public SendOptions withCorrelationId(String value) {
    return new SendOptions(
        account, envelopeSender, recipients, deadline, value, tags, allOrNothing, dsn, requireTls);
  }

  /** The same with words for the listener. */
  public SendOptions withTags(Map<String, String> value) {
    return new SendOptions(
        account,
        envelopeSender,
        recipients,
        deadline,
        correlationId,
        value,
        allOrNothing,
        dsn,
        requireTls);
  }

  /** The same with all-or-nothing on or off, whatever the account says. */
  public SendOptions withAllOrNothing(boolean value) {
    return new SendOptions(
        account, envelopeSender, recipients, deadline, correlationId, tags, value, dsn, requireTls);
  }

  /** The same with a request for delivery status notifications. */
  public SendOptions withDsn(DsnRequest value) {
    return new SendOptions(
        account,
        envelopeSender,
        recipients,
        deadline,
        correlationId,
        tags,
        allOrNothing,
        value,
        requireTls);
  }

  /** The same with REQUIRETLS on or off. */
  public SendOptions withRequireTls(boolean value) {
    return new SendOptions(
        account,
        envelopeSender,
        recipients,
        deadline,
        correlationId,
        tags,
        allOrNothing,
        dsn,
        value);
  }
}
