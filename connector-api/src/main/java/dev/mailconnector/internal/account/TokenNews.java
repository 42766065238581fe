package dev.mailconnector.internal.account;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import org.jspecify.annotations.Nullable;

/**
 * What an account's credential provider says of itself by its events: which credential is the
 * newest, so that the pool can learn that without asking, which could wait, and would look as if
 * somebody used the account. And a wait is told of only where a send waits. Thread-safe.
 */
final class TokenNews {
  private volatile long newest;
  private volatile @Nullable Thread behind;

  /** Hears an event. Returns whether it is for the listener. */
  boolean hear(ConnectorEvent event) {
    if (event instanceof TokenRenewed renewed) {
      newest = renewed.generation();
    } else if (event instanceof TokenUnchanged unchanged) {
      newest = unchanged.generation();
    }
    return !(event instanceof TokenWaited) || !Thread.currentThread().equals(behind);
  }

  /** The generation of the newest credential, or 0 of a provider that does not tell. */
  long newest() {
    return newest;
  }

  /** What follows in this thread is done for nobody who waits; one thread at a time. */
  void beginBehind() {
    behind = Thread.currentThread();
  }

  /** The end of that. */
  void endBehind() {
    behind = null;
  }
}
