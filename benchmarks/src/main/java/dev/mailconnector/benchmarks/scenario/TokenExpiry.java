package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.event.ConnectorEvent.ConnectionAwaited;
import dev.mailconnector.event.ConnectorEvent.ConnectionClosed;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Many senders while tokens expire: how many requests the issuer gets, and who waits for them. Each
 * sender pauses between sends, so that the machine is not what they wait for.
 */
final class TokenExpiry {
  static final String CLIENT = "mailer";
  static final String SECRET = "benchmark";

  private static final int SENDERS = 200;
  private static final int CONNECTIONS = 32;
  private static final Duration ROUND_TRIP = Duration.ofMillis(10);
  private static final Duration ISSUER = Duration.ofMillis(150);
  private static final Duration LIFETIME = Duration.ofSeconds(6);
  private static final Duration TIME = Duration.ofSeconds(15);
  private static final long PAUSE_MILLIS = 200;
  private static final Duration AROUND = Duration.ofMillis(300);

  private final Ticker ticker;
  private final TestAuthority authority = TestAuthority.create();
  private final Letter letter = Letter.small(1);

  TokenExpiry(Ticker ticker) {
    this.ticker = ticker;
  }

  /** What one thread calls to send one message. */
  @FunctionalInterface
  interface Sender {
    void send() throws Exception;
  }

  /** Makes the sender of one thread. */
  @FunctionalInterface
  interface Senders {
    Sender next() throws Exception;
  }

  private record Row(String name, int requests, int atATime, long waited, Latencies latencies) {
    @Override
    public String toString() {
      return "| %s | %d | %d | %d | %d | %s |\n"
          .formatted(name, requests, atATime, latencies.count(), waited, latencies.cells());
    }
  }

  String measure() throws Exception {
    String head =
        """
        %d threads send 2 KB each about every %d ms for %d s; round-trip time %d ms; tokens live %d s,
        and the issuer answers after %d ms. First messages are not counted. Mail Connector shares %d
        connections, the others have one a thread.

        | sender | token requests | at a time | sends | of these waited for a token | p50 ms | p99 ms | max ms |
        |---|--:|--:|--:|--:|--:|--:|--:|
        """
            .formatted(
                SENDERS,
                PAUSE_MILLIS,
                TIME.toSeconds(),
                ROUND_TRIP.toMillis(),
                LIFETIME.toSeconds(),
                ISSUER.toMillis(),
                CONNECTIONS);
    AtomicLong waitedForConnection = new AtomicLong();
    Queue<Long> closings = new ConcurrentLinkedQueue<>();
    Row own = mailConnector(waitedForConnection, closings);
    boolean reached = own.atATime <= 1 && own.waited == 0;
    return head
        + own
        + angus(true)
        + angus(false)
        + "\nTarget, one request at a time and nobody waits: "
        + (reached ? "reached.\n" : "missed.\n")
        + aroundClosings(own.latencies, closings, waitedForConnection.get());
  }

  private static String aroundClosings(Latencies all, Queue<Long> closings, long waited) {
    Latencies near = all.near(closings, AROUND.toNanos(), true);
    Latencies otherwise = all.near(closings, AROUND.toNanos(), false);
    return """

        Mail Connector, as connections end with their token (%d were closed; sends that waited for a
        connection to be opened: %d):

        | sends that began | sends | p50 ms | p99 ms | max ms |
        |---|--:|--:|--:|--:|
        | within %d ms of a closing | %d | %s |
        | otherwise | %d | %s |
        """
        .formatted(
            closings.size(),
            waited,
            AROUND.toMillis(),
            near.count(),
            near.cells(),
            otherwise.count(),
            otherwise.cells());
  }

  private Row mailConnector(AtomicLong waitedForConnection, Queue<Long> closings) throws Exception {
    AtomicLong waited = new AtomicLong();
    try (GenericIssuer issuer = issuer();
        Sink sink = Sink.open(null, ROUND_TRIP, ticker);
        MailConnector mail =
            MailConnector.builder()
                .account(account(issuer, sink))
                .listener(
                    event -> {
                      waited.addAndGet(event instanceof TokenWaited ? 1 : 0);
                      waitedForConnection.addAndGet(event instanceof ConnectionAwaited ? 1 : 0);
                      if (event instanceof ConnectionClosed) {
                        closings.add(ticker.nanos());
                      }
                    })
                .build()) {
      Session session = Session.getInstance(new Properties());
      return row(
          "Mail Connector",
          issuer,
          () -> () -> mail.send(letter.message(session)),
          waited,
          () -> {
            waited.set(0);
            waitedForConnection.set(0);
            closings.clear();
          });
    }
  }

  private Row angus(boolean cached) throws Exception {
    AtomicLong waited = new AtomicLong();
    try (GenericIssuer issuer = issuer();
        Sink sink = Sink.open(null, ROUND_TRIP, ticker)) {
      Target target = new Target(sink.port(), false, authority.trustingContext(), 1, letter);
      UnguardedTokens tokens =
          new UnguardedTokens(issuer, authority.trustingContext(), ticker, cached, waited);
      String name =
          cached
              ? "Angus, a cache of one's own without a guard"
              : "Angus, token and connection per message";
      return row(
          name, issuer, () -> new TokenAngus(target, tokens, cached), waited, () -> waited.set(0));
    }
  }

  private GenericIssuer issuer() {
    GenericIssuer issuer = GenericIssuer.start(authority);
    issuer.client(CLIENT, SECRET);
    issuer.lifetime(LIFETIME);
    issuer.latency(ISSUER);
    return issuer;
  }

  private Account account(GenericIssuer issuer, Sink sink) {
    return Account.builder("robot", new SmtpEndpoint(Target.HOST, sink.port(), TlsMode.NONE))
        .login(
            GenericOAuth2.at(issuer.tokenEndpoint())
                .clientCredentials(CLIENT, Secret.of(SECRET))
                .login("robot@example.com"))
        .dangerouslyAllowCleartextCredentials()
        .trust(Trust.context(authority.trustingContext()))
        .ehloName("bench.example.com")
        .pool(PoolSettings.defaults().withMaxConnections(CONNECTIONS))
        .build();
  }

  private Row row(
      String name, GenericIssuer issuer, Senders senders, AtomicLong waited, Runnable begin)
      throws Exception {
    Latencies latencies = new Latencies();
    CountDownLatch ready = new CountDownLatch(SENDERS);
    CountDownLatch go = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<?>> work = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        long offset = i * PAUSE_MILLIS / SENDERS;
        work.add(
            threads.submit(
                () -> {
                  Sender sender = senders.next();
                  try {
                    sender.send();
                  } finally {
                    ready.countDown();
                  }
                  go.await();
                  Thread.sleep(offset);
                  send(sender, latencies);
                  return null;
                }));
      }
      ready.await();
      int requestsBefore = issuer.requests().size();
      begin.run();
      go.countDown();
      for (Future<?> thread : work) {
        thread.get();
      }
      return new Row(
          name,
          issuer.requests().size() - requestsBefore,
          issuer.peakRequests(),
          waited.get(),
          latencies);
    } finally {
      threads.shutdownNow();
    }
  }

  private void send(Sender sender, Latencies latencies) throws Exception {
    long start = ticker.nanos();
    for (long before = start; before - start < TIME.toNanos(); before = ticker.nanos()) {
      sender.send();
      latencies.add(before, ticker.nanos() - before);
      Thread.sleep(PAUSE_MILLIS);
    }
  }
}
