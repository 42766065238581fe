package dev.mailconnector.internal.account;

import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A credential that is nothing but a number. */
record PlainSecret(long generation, @Nullable Instant issuedAt) implements Credential {

  static PlainSecret password(long generation) {
    return new PlainSecret(generation, null);
  }

  /** An old one. */
  static PlainSecret token(long generation) {
    return new PlainSecret(generation, Instant.EPOCH);
  }

  static LoginRefusal refusal() {
    return LoginRefusal.of("PLAIN", SmtpReply.of(535, List.of("5.7.8 no")));
  }

  @Override
  public List<Mechanism> mechanisms() {
    return List.of();
  }

  @Override
  public @Nullable Instant expiresAt() {
    return null;
  }
}
