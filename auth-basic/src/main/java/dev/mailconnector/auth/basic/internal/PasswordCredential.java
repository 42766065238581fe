package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of a password. */
public final class PasswordCredential implements Credential {
  private final long generation;
  private final List<Mechanism> mechanisms;

  PasswordCredential(PasswordPlan plan, Secret password, long generation) {
    this.generation = generation;
    this.mechanisms =
        plan.mechanisms().stream().map(kind -> mechanism(kind, plan, password)).toList();
  }

  /** Why this cannot be sent as a password, in words that do not show it; null if it can. */
  public static @Nullable String brokenRule(Secret password) {
    if (password.isEmpty()) {
      return "The password is empty.";
    }
    if (password.reveal().indexOf('\0') >= 0) {
      return "The password contains a NUL character, which no mechanism can carry (RFC 4616 section"
          + " 2).";
    }
    if (!StandardCharsets.UTF_8.newEncoder().canEncode(password.reveal())) {
      return "The password has half of a surrogate pair and cannot be written in UTF-8; it was"
          + " damaged on its way here.";
    }
    return null;
  }

  @Override
  public List<Mechanism> mechanisms() {
    return mechanisms;
  }

  @Override
  public long generation() {
    return generation;
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
    return "password, generation " + generation;
  }

  private static Mechanism mechanism(PasswordMechanism kind, PasswordPlan plan, Secret password) {
    return switch (kind) {
      case PLAIN -> new PlainMechanism(plan.authorizationIdentity(), plan.user(), password);
      case LOGIN -> new LoginMechanism(plan.user(), password);
      case CRAM_MD5 -> new CramMd5Mechanism(plan.user(), password);
    };
  }
}
