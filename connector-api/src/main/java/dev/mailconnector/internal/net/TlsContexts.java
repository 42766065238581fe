package dev.mailconnector.internal.net;

import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLContext;

/**
 * The TLS contexts of one connector's token requests: accounts that trust the same share one, for
 * ten minutes. To read a bundle of 140 authorities takes 50 ms of a processor, twenty times as long
 * as the request. A file that is replaced is seen after that time. Thread-safe.
 */
public final class TlsContexts {
  private static final long LONGEST = Duration.ofMinutes(10).toNanos();

  /** More than that are made anew each time: nobody has so many authorities. */
  private static final int MOST = 64;

  private record Kept(SSLContext context, long since) {
    boolean isOld(long now) {
      return now - since >= LONGEST;
    }
  }

  private final Map<Trust, Kept> kept = new ConcurrentHashMap<>();
  private final Ticker ticker;

  /** None yet; they age by this clock. */
  public TlsContexts(Ticker ticker) {
    this.ticker = ticker;
  }

  /**
   * A context that trusts these, as {@link TlsLayer#verifying} has it. May read files.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if a trust file cannot be used
   */
  public SSLContext verifying(Trust trust) {
    long now = ticker.nanos();
    Kept known = kept.get(trust);
    if (known != null && !known.isOld(now)) {
      return known.context();
    }
    SSLContext made = TlsLayer.verifying(trust);
    kept.values().removeIf(each -> each.isOld(now));
    if (kept.size() < MOST) {
      kept.put(trust, new Kept(made, now));
    }
    return made;
  }
}
