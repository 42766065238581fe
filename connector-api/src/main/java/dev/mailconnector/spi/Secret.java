package dev.mailconnector.spi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * A password, token or key that never prints itself. Immutable and thread-safe; {@link #toString()}
 * is always {@code ***}, it is not serialisable, and equality takes the same time whatever differs.
 */
public final class Secret {
  private final String value;

  private Secret(String value) {
    this.value = value;
  }

  /** A secret with this value. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** A secret with a copy of these characters; the caller may wipe the array afterwards. */
  public static Secret of(char[] value) {
    return new Secret(new String(value));
  }

  /**
   * The value itself: for the last step before the wire, never for a log, a message or a field of a
   * longer life.
   */
  public String reveal() {
    return value;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return value.isEmpty();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
