package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** HTTP stacks that trust one throw-away authority, with a timer thread of their own. */
public final class HttpForTests implements AutoCloseable {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestAuthority authority = TestAuthority.create();
  private final ScheduledExecutorService timers = Executors.newSingleThreadScheduledExecutor();

  public TestAuthority authority() {
    return authority;
  }

  public ScheduledExecutorService timers() {
    return timers;
  }

  public Trust trust() {
    return Trust.context(authority.trustingContext());
  }

  static Supplier<SSLContext> tls(Trust trust) {
    return () -> new HandContext().tlsContext(trust);
  }

  public TokenHttp http() {
    return http(LONG);
  }

  public TokenHttp http(Duration deadline) {
    return new TokenHttp(new HttpSettings(tls(trust()), null, LONG, deadline), timers);
  }

  public TokenHttp through(ProxyServer proxy) {
    return through(route(proxy));
  }

  TokenHttp through(ProxyRoute route) {
    return new TokenHttp(new HttpSettings(tls(trust()), route, LONG, LONG), timers);
  }

  static ProxyRoute route(ProxyServer proxy) {
    ProxyLogins logins = new ProxyLogins(InstantSource.system(), System::nanoTime, Runnable::run);
    return new ProxyRoute(proxy, logins, false);
  }

  public TokenHttp trusting(Trust trust) {
    return new TokenHttp(new HttpSettings(tls(trust), null, LONG, LONG), timers);
  }

  @Override
  public void close() {
    timers.shutdownNow();
  }
}
