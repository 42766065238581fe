package dev.mailconnector.internal;

import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A moment on the monotonic clock by which something must be over. Immutable.
 *
 * @param ticker the clock
 * @param nanos the moment on it
 */
public record Deadline(Ticker ticker, long nanos) {

  /** 73 years: any two moments this far from now can still be compared, over the wrap-around. */
  private static final long FARTHEST = Long.MAX_VALUE / 4;

  private static final long FARTHEST_SECONDS = Duration.ofNanos(FARTHEST).toSeconds();

  /** The moment this long from now, or 73 years if that is less: a life without end has one. */
  public static Deadline in(Duration duration, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + nanos(duration));
  }

  /** This long, within 73 years. */
  public static long nanos(Duration duration) {
    long seconds = duration.toSeconds();
    if (seconds >= FARTHEST_SECONDS) {
      return FARTHEST;
    }
    return seconds < -FARTHEST_SECONDS ? -FARTHEST : duration.toNanos();
  }

  /** What is left; negative once it has passed. */
  public long remainingNanos() {
    return nanos - ticker.nanos();
  }

  /** Whether it has passed. */
  public boolean isOver() {
    return remainingNanos() <= 0;
  }

  /** The earlier of this moment and one this long from now. */
  public Deadline orIn(Duration duration) {
    Deadline other = in(duration, ticker);
    return other.nanos - nanos < 0 ? other : this;
  }

  /** The earlier of an optional deadline and one this long from now. */
  public static Deadline earliest(@Nullable Deadline deadline, Duration duration, Ticker ticker) {
    return deadline == null ? in(duration, ticker) : deadline.orIn(duration);
  }
}
