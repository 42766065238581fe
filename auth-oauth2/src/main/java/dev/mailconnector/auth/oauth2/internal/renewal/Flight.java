package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.MailConnectorException;
import java.util.concurrent.CompletableFuture;

/**
 * One token request, shared by everybody who needs its answer. The mutable fields are guarded by
 * the lock of the state.
 */
final class Flight {
  private final WaitReason reason;
  private final CompletableFuture<HeldToken> landing = new CompletableFuture<>();

  /** When it was wanted or, once it is under way, when the source was called. */
  long startedAt;

  /** Whether the source has been called and has not yet returned. */
  boolean underWay;

  /**
   * Whether it took longer than its limit: it counts as failed, and a later one may be under way.
   */
  boolean overdue;

  Flight(long startedAt, WaitReason reason) {
    this.startedAt = startedAt;
    this.reason = reason;
  }

  /** Why somebody who waits for it has to. */
  WaitReason reason() {
    return reason;
  }

  /** What the waiters wait for. A waiter that gives up must not cancel it: it is everybody's. */
  CompletableFuture<HeldToken> landing() {
    return landing;
  }

  void wake(HeldToken token) {
    landing.complete(token);
  }

  void wake(MailConnectorException failure) {
    landing.completeExceptionally(failure);
  }
}
