package dev.mailconnector.event;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A part of a login that ends on a day, however often its tokens are renewed until then. Immutable;
 * nothing in it is secret. The constructor is not part of what is kept compatible.
 *
 * @param part which part
 * @param name which one of its kind: a path, a client id, a mailbox. Several accounts may name the
 *     same one
 * @param endsAt when it ends
 * @param warnFrom from when on somebody should act
 * @param ifUnused whether it ends only if nobody uses the account until then
 * @param remedy who must do what, in whole sentences
 */
public record CredentialEnd(
    Part part, String name, Instant endsAt, Instant warnFrom, boolean ifUnused, String remedy) {
  private static final Duration EARLY = Duration.ofDays(30);

  /** What can end. */
  public enum Part {
    /** The refresh token of a user's consent. */
    REFRESH_TOKEN("refresh token"),
    /** The certificate with which an application proves itself. */
    CLIENT_CERTIFICATE("client certificate"),
    /** The secret of an application; issuers do not tell, so only if its day is configured. */
    CLIENT_SECRET("client secret"),
    /** A federated assertion in a file that somebody else keeps fresh. */
    CLIENT_ASSERTION("client assertion"),
    /** An access token in a file that somebody else keeps fresh. */
    TOKEN_FILE("token file");

    private final String words;

    Part(String words) {
      this.words = words;
    }

    /** Its name in plain words. */
    public String words() {
      return words;
    }
  }

  /**
   * An end that is warned of 30 days before; of what lives less than 60 days, when half of its life
   * is over.
   *
   * @param since when its life began, or null if that is not known
   */
  public static CredentialEnd of(
      Part part, String name, @Nullable Instant since, Instant endsAt, String remedy) {
    Instant early = endsAt.minus(EARLY);
    Instant half =
        since == null || since.isAfter(endsAt)
            ? early
            : since.plus(Duration.between(since, endsAt).dividedBy(2));
    return new CredentialEnd(part, name, endsAt, half.isAfter(early) ? half : early, false, remedy);
  }

  /** The same that ends only if nobody uses the account until then. */
  public CredentialEnd unlessUsed() {
    return new CredentialEnd(part, name, endsAt, warnFrom, true, remedy);
  }

  /** The same with a warning from this moment on. */
  public CredentialEnd withWarnFrom(Instant moment) {
    return new CredentialEnd(part, name, endsAt, moment, ifUnused, remedy);
  }
}
