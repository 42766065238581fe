package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.spi.Credential;
import java.time.Instant;

/**
 * Wraps a token that has just been taken as the credential that carries it. Pure: it is called
 * under a lock.
 */
@FunctionalInterface
public interface CredentialMaker {

  /** The credential of this token. */
  Credential make(AccessToken token, long generation, Instant issuedAt, Instant expiresAt);
}
