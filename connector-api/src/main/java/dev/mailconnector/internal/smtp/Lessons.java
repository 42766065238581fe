package dev.mailconnector.internal.smtp;

import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.TransactionLevel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * What sends have shown of one endpoint, whoever made them. A server that merely refused a command
 * may have been repaired, so after a day it is tried again. What left, or could have left, a
 * message in doubt is not tried again until {@link #forget()}. Thread-safe.
 */
public final class Lessons {
  private static final long REPRIEVE = Duration.ofDays(1).toNanos();

  private final Ticker ticker;
  private final AtomicReference<Known> known = new AtomicReference<>(Known.NOTHING);

  /**
   * What is known.
   *
   * @param highest the highest level it has not tripped over
   * @param refusedAt when it last refused a level; the monotonic clock
   * @param lasting whether it is never tried again by itself
   * @param flightsProven whether it has taken a message in one flight
   * @param likeAddresses whether it answers messages as others answer addresses
   * @param chains whether commands may follow the end of a message
   * @param chainsProven whether it has answered such commands
   */
  public record Known(
      TransactionLevel highest,
      long refusedAt,
      boolean lasting,
      boolean flightsProven,
      boolean likeAddresses,
      boolean chains,
      boolean chainsProven) {
    static final Known NOTHING =
        new Known(TransactionLevel.BDAT, 0, false, false, false, true, false);

    /** Not by equals: to compare records the JDK keeps their class in a static cache. */
    private boolean isNothing() {
      return highest == TransactionLevel.BDAT
          && !lasting
          && !flightsProven
          && !likeAddresses
          && chains
          && !chainsProven;
    }

    /** After its time, the server may be asked again, beginning with one message alone. */
    private Known reprieved(long now) {
      boolean over = highest != TransactionLevel.BDAT && !lasting && now - refusedAt >= REPRIEVE;
      return over
          ? new Known(TransactionLevel.BDAT, 0, false, false, false, chains, chainsProven)
          : this;
    }

    Known lower(TransactionLevel level, long now, boolean forGood) {
      return level.compareTo(highest) < 0
          ? new Known(
              level, now, lasting || forGood, flightsProven, likeAddresses, chains, chainsProven)
          : this;
    }

    Known withFlights(boolean answeredLikeAddresses) {
      return flightsProven
          ? this
          : new Known(
              highest, refusedAt, lasting, true, answeredLikeAddresses, chains, chainsProven);
    }

    Known withChainsProven() {
      return new Known(highest, refusedAt, lasting, flightsProven, likeAddresses, chains, true);
    }

    Known withoutChains() {
      return new Known(
          highest, refusedAt, lasting, flightsProven, likeAddresses, false, chainsProven);
    }
  }

  /** Nothing is known yet. */
  public Lessons(Ticker ticker) {
    this.ticker = ticker;
  }

  /** What is known by now. */
  Known known() {
    Known current = Objects.requireNonNull(known.get());
    if (current.highest() == TransactionLevel.BDAT) {
      return current;
    }
    long now = ticker.nanos();
    return Objects.requireNonNull(known.updateAndGet(before -> before.reprieved(now)));
  }

  /** One thing more is known. Returns what was known before. */
  Known learn(UnaryOperator<Known> lesson) {
    return Objects.requireNonNull(known.getAndUpdate(lesson));
  }

  /**
   * The server tripped over every level above this one. Returns what was known before.
   *
   * @param forGood whether it is never tried again by itself
   */
  public Known stepDown(TransactionLevel level, boolean forGood) {
    long now = ticker.nanos();
    return learn(before -> before.lower(level, now, forGood));
  }

  /** Whether there is nothing worth keeping. */
  public boolean isEmpty() {
    return known().isNothing();
  }

  /** Nothing is known any more: it may be another server by now. */
  public void forget() {
    known.set(Known.NOTHING);
  }
}
