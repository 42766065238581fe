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

  /** The moment this long from now. */
  public static Deadline in(Duration duration, Ticker ticker) {
    return new Deadline(ticker, ticker.nanos() + duration.toNanos());
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
