package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.TlsRows;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Finds out why a server stays silent: a port that wants TLS from the first byte never greets.
 * After a few seconds of silence a second connection says ClientHello, while the first keeps
 * waiting, since tarpits are slow on purpose. Only if the server answers in TLS does the first give
 * up, with the reason.
 */
public final class TlsProbe {
  private static final Duration SILENCE = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final SocketOpener opener;
  private final ScheduledExecutorService scheduler;
  private final Executor workers;
  private final TlsLayer anybody = TlsLayer.of(Trust.dangerouslyNone());

  /** A probe that opens its connections here. */
  public TlsProbe(SocketOpener opener, ScheduledExecutorService scheduler, Executor workers) {
    this.opener = opener;
    this.scheduler = scheduler;
    this.workers = workers;
  }

  /**
   * Probes once, unless it is called off in time.
   *
   * @return calls it off; may run several times
   */
  public Runnable whileWaiting(
      GuardedSocket waiting,
      SmtpEndpoint endpoint,
      @Nullable ProxyServer proxy,
      Deadline deadline) {
    AtomicBoolean over = new AtomicBoolean();
    Runnable probe = () -> probe(waiting, over, endpoint, proxy, deadline.orIn(PATIENCE));
    try {
      Future<?> timer =
          scheduler.schedule(() -> start(probe), SILENCE.toMillis(), TimeUnit.MILLISECONDS);
      return () -> {
        over.set(true);
        timer.cancel(false);
      };
    } catch (RejectedExecutionException e) {
      // The connector is closing, and the waiting socket with it.
      return () -> {};
    }
  }

  private void start(Runnable probe) {
    try {
      workers.execute(probe);
    } catch (RejectedExecutionException e) {
      // The connector is closing, and the waiting socket with it.
    }
  }

  private void probe(
      GuardedSocket waiting,
      AtomicBoolean over,
      SmtpEndpoint endpoint,
      @Nullable ProxyServer proxy,
      Deadline deadline) {
    GuardedSocket second;
    try {
      second = opener.open(endpoint, proxy, deadline);
    } catch (OpenException e) {
      return;
    }
    try (SSLSocket tls = anybody.over(second, endpoint)) {
      tls.startHandshake();
      // A port that takes either may have greeted the first connection meanwhile.
      if (over.compareAndSet(false, true)) {
        waiting.abort(silentForTls(endpoint));
      }
    } catch (IOException e) {
      // No TLS here either: the server is slow or broken, and the first connection will find out
      // which.
    } finally {
      second.abort();
    }
  }

  private static OpenException silentForTls(SmtpEndpoint endpoint) {
    return OpenException.misconfigured(
        Stage.GREETING,
        "The server at " + endpoint + " stays silent because it expects TLS from the first byte",
        TlsRows.MODE_IMPLICIT_EXPECTED,
        null);
  }
}
