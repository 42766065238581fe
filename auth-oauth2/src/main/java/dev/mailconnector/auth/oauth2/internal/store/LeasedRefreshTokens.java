package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenLife;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.auth.oauth2.internal.store.TokenPlace.Custody;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The rules of a {@link RefreshTokenStore} over any place: who may exchange, what is recorded
 * before and after, and what becomes of a token that could not be written.
 */
public final class LeasedRefreshTokens implements RefreshTokenStore {
  /** How long to wait for another exchange: some times what one takes. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often to look whether another process has finished. */
  private static final Duration LOOK = Duration.ofMillis(100);

  /** A token that the issuer gave in place of another, and that the place did not take. */
  private record Unsaved(Secret presented, TokenRecord next) {}

  private final TokenPlace place;
  private final Duration patience;
  private final Map<String, Unsaved> unsaved = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition returned = lock.newCondition();
  private long returns;

  /**
   * A store over this place.
   *
   * @param patience how long to wait for an account that somebody else has
   */
  public LeasedRefreshTokens(TokenPlace place, Duration patience) {
    this.place = place;
    this.patience = patience;
  }

  @Override
  public Lease take(String account, @Nullable Secret configured, Instant now)
      throws TokenException {
    Custody custody = claim(account, now);
    TokenRecord kept = custody.kept();
    if (kept == null || !kept.cameFrom(configured)) {
      return new Held(account, custody, TokenRecord.of(configured));
    }
    Unsaved late = unsaved.get(account);
    TokenRecord newest =
        late != null && Objects.equals(late.presented(), kept.refreshToken()) ? late.next() : kept;
    return new Held(account, custody, newest.adoptedBy(configured));
  }

  @Override
  public void check(String account, Instant now) throws TokenException {
    try (Custody custody = claim(account, now)) {
      custody.checkWritable();
    } finally {
      wakeOthers();
    }
  }

  @Override
  public void put(String account, Secret consented, @Nullable Duration lifetime, Instant now)
      throws TokenException {
    try (Lease lease = take(account, null, now)) {
      lease.settle(consented, null, lifetime);
    }
  }

  private Custody claim(String account, Instant now) throws TokenException {
    long rest = patience.toNanos();
    while (true) {
      Custody custody = place.claim(account, now.plus(patience).minusNanos(rest));
      if (custody != null) {
        return custody;
      }
      if (rest <= 0) {
        throw TokenException.temporary(
            "The refresh token of " + account + " is in use by another exchange",
            null,
            FileRows.IN_USE.remedy(),
            null,
            null);
      }
      long look = Math.min(rest, LOOK.toNanos());
      rest -= look - awaitReturn(account, look);
    }
  }

  /**
   * Waits for a lease to be given back here, or as long as given.
   *
   * @return what is left of that time
   */
  private long awaitReturn(String account, long nanos) throws TokenException {
    long rest = nanos;
    lock.lock();
    try {
      long before = returns;
      while (returns == before && rest > 0) {
        rest = returned.awaitNanos(rest);
      }
      return Math.max(0, rest);
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw TokenException.temporary(
          "The wait for the refresh token of " + account + " was interrupted",
          null,
          TripRows.INTERRUPTED.remedy(),
          null,
          interrupt);
    } finally {
      lock.unlock();
    }
  }

  private void wakeOthers() {
    lock.lock();
    try {
      returns++;
      returned.signalAll();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public String toString() {
    return place.toString();
  }

  private final class Held implements Lease {
    private final String account;
    private final Custody custody;
    private final TokenRecord record;

    Held(String account, Custody custody, TokenRecord record) {
      this.account = account;
      this.custody = custody;
      this.record = record;
    }

    @Override
    public Optional<AccessToken> recent() {
      return Optional.ofNullable(record.recent(custody.now()));
    }

    @Override
    public Optional<Instant> unfinished() {
      return Optional.ofNullable(record.begun());
    }

    @Override
    public Optional<RefreshTokenLife> life() {
      return Optional.ofNullable(record.life());
    }

    @Override
    public Secret present() throws TokenException {
      Secret token = record.refreshToken();
      if (token == null) {
        throw TokenException.consentNeeded(
            "There is no refresh token of " + account, null, FileRows.MISSING.remedy(), null);
      }
      if (!custody.write(record.begun(custody.now()))) {
        throw TokenException.temporary(
            "The refresh token of " + account + " was taken by another exchange",
            null,
            FileRows.TAKEN.remedy(),
            null,
            null);
      }
      unsaved.remove(account);
      return token;
    }

    @Override
    public void settle(Secret refreshToken, @Nullable AccessToken accessToken)
        throws TokenException {
      settle(refreshToken, accessToken, null);
    }

    @Override
    public void settle(
        Secret refreshToken, @Nullable AccessToken accessToken, @Nullable Duration lifetime)
        throws TokenException {
      Secret presented = record.refreshToken();
      TokenRecord next = record.settled(refreshToken, accessToken, lifetime, custody.now());
      try {
        if (!custody.write(next)) {
          throw changedByOthers();
        }
      } catch (TokenException | RuntimeException notKept) {
        if (Objects.equals(refreshToken, presented)) {
          return;
        }
        if (presented != null) {
          unsaved.put(account, new Unsaved(presented, next.withoutAccess()));
        }
        throw notKept;
      }
    }

    private TokenException changedByOthers() {
      return TokenException.temporary(
          "The new refresh token of " + account + " was not kept",
          null,
          FileRows.CHANGED.remedy(),
          null,
          null);
    }

    @Override
    public void close() {
      custody.close();
      wakeOthers();
    }
  }
}
