package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
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

  /** Probes once if the greeting on this socket is not called off in time. */
  public ScheduledFuture<?> whileWaiting(
      GuardedSocket waiting,
      SmtpEndpoint endpoint,
      @Nullable ProxyServer proxy,
      Deadline deadline) {
    return scheduler.schedule(
        () -> {
          try {
            workers.execute(() -> probe(waiting, endpoint, proxy, deadline.orIn(PATIENCE)));
          } catch (RejectedExecutionException e) {
            // The connector is closing, and the waiting socket with it.
          }
        },
        SILENCE.toMillis(),
        TimeUnit.MILLISECONDS);
  }

  private void probe(
      GuardedSocket waiting,
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
      waiting.abort(
          OpenException.misconfigured(
              Stage.GREETING,
              "The server at "
                  + endpoint
                  + " stays silent because it expects TLS from the first byte",
              "Set tls: implicit (usual on port 465), or use the port for STARTTLS (usually 587).",
              null));
    } catch (IOException e) {
      // No TLS here either: the server is slow or broken, and the first connection will find out
      // which.
    } finally {
      second.abort();
    }
  }
}
