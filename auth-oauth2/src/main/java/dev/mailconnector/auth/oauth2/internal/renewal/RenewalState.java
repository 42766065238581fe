package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one account knows about its token: the one that is held, the one request under way, and how
 * long to leave the issuer alone. Every method is one atomic step that reads no clock, draws no
 * random number, calls nobody and waits for nothing but the lock; so the steps can be checked in
 * every interleaving without a thread pool or an issuer.
 *
 * <p>Invariants: at most one flight is current; a flight starts only while no fresh token is held
 * and no pause runs, but that of an issuer which is back; whoever is woken by a landing finds its
 * outcome here already.
 */
final class RenewalState {
  private static final int MANY_HANGING = 3;

  /** So long a request may wait for its turn. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final CredentialMaker maker;
  private final boolean always;
  private final long flightLimit;

  /** Written under the lock, read without it. */
  private volatile @Nullable HeldToken held;

  // Guarded by the lock.
  private final Pause pause = new Pause();
  private @Nullable Flight flight;
  private @Nullable MailConnectorException closed;
  private @Nullable Secret lastValue;
  private long generation;
  private long alarmVersion;
  private int hanging;
  private boolean refused;
  private boolean wanted;

  /**
   * Nothing held, nothing under way.
   *
   * @param always renew even while nobody uses the account
   * @param flightLimit after this a request counts as failed, answered or not
   */
  RenewalState(CredentialMaker maker, boolean always, Duration flightLimit) {
    this.maker = maker;
    this.always = always;
    this.flightLimit = flightLimit.toNanos();
  }

  /**
   * A request that ended without a token: the pause it earned and until when the held token is
   * served.
   */
  record Setback(int failures, Duration pause, @Nullable Instant usableUntil) {}

  /**
   * A token that was taken, whether it is another than the last one, and the younger flight whose
   * waiters it serves as well, if there is one.
   */
  record Landing(HeldToken token, long generation, boolean isNew, @Nullable Flight younger) {}

  /** A flight that is late, and whether its source has been called. */
  record Late(Flight flight, boolean underWay) {}

  /** The fast path: one volatile read. */
  @Nullable HeldToken held() {
    return held;
  }

  /** Whether the pause that runs is that of the issuer. */
  boolean isHeldOff() {
    return pause.isOfIssuer();
  }

