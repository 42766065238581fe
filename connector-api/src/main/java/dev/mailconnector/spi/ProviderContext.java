package dev.mailconnector.spi;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a connector lends to the providers of its accounts: clocks, threads, randomness and a place
 * to report events. Shared by all accounts of the connector and thread-safe; a provider starts no
 * thread of its own.
 */
public interface ProviderContext {

  /** The name of the account, for messages and events. */
  String account();

  /**
   * The mail server of the account, for logins that are made for one server, such as a Kerberos
   * ticket; null where there is no account.
   */
  default @Nullable SmtpEndpoint endpoint() {
    return null;
  }

  /** The calendar clock: for expiry dates. */
  InstantSource clock();

  /** The monotonic clock: for waits. */
  Ticker ticker();

  /** For timers only; tasks on it must not block. */
  ScheduledExecutorService scheduler();

  /** For work that blocks, such as a request to a token endpoint. */
  Executor workers();

  /** For jitter. */
  RandomGenerator random();

  /** The longest a sender may wait for a credential ({@code timeouts.token}, default 30 s). */
  Duration tokenTimeout();

  /**
   * Whom this account trusts; a token endpoint is always verified, even where the mail server is
   * not.
   */
  Trust trust();

  /**
   * TLS to servers that these vouch for. Certificates are always verified: {@link
   * Trust#dangerouslyNone()} counts as {@link Trust#platform()} here. Reads the files of the trust,
   * so it belongs on a worker; a connector reads them once in ten minutes for all its accounts.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if a trust file cannot be used
   */
  default SSLContext tlsContext(Trust trust) {
    return TlsLayer.verifying(trust);
  }

  /**
   * The one object of this kind that the providers of all accounts of the connector share, such as
   * what is known of an issuer. It lives as long as the connector and must be thread-safe. A
   * context of one account alone makes one for every caller.
   *
   * @param kind its class, which also tells it from what others share
   * @param maker makes it for whoever asks first; must do no I/O and ask for nothing shared
   */
  default <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return maker.get();
  }

  /** Reports an event; never blocks for long and never throws. */
  void publish(ConnectorEvent event);
}
