package dev.mailconnector.spi;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One issue of a secret: an immutable value that knows the only mechanisms it may travel over. A
 * token credential offers {@code XOAUTH2} and {@code OAUTHBEARER} and nothing else, a password
 * never offers those; so neither can be sent as the other, whatever a server announces. Its {@code
 * toString} shows no secret. Thread-safe.
 */
public interface Credential {

  /** The mechanisms made for this secret, strongest first. Never empty. */
  List<Mechanism> mechanisms();

  /**
   * A number that grows with every issue by the same provider. It is stamped on each connection
   * that was opened with the credential, so that a refusal retires just those.
   */
  long generation();

  /**
   * When the secret was issued, for secrets that are issued for a time (tokens); null for a static
   * secret.
   */
  @Nullable Instant issuedAt();

  /**
   * When the secret stops being accepted; null for a static secret. A connection opened with it
   * retires then, by default.
   */
  @Nullable Instant expiresAt();

  /**
   * Whether a few refused logins with it may lock the account out: so it is with a password, which
   * somebody could be guessing, and not with a token. Logins with such a secret go one at a time
   * until the server has accepted it, and after a refusal the same one is tried again only far
   * apart. By default true of whatever has no {@link #issuedAt}.
   */
  default boolean mayLockOut() {
    return issuedAt() == null;
  }

  /**
   * What may be told of it to a person who looks for a mistake: of a token whom it is for and what
   * it allows. Nothing may be decided by it. Does no I/O.
   */
  default CredentialFacts facts() {
    return CredentialFacts.NONE;
  }
}