  /**
   * Whether tokens of accounts that began together arrive now: at the start, or after an outage.
   */
  boolean isBeginning() {
    lock.lock();
    try {
      return generation == 0 || pause.failures() > 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * For a caller that found no fresh token. Starts a flight where one is needed and allowed; the
   * caller launches it.
   *
   * @param issuerIsBack ends the pause if it is that of the issuer
   */
  Entry enter(long now, long calendarMillis, boolean issuerIsBack) {
    lock.lock();
    try {
      if (closed != null) {
        return new Entry.FailFast(closed);
      }
      HeldToken token = held;
      if (token != null && token.isFresh(now, calendarMillis)) {
        return new Entry.Serve(token, null);
      }
      boolean usable = token != null && token.isUsable(now);
      wanted = true;
      boolean allowed = pause.isOver(now) || (pause.isOfIssuer() && issuerIsBack);
      Flight own = flight == null && allowed ? start(now, usable) : null;
      if (token != null && usable) {
        return new Entry.Serve(token, own);
      }
      if (flight == null) {
        return new Entry.FailFast(pause.why());
      }
      return new Entry.Await(flight, own != null, waitReason(flight));
    } finally {
      lock.unlock();
    }
  }

  /**
   * For the timer: the flight to launch now, if a renewal or a new attempt is due and somebody
   * needs the token.
   */
  @Nullable Flight wake(long now) {
    lock.lock();
    try {
      HeldToken token = held;
      boolean usable = token != null && token.isUsable(now);
      boolean due =
          pause.failures() > 0 ? pause.isOver(now) : token != null && now - token.renewAt() >= 0;
      boolean needed = always || wanted || (token != null && usable && token.wasUsed());
      return closed == null && flight == null && due && needed ? start(now, usable) : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * When the timer has something to do next. Of two answers the one with the higher version is
   * right.
   */
  Alarm.Setting nextWake(long now) {
    lock.lock();
    try {
      alarmVersion++;
      HeldToken token = held;
      if (closed != null) {
        return Alarm.Setting.off(alarmVersion);
      }
      if (flight != null) {
        return Alarm.Setting.at(alarmVersion, flight.startedAt + limit(flight));
      }
      if (pause.failures() > 0) {
        return pause.isOver(now)
            ? Alarm.Setting.off(alarmVersion)
            : Alarm.Setting.at(alarmVersion, pause.end());
      }
      return token == null || now - token.renewAt() >= 0
          ? Alarm.Setting.off(alarmVersion)
          : Alarm.Setting.at(alarmVersion, token.renewAt());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Before the source is called: false if the flight took too long to get here and nobody needs its
   * answer any more. Its limit counts from now.
   */
  boolean begin(Flight mine, long now) {
    lock.lock();
    try {
      mine.underWay = closed == null && !mine.overdue;
      mine.startedAt = mine.underWay ? now : mine.startedAt;
      return mine.underWay;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The flight brought a token. It is taken, unless the account is closed or the flight had been
   * given up and something as good is held by now. A token that comes so late is as old as its
   * request: nobody knows when the issuer made it.
   */
  @Nullable Landing arrived(
      Flight mine, AccessToken token, Deadlines deadlines, long now, Instant at) {
    lock.lock();
    try {
      long stamp = mine.overdue ? mine.startedAt : now;
      Instant issuedAt = at.minusNanos(now - stamp);
      HeldToken fresh =
          new HeldToken(
              maker.make(token, generation + 1, issuedAt, issuedAt.plus(deadlines.lifetime())),
              deadlines,
              stamp,
              issuedAt);
      returned(mine);
      if (closed != null || (mine.overdue && !isBetter(fresh, now))) {
        return null;
      }
      held = fresh;
      generation++;
      boolean isNew = !Objects.equals(lastValue, token.value());
      lastValue = token.value();
      pause.clear();
      refused = false;
      return new Landing(fresh, generation, isNew, flight);
    } finally {
      lock.unlock();
    }
  }

  /**
   * The flight failed. Null if that makes no difference: it has landed or was given up, or the
   * account is closed.
   */
  @Nullable Setback failed(
      Flight mine,
      MailConnectorException failure,
      boolean permanent,
      @Nullable Duration retryAfter,
      double roll,
      long now) {
    lock.lock();
    try {
      boolean current = flight == mine;
      returned(mine);
      return current ? setback(failure, permanent, retryAfter, roll, now) : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * The flight may not ask: the issuer is left alone by all its accounts. That is no failure of
   * this account's own, so its own pauses do not grow.
   */
  @Nullable Setback holdOff(
      Flight mine, MailConnectorException failure, Duration length, long now) {
    lock.lock();
    try {
      boolean current = flight == mine;
      returned(mine);
      if (!current) {
        return null;
      }
      pause.beginOfIssuer(failure, length, now);
      return setback(length, now);
    } finally {
      lock.unlock();
    }
  }

  /** The current flight if it takes longer than its limit. */
  @Nullable Late overdue(long now) {
    lock.lock();
    try {
      return flight != null && now - flight.startedAt >= limit(flight)
          ? new Late(flight, flight.underWay)
          : null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Counts this flight as failed and makes room for the next. Null if somebody else did so, or it
   * has landed.
   */
  @Nullable Setback giveUp(Late which, MailConnectorException failure, double roll, long now) {
    lock.lock();
    try {
      Flight late = which.flight();
      if (flight != late || late.underWay != which.underWay()) {
        return null;
      }
      late.overdue = true;
      hanging += late.underWay ? 1 : 0;
      flight = null;
      return setback(failure, false, null, roll, now);
    } finally {
      lock.unlock();
    }
  }

  /** The server refused the token of this generation: forgets it if it is the one held. */
  void refused(long refusedGeneration) {
    lock.lock();
    try {
      HeldToken token = held;
      if (token != null && token.credential().generation() == refusedGeneration) {
        held = null;
        refused = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets go of the token; every later caller gets this failure. Returns the flight whose waiters
   * must be told, if any.
   */
  @Nullable Flight close(MailConnectorException why) {
    lock.lock();
    try {
      Flight last = flight;
      closed = closed == null ? why : closed;
      flight = null;
      held = null;
      lastValue = null;
      return last;
    } finally {
      lock.unlock();
    }
  }

  private Flight start(long now, boolean usable) {
    WaitReason reason =
        generation == 0
            ? WaitReason.FIRST
            : pause.failures() > 0 || usable ? WaitReason.OUTAGE : WaitReason.LAPSED;
    wanted = false;
    flight = new Flight(now, reason);
    return flight;
  }

  private WaitReason waitReason(Flight awaited) {
    return refused ? WaitReason.REFUSED : awaited.reason();
  }

  private void returned(Flight mine) {
    hanging -= mine.overdue && mine.underWay ? 1 : 0;
    mine.underWay = false;
    if (flight == mine) {
      flight = null;
    }
  }

  private boolean isBetter(HeldToken late, long now) {
    HeldToken token = held;
    return late.isUsable(now) && (token == null || late.outlives(token));
  }

  private Setback setback(
      MailConnectorException failure,
      boolean permanent,
      @Nullable Duration retryAfter,
      double roll,
      long now) {
    Duration length =
        hanging >= MANY_HANGING ? Backoff.LONGEST : pause.next(permanent, retryAfter, roll);
    pause.begin(failure, permanent, length, now);
    return setback(length, now);
  }

  private Setback setback(Duration length, long now) {
    return new Setback(pause.failures(), length, usableUntil(now));
  }

  private @Nullable Instant usableUntil(long now) {
    HeldToken token = held;
    return token != null && token.isUsable(now) ? token.serveUntilInstant() : null;
  }

  private long limit(Flight some) {
    return some.underWay ? flightLimit : Math.max(flightLimit, PATIENCE.toNanos());
  }
}
