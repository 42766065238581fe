package dev.mailconnector.internal.account;

import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.spi.Credential;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The REFUSED state of an account, and how long it lasts. Immutable.
 *
 * <p>A token is asked for and tried again after 30 s, doubling to 10 min. A password costs nothing
 * to look at but much to try: servers count failed logins, and forget them after 10 to 30 minutes
 * without one. So its source is read again after 30 s, and the same password is tried after 16 min,
 * doubling to 256: never two within a quarter of an hour, nor three within half an hour. One that
 * had been accepted before gets one chance more, after a minute: it may be the server's fault.
 * Another password is tried when the source is read. Where that one is refused as well, the next
 * has to wait like the same one: a source that goes to and fro, or makes up a new one each time,
 * costs as many failed logins.
 *
 * @param credential the one that was refused last
 * @param detail what every send is told
 * @param look how long was waited before the source is read again
 * @param nextLook until when that is; the monotonic clock
 * @param login how long was waited before the same credential is tried again
 * @param nextLogin until when that is; the monotonic clock
 */
record Refused(
    Credential credential,
    FailureDetail detail,
    Duration look,
    long nextLook,
    Duration login,
    long nextLogin) {
  private static final Duration FIRST_LOOK = Duration.ofSeconds(30);
  private static final Duration LONGEST_OF_TOKENS = Duration.ofMinutes(10);
  private static final Duration SECOND_CHANCE = Duration.ofMinutes(1);
  private static final Duration FAR_APART = Duration.ofMinutes(16);
  private static final Duration LONGEST_OF_PASSWORDS = FAR_APART.multipliedBy(16);

  /**
   * After a refusal for good.
   *
   * @param before the state that this login looked into, or null if there was none
   * @param worked whether this very credential had been accepted before
   */
  static Refused after(
      @Nullable Refused before,
      Credential credential,
      FailureDetail detail,
      boolean worked,
      long now) {
    if (!credential.mayLockOut()) {
      Duration wait = before == null ? FIRST_LOOK : next(before.look(), LONGEST_OF_TOKENS);
      return of(credential, detail, wait, wait, now);
    }
    if (before == null) {
      return of(credential, detail, FIRST_LOOK, worked ? SECOND_CHANCE : FAR_APART, now);
    }
    if (!before.isOf(credential)) {
      Duration look = before.look().isZero() ? FIRST_LOOK : rarer(before.look());
      return of(credential, detail, look, atLeast(FAR_APART, look), now);
    }
    return of(credential, detail, atLeast(FIRST_LOOK, before.look()), rarer(before.login()), now);
  }

  private static Refused of(
      Credential credential, FailureDetail detail, Duration look, Duration login, long now) {
    return new Refused(
        credential, detail, look, now + look.toNanos(), login, now + login.toNanos());
  }

  private static Duration next(Duration wait, Duration longest) {
    Duration twice = atLeast(FIRST_LOOK, wait.multipliedBy(2));
    return twice.compareTo(longest) < 0 ? twice : longest;
  }

  private static Duration rarer(Duration wait) {
    return atLeast(FAR_APART, next(wait, LONGEST_OF_PASSWORDS));
  }

  private static Duration atLeast(Duration least, Duration wait) {
    return wait.compareTo(least) < 0 ? least : wait;
  }

  /** The same after a look that found nothing new. */
  Refused lookedAt(long now) {
    return new Refused(credential, detail, look, now + look.toNanos(), login, nextLogin);
  }

  /** The same, but due now; what follows begins anew. */
  Refused dueAt(long now) {
    return new Refused(credential, detail, Duration.ZERO, now, Duration.ZERO, now);
  }

  /** Whether this is the credential that was refused, by its generation. */
  boolean isOf(Credential other) {
    return other.generation() == credential.generation();
  }

  /** Nanoseconds until the next send may look or try; negative once it may. */
  long untilNext(long now) {
    return Math.min(nextLook - now, nextLogin - now);
  }
}
