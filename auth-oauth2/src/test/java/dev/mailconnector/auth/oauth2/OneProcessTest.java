package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.internal.ConnectorThreads;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The threads of a real connector under many accounts, counted. */
@Timeout(300)
class OneProcessTest {
  private static final Secret SECRET = Secret.of("s3cret-value");

  /** Only the threads of this test have it. */
  private final ClassLoader mark = new ClassLoader(getClass().getClassLoader()) {};

  private final ConnectorThreads threads = new ConnectorThreads(null, null, mark);
  private final TestAuthority authority = TestAuthority.create();
  private final Lent context = new Lent();
  private final ExecutorService senders = Executors.newCachedThreadPool();
  private final List<CredentialProvider> providers = new ArrayList<>();

  @AfterEach
  void stop() {
    providers.forEach(CredentialProvider::close);
    senders.shutdownNow();
    threads.close(Deadline.in(Duration.ZERO, context.ticker()));
  }

  private CredentialProvider provider(OAuth2Login login) {
    CredentialProvider provider = login.create(context);
    providers.add(provider);
    return provider;
  }

  private long alive(String kind) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getContextClassLoader() == mark)
        .filter(thread -> thread.getName().startsWith("mailconnector-" + kind))
        .count();
  }

  @Test
  void tenThousandAccounts_takeOneTimerAndAFewWorkers_andMakeEightRequestsAtATime()
      throws Exception {
    Source source = new Source();
    for (int i = 0; i < 10_000; i++) {
      provider(
          OAuth2.login("user" + i + "@corp.example", source)
              .renewal(RenewalPolicy.standard().keptAlways()));
    }
    List<Callable<Object>> sends = new ArrayList<>();
    providers.forEach(provider -> sends.add(provider::current));
    ExecutorService few = Executors.newFixedThreadPool(64);
    try {
      for (Future<Object> send : few.invokeAll(sends)) {
        assertThat(send.get()).isNotNull();
      }
    } finally {
      few.shutdownNow();
    }

    assertThat(source.requests).hasValue(10_000);
    assertThat(source.mostAtOnce).hasValueLessThanOrEqualTo(8);
    assertThat(alive("timer")).isLessThanOrEqualTo(1);
    assertThat(alive("")).isLessThanOrEqualTo(41);
  }

  @Test
  void issuersThatHang_keepNoAccountOfAnotherFromItsToken() throws Exception {
    try (MicrosoftIssuer first = held();
        MicrosoftIssuer second = held();
        MicrosoftIssuer healthy = MicrosoftIssuer.start(authority)) {
      healthy.app("contoso.com", "app", SECRET.reveal());
      List<Future<?>> waiting = new ArrayList<>();
      for (MicrosoftIssuer hung : List.of(first, second)) {
        for (int i = 0; i < 20; i++) {
          CredentialProvider provider = provider(login(hung, "user" + i));
          waiting.add(senders.submit(provider::current));
        }
        hung.awaitHeld(8);
      }

      assertThat(provider(login(healthy, "ann")).current()).isNotNull();

      assertThat(first.requestsInProgress()).isEqualTo(8);
      assertThat(second.requestsInProgress()).isEqualTo(8);
      first.release();
      second.release();
      for (Future<?> each : waiting) {
        assertThat(each.get()).isNotNull();
      }
      assertThat(first.peakRequests()).isEqualTo(8);
      assertThat(second.requests()).hasSize(20);
    }
  }

  private MicrosoftIssuer held() {
    MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
    issuer.app("contoso.com", "app", SECRET.reveal());
    issuer.hold();
    return issuer;
  }

  private static OAuth2Login login(MicrosoftIssuer issuer, String user) {
    return Microsoft365.application("contoso.com", "app")
        .secret(SECRET)
        .authority(issuer.url())
        .login(user + "@contoso.com");
  }

  /** Counts what is asked of it. */
  private static final class Source implements TokenSource {
    final AtomicInteger requests = new AtomicInteger();
    final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger underWay = new AtomicInteger();

    @Override
    public AccessToken fetch() {
      mostAtOnce.accumulateAndGet(underWay.incrementAndGet(), Math::max);
      try {
        return AccessToken.of(
            Secret.of("token-" + requests.incrementAndGet()), Duration.ofHours(1));
      } finally {
        underWay.decrementAndGet();
      }
    }

    @Override
    public Optional<IssuerClient> issuer() {
      return Optional.of(IssuerClient.at(URI.create("https://issuer.example"), "app"));
    }
  }

  /** What a connector lends, with its real threads. */
  private final class Lent implements ProviderContext {
    private final HandContext shared = new HandContext();
    private final RandomGenerator random = new Random(7);

    @Override
    public String account() {
      return "robot";
    }

    @Override
    public InstantSource clock() {
      return InstantSource.system();
    }

    @Override
    public Ticker ticker() {
      return System::nanoTime;
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
      return Duration.ofMinutes(4);
    }

    @Override
    public Trust trust() {
      return Trust.context(authority.trustingContext());
    }

    @Override
    public <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
      return shared.shared(kind, maker);
    }

    @Override
    public void publish(ConnectorEvent event) {}
  }
}
