package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One trip for a ticket that several senders may wait for. */
final class TicketFlight {
  private final CompletableFuture<KerberosCredential> landing = new CompletableFuture<>();
  private final String account;
  private final WaitReason reason;
  private final @Nullable TicketPause pause;
  private final long began;

  /** Guarded by the lock of the provider. */
  private boolean awaited;

  TicketFlight(String account, WaitReason reason, @Nullable TicketPause pause, long began) {
    this.account = account;
    this.reason = reason;
    this.pause = pause;
    this.began = began;
  }

  WaitReason reason() {
    return reason;
  }

  /** The pause that goes on unless the origin has changed since; null if there is none. */
  @Nullable TicketPause pause() {
    return pause;
  }

  void join() {
    awaited = true;
  }

  boolean isAwaited() {
    return awaited;
  }

  void landed(KerberosCredential credential) {
    landing.complete(credential);
  }

  void failed(CredentialException failure) {
    landing.completeExceptionally(failure);
  }

  void closed() {
    landing.cancel(false);
  }

  /**
   * What came of it.
   *
   * @param now what the ticker shows
   * @param limit how long the trip may take before nobody waits for it any more
   * @throws TimeoutException if it is still under way by then
   */
  KerberosCredential await(long now, Duration limit) throws TimeoutException, InterruptedException {
    try {
      return landing.get(Math.max(0, limit.toNanos() - (now - began)), TimeUnit.NANOSECONDS);
    } catch (ExecutionException | CancellationException e) {
      throw e.getCause() instanceof CredentialException failure
          ? new CredentialException(failure.detail())
          : ConnectorClosedException.ofAccount(account, e);
    }
  }
}
