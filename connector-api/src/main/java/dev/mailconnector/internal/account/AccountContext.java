package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;

/** What the account's credential provider is lent. */
record AccountContext(Account settings, ConnectorRuntime runtime, TokenNews news)
    implements ProviderContext {

  @Override
  public String account() {
    return settings.name();
  }

  @Override
  public SmtpEndpoint endpoint() {
    return settings.endpoint();
  }

  @Override
  public InstantSource clock() {
    return runtime.clock();
  }

  @Override
  public Ticker ticker() {
    return runtime.ticker();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return runtime.scheduler();
  }

  @Override
  public Executor workers() {
    return runtime.workers();
  }

  @Override
  public RandomGenerator random() {
    return runtime.random();
  }

  @Override
  public Duration tokenTimeout() {
    return settings.timeouts().token();
  }

  @Override
  public Trust trust() {
    return runtime.trust(settings);
  }

  @Override
  public SSLContext tlsContext(Trust trust) {
    return runtime.tlsContext(trust);
  }

  @Override
  public <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return runtime.shared(kind, maker);
  }

  @Override
  public void publish(ConnectorEvent event) {
    WarningLog.hear(event);
    if (news.hear(event)) {
      runtime.publish(event);
    }
  }
}
