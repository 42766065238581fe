package dev.mailconnector;

import dev.mailconnector.failure.ConfigurationException;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which delivery status notifications a message asks for (DSN, RFC 3461), for all its recipients.
 * Immutable.
 *
 * <p>Only a server that offers DSN is asked. At any other the message goes without, as RFC 3461
 * section 4 allows, and {@link SendReceipt#dsn()} says so; {@link #asRequirement()} refuses it
 * instead, before anything is sent. Each recipient is named as its own original recipient (ORCPT).
 *
 * @param conditions when to notify (NOTIFY); empty for never; null to leave that to the servers,
 *     which usually tell of failures
 * @param returned how much of the message a notification of failure brings back (RET), or null to
 *     leave that to the servers
 * @param envelopeId an id of yours that notifications carry (ENVID), or null; printable ASCII, up
 *     to 100 characters where {@code +}, {@code =} and space count for three
 * @param required whether a server that does not offer DSN must not get the message
 */
public record DsnRequest(
    @Nullable Set<Condition> conditions,
    @Nullable Returned returned,
    @Nullable String envelopeId,
    boolean required) {
  private static final int LONGEST_ENVELOPE_ID = 100;

  /** What a notification tells. */
  public enum Condition {
    /** The message was delivered, or left the part of the world that knows notifications. */
    SUCCESS,
    /** It will not be delivered. */
    FAILURE,
    /** It is late, and still being tried. */
    DELAY
  }

  /** What a notification of failure brings back. */
  public enum Returned {
    /** The whole message. */
    FULL,
    /** Its header. */
    HEADERS
  }

  /** Copies the conditions and checks the id. */
  public DsnRequest {
    if (conditions != null) {
      Set<Condition> copy = EnumSet.noneOf(Condition.class);
      copy.addAll(conditions);
      conditions = Collections.unmodifiableSet(copy);
    }
    if (envelopeId != null) {
      checkEnvelopeId(envelopeId);
    }
  }

  private static void checkEnvelopeId(String id) {
    int length = 0;
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      if (c < ' ' || c > '~') {
        throw ConfigurationException.of(
            "envelope id", null, "It must have printable ASCII characters only (RFC 3461).");
      }
      length += c == '+' || c == '=' || c == ' ' ? 3 : 1;
    }
    if (length == 0 || length > LONGEST_ENVELOPE_ID) {
      throw ConfigurationException.of(
          "envelope id",
          id,
          "It must have 1 to "
              + LONGEST_ENVELOPE_ID
              + " characters; +, = and space count for three (RFC 3461 section 4.4).");
    }
  }

  /** A notification in each of these cases. */
  public static DsnRequest on(Condition first, Condition... more) {
    return new DsnRequest(EnumSet.of(first, more), null, null, false);
  }

  /** No notification, not even of a failure. */
  public static DsnRequest never() {
    return new DsnRequest(Set.of(), null, null, false);
  }

  /** Notifications as servers send them unasked; for an envelope id, or to bring back less. */
  public static DsnRequest usual() {
    return new DsnRequest(null, null, null, false);
  }

  /** The same with so much of the message in a notification of failure. */
  public DsnRequest returning(Returned value) {
    return new DsnRequest(conditions, value, envelopeId, required);
  }

  /** The same with an id of yours that notifications carry. */
  public DsnRequest withEnvelopeId(String value) {
    return new DsnRequest(conditions, returned, value, required);
  }

  /** The same, and a server that does not offer DSN does not get the message. */
  public DsnRequest asRequirement() {
    return new DsnRequest(conditions, returned, envelopeId, true);
  }
}
