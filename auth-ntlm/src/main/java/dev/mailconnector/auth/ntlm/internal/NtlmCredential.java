package dev.mailconnector.auth.ntlm.internal;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of a password, for NTLM and nothing else. */
record NtlmCredential(NtlmMechanism mechanism, long generation) implements Credential {

  @Override
  public List<Mechanism> mechanisms() {
    return List.of(mechanism);
  }

  @Override
  public @Nullable Instant issuedAt() {
    return null;
  }

  @Override
  public @Nullable Instant expiresAt() {
    return null;
  }

  @Override
  public String toString() {
    return "password for NTLM, generation " + generation;
  }
}
