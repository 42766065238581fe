package dev.mailconnector.testkit;

import java.util.Locale;
import java.util.Objects;

/**
 * When a {@link SmtpFault} strikes: a point of the conversation and which of its occurrences.
 *
 * <p>Occurrences are counted from 1, over all connections, from the moment the fault was placed.
 *
 * <pre>{@code
 * Trigger.command("RCPT").nth(2)       // the second RCPT only
 * Trigger.auth("XOAUTH2").first(3)     // the first three logins by XOAUTH2
 * Trigger.contentEnd()                 // every time
 * }</pre>
 *
 * @param point the point of the conversation
 * @param first the first occurrence struck
 * @param last the last occurrence struck
 */
public record Trigger(Point point, int first, int last) {

  /** A point of the conversation. */
  public sealed interface Point {

    /** The client has connected (with implicit TLS: and shaken hands); the greeting is due. */
    record Connect() implements Point {}

    /** A TLS handshake is about to begin, at connect or after the reply to STARTTLS. */
    record Tls() implements Point {}

    /** A command has come. The verb is in upper case, {@code *} stands for any. */
    record Command(String verb) implements Point {}

    /** An AUTH command with this mechanism has come. */
    record Auth(String mechanism) implements Point {}

    /** The client has answered a 334 of an AUTH exchange. */
    record AuthResponse() implements Point {}

    /** So many octets of a message's content have come. */
    record ContentBytes(long octets) implements Point {
      /** Checks the number. */
      public ContentBytes {
        if (octets < 1) {
          throw new IllegalArgumentException("Octets count from 1, not " + octets);
        }
      }
    }

    /** The content of a message has come to its end; the final reply is due. */
    record ContentEnd() implements Point {}
  }

  /** Checks the bounds. */
  public Trigger {
    Objects.requireNonNull(point);
    if (first < 1 || last < first) {
      throw new IllegalArgumentException("Occurrences count from 1: " + first + " to " + last);
    }
  }

  /** Every connection, when the greeting is due. */
  public static Trigger connect() {
    return always(new Point.Connect());
  }

  /** Every TLS handshake. */
  public static Trigger tls() {
    return always(new Point.Tls());
  }

  /** Every command with this verb, such as {@code MAIL} or {@code BDAT}. */
  public static Trigger command(String verb) {
    return always(new Point.Command(verb.toUpperCase(Locale.ROOT)));
  }

  /** Every command. */
  public static Trigger anyCommand() {
    return always(new Point.Command("*"));
  }

  /** Every AUTH command with this mechanism. */
  public static Trigger auth(String mechanism) {
    return always(new Point.Auth(mechanism.toUpperCase(Locale.ROOT)));
  }

  /** Every answer of a client to a 334 of an AUTH exchange. */
  public static Trigger authResponse() {
    return always(new Point.AuthResponse());
  }

  /** Every message, when this many octets of its content have come. */
  public static Trigger contentBytes(long octets) {
    return always(new Point.ContentBytes(octets));
  }

  /** Every message, when the last octet of its content has come. */
  public static Trigger contentEnd() {
    return always(new Point.ContentEnd());
  }

  /** The same point, at its n-th occurrence only. */
  public Trigger nth(int n) {
    return new Trigger(point, n, n);
  }

  /** The same point, at its first n occurrences only. */
  public Trigger first(int n) {
    return new Trigger(point, 1, n);
  }

  /** The same point, at all occurrences but the first n. */
  public Trigger after(int n) {
    return new Trigger(point, n + 1, Integer.MAX_VALUE);
  }

  private static Trigger always(Point point) {
    return new Trigger(point, 1, Integer.MAX_VALUE);
  }
}
