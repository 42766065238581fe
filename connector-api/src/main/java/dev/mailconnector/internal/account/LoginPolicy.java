package dev.mailconnector.internal.account;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Whether a refused login is tried once more, and with what: with a renewed credential, or with the
 * same one after a pause when it is a token so young that the server may not know it yet.
 * Thread-safe.
 */
final class LoginPolicy {
  private static final Duration TOO_YOUNG = Duration.ofSeconds(2);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration LATE_TIMER = Duration.ofSeconds(30);

  private final InstantSource clock;
  private final ScheduledExecutorService scheduler;

  LoginPolicy(InstantSource clock, ScheduledExecutorService scheduler) {
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /**
   * A 4yz says that the server could not look, not that the credential is wrong (RFC 4954 section
   * 6).
   */
  static boolean isAboutCredential(SmtpReply reply) {
    return reply.isPermanent();
  }

  /**
   * What to try after this refusal: the same credential after a pause if it is young, else another
   * one, or null if there is none.
   */
  @Nullable Credential second(
      CredentialProvider login,
      Credential first,
      LoginRefusal refusal,
      Deadline deadline,
      LongConsumer refused) {
    if (ReplyAdvice.isPolicy(refusal.reply())) {
      forget(login, first, refusal.reply(), refused);
      return null;
    }
    if (isYoung(first)) {
      pause(deadline);
      return first;
    }
    forget(login, first, refusal.reply(), refused);
    Credential current = login.current();
    return current.generation() == first.generation() ? null : current;
  }

  /**
   * One from the future is old: the calendar was set back meanwhile. What may lock the account out
   * is never said twice.
   */
  private boolean isYoung(Credential credential) {
    Instant issuedAt = credential.issuedAt();
    if (issuedAt == null || credential.mayLockOut()) {
      return false;
    }
    Duration age = Duration.between(issuedAt, clock.instant());
    return !age.isNegative() && age.compareTo(TOO_YOUNG) < 0;
  }

  /** Tells of a refusal: connections that this credential opened go, and it is not given again. */
  static void forget(
      CredentialProvider login, Credential credential, SmtpReply reply, LongConsumer refused) {
    refused.accept(credential.generation());
    login.refused(credential, reply);
  }

  private void pause(Deadline deadline) {
    CompletableFuture<Boolean> over = new CompletableFuture<>();
    scheduler.schedule(() -> over.complete(true), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    try {
      // A timer that never runs, on a scheduler of the application, must not hold the permit.
      Deadline limit = deadline.orIn(LATE_TIMER);
      over.get(Math.max(1, limit.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      // The pause was long enough; if the deadline is over, the second login finds that out.
    }
  }
}
