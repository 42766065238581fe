package dev.mailconnector.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that moves only when a test moves it; as a {@link Clock} it is an {@code InstantSource}
 * too.
 *
 * <p>Beside the time of day it has a {@linkplain #nanoTime() monotonic time}, as a machine has:
 * {@link #advance} moves both, {@link #set} only the time of day, like an administrator. Safe for
 * use by several threads.
 */
public final class SettableClock extends Clock {
  private final Hands hands;
  private final ZoneId zone;

  private SettableClock(Hands hands, ZoneId zone) {
    this.hands = hands;
    this.zone = zone;
  }

  /** A clock in UTC that shows this time. */
  public static SettableClock at(Instant start) {
    return new SettableClock(new Hands(start), ZoneOffset.UTC);
  }

  /** A clock in UTC that shows this time, such as {@code 2026-11-22T00:00:00Z}. */
  public static SettableClock at(String start) {
    return at(Instant.parse(start));
  }

  /**
   * Moves the clock on.
   *
   * @throws IllegalArgumentException if the duration is negative
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("Time does not run backwards: " + duration);
    }
    hands.move(duration);
  }

  /** Sets the time of day, forwards or backwards; the monotonic time stays. */
  public void set(Instant instant) {
    hands.set(instant);
  }

  /** Nanoseconds since this clock was made, in place of {@code System.nanoTime()}. */
  public long nanoTime() {
    return hands.nanos();
  }

  @Override
  public Instant instant() {
    return hands.instant();
  }

  @Override
  public ZoneId getZone() {
    return zone;
  }

  /** The same clock in another zone: moving one moves both. */
  @Override
  public SettableClock withZone(ZoneId zone) {
    return new SettableClock(hands, zone);
  }

  @Override
  public String toString() {
    return "SettableClock[" + instant() + "]";
  }

  /** What all clocks that differ only in their zone have in common. */
  private static final class Hands {
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicLong nanos = new AtomicLong();
    private volatile Instant instant;

    Hands(Instant start) {
      this.instant = start;
    }

    Instant instant() {
      return instant;
    }

    long nanos() {
      return nanos.get();
    }

    void set(Instant other) {
      lock.lock();
      try {
        instant = other;
      } finally {
        lock.unlock();
      }
    }

    void move(Duration duration) {
      lock.lock();
      try {
        instant = instant.plus(duration);
        nanos.addAndGet(duration.toNanos());
      } finally {
        lock.unlock();
      }
    }
  }
}
