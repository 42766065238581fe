package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.auth.basic.internal.scram.Scram;
import dev.mailconnector.auth.basic.internal.scram.ScramPassword;
import dev.mailconnector.auth.basic.internal.scram.ScramPlan;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.AdvisesOnRefusal;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One reading of a password. */
public final class PasswordCredential implements Credential, AdvisesOnRefusal {
  private final long generation;
  private final List<Mechanism> mechanisms;
  private final ScramPassword salted;
  private final PasswordAdvice advice;

  PasswordCredential(PasswordCredentials of, Secret password, long generation) {
    this.generation = generation;
    this.salted = new ScramPassword(password);
    this.mechanisms =
        of.plan().mechanisms().stream().map(kind -> mechanism(kind, of, password)).toList();
    this.advice = PasswordAdvice.of(of.plan(), password);
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
  public @Nullable Remedy remedy(SmtpReply reply) {
    return advice.remedy();
  }

  @Override
  public String toString() {
    return "password, generation " + generation;
  }

  private Mechanism mechanism(PasswordMechanism kind, PasswordCredentials of, Secret password) {
    String user = of.plan().userFor(password);
    return switch (kind) {
      case SCRAM_SHA_256_PLUS, SCRAM_SHA_1_PLUS, SCRAM_SHA_256, SCRAM_SHA_1 ->
          new Scram(kind.saslName(), scram(of, user), salted, of.offers()::proven);
      case PLAIN ->
          guarded(new PlainMechanism(of.plan().authorizationIdentity(), user, password), of);
      case LOGIN -> guarded(new LoginMechanism(user, password), of);
      case CRAM_MD5 -> new CramMd5Mechanism(user, password);
    };
  }

  private static ScramPlan scram(PasswordCredentials of, String user) {
    PasswordPlan plan = of.plan();
    return new ScramPlan(user, plan.authorizationIdentity(), plan.isForced(), of.nonces());
  }

  private static Mechanism guarded(Mechanism showing, PasswordCredentials of) {
    return of.plan().isForced() ? showing : new GuardedMechanism(showing, of.offers());
  }

  /** Wipes what was computed of the password. */
  void wipe() {
    salted.wipe();
  }
}
