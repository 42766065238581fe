package dev.mailconnector.spi;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.ConnectorThreads;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.Trust;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What a login needs that works without a connector: while a user consents, or for a look at one
 * token. It has threads of its own, which end when it is closed, and reads the machine's clocks.
 * Events are dropped. Thread-safe.
 */
public final class StandaloneContext implements ProviderContext, AutoCloseable {
  private final String account;
  private final @Nullable SmtpEndpoint endpoint;
  private final Trust trust;
  private final Duration tokenTimeout;
  private final InstantSource clock = Clocks.calendar();
  private final Ticker ticker = Clocks.monotonic();
  private final SecureRandom random = new SecureRandom();
  private final ConnectorThreads threads =
      new ConnectorThreads(null, null, StandaloneContext.class.getClassLoader());

  private StandaloneContext(
      String account, @Nullable SmtpEndpoint endpoint, Trust trust, Duration tokenTimeout) {
    this.account = account;
    this.endpoint = endpoint;
    this.trust = trust;
    this.tokenTimeout = tokenTimeout;
  }

  /**
   * A context with the name, the mail server, the trust and the {@code timeouts.token} of this
   * account.
   */
  public static StandaloneContext of(Account account) {
    return new StandaloneContext(
        account.name(), account.endpoint(), account.trust(), account.timeouts().token());
  }

  /**
   * A context without an account: it trusts whom the platform trusts, and a request for a token may
   * take 30 seconds.
   *
   * @param name stands in for the account's name in messages
   */
  public static StandaloneContext named(String name) {
    return new StandaloneContext(name, null, Trust.platform(), Timeouts.defaults().token());
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public @Nullable SmtpEndpoint endpoint() {
    return endpoint;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return threads.scheduler();
  }

  @Override
  public Executor workers() {
    return threads.workers();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Duration tokenTimeout() {
    return tokenTimeout;
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public void publish(ConnectorEvent event) {
    // There is no connector, so nobody listens.
  }

  /** Ends the threads, and what still runs on them. */
  @Override
  public void close() {
    threads.close(Deadline.in(Duration.ZERO, ticker));
  }

  @Override
  public String toString() {
    return "context of " + account + " without a connector";
  }
}
