package dev.mailconnector.auth.oauth2.internal.warning;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A context whose events go elsewhere.
 *
 * @param lent all the rest
 * @param listener who hears what is published
 */
record HeardContext(ProviderContext lent, Consumer<ConnectorEvent> listener)
    implements ProviderContext {

  @Override
  public String account() {
    return lent.account();
  }

  @Override
  public @Nullable SmtpEndpoint endpoint() {
    return lent.endpoint();
  }

  @Override
  public InstantSource clock() {
    return lent.clock();
  }

  @Override
  public Ticker ticker() {
    return lent.ticker();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return lent.scheduler();
  }

  @Override
  public Executor workers() {
    return lent.workers();
  }

  @Override
  public RandomGenerator random() {
    return lent.random();
  }

  @Override
  public Duration tokenTimeout() {
    return lent.tokenTimeout();
  }

  @Override
  public Trust trust() {
    return lent.trust();
  }

  @Override
  public SSLContext tlsContext(Trust trust) {
    return lent.tlsContext(trust);
  }

  @Override
  public <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return lent.shared(kind, maker);
  }

  @Override
  public void publish(ConnectorEvent event) {
    listener.accept(event);
  }
}
