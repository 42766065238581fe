package dev.mailconnector.provider;

import java.net.URI;

/**
 * Where a statement about a provider comes from. Immutable.
 *
 * @param link the page or file that says it; where none is known, the provider's page that should
 * @param standing how far it can be trusted
 */
public record Source(URI link, Standing standing) {

  /** How far a statement can be trusted. */
  public enum Standing {
    /** Read in the provider's own text, or in the source code of a client that works with it. */
    READ("read there"),

    /** Seen in a server's reply that somebody published. */
    SEEN("seen in a server's reply"),

    /** Told by third parties only: likely. */
    REPORTED("reported by others"),

    /** Common knowledge that nobody has checked here: check it before relying on it. */
    UNVERIFIED("not verified"),

    /** Chosen here, for the reason that the statement gives. */
    CHOSEN("our choice");

    private final String words;

    Standing(String words) {
      this.words = words;
    }

    /** For people: {@code read there}, {@code not verified}. */
    public String words() {
      return words;
    }
  }

  /** A statement that was read at this link. */
  public static Source read(String link) {
    return new Source(URI.create(link), Standing.READ);
  }

  /** A statement of a server itself, published at this link. */
  public static Source seen(String link) {
    return new Source(URI.create(link), Standing.SEEN);
  }

  /** A statement of third parties, found at this link. */
  public static Source reported(String link) {
    return new Source(URI.create(link), Standing.REPORTED);
  }

  /** A statement that nobody has checked; the link is where to check it. */
  public static Source unverified(String link) {
    return new Source(URI.create(link), Standing.UNVERIFIED);
  }

  /** A choice made here; the link explains it. */
  public static Source chosen(String link) {
    return new Source(URI.create(link), Standing.CHOSEN);
  }

  /** Link and standing. */
  @Override
  public String toString() {
    return link + " (" + standing.words() + ")";
  }
}
