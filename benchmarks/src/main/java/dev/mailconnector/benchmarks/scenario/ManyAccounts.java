package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.OAuth2;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.benchmarks.sink.Sink;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Thousands of accounts in one process, each with a token that is kept alive: what they weigh, how
 * many threads they take, and how their token requests spread after all have started together. Time
 * is scaled: tokens live a minute instead of an hour.
 */
final class ManyAccounts {
  private static final int ACCOUNTS = 10_000;
  private static final int SENDERS = 16;
  private static final int TOKEN_LENGTH = 1_800;
  private static final Duration ISSUER = Duration.ofMillis(2);
  private static final Duration LIFETIME = Duration.ofSeconds(60);
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final Ticker ticker;
  private final Letter letter = Letter.small(1);
  private final Queue<Long> requests = new ConcurrentLinkedQueue<>();
  private final AtomicLong lateWaits = new AtomicLong();

  ManyAccounts(Ticker ticker) {
    this.ticker = ticker;
  }

  String measure() throws Exception {
    long empty = heap();
    try (Sink sink = Sink.open(null, Duration.ZERO, ticker);
        MailConnector mail = connector(sink)) {
      for (int i = 1; i < ACCOUNTS; i++) {
        mail.add(account(i, sink));
      }
      long registered = heap();
      long start = ticker.nanos();
      sendOnEach(mail);
      double first = (ticker.nanos() - start) / 1e9;
      int threads = threads();
      long ready = heap();
      awaitRenewals(start);
      lateWaits.set(0);
      List<Long> seconds =
          requests.stream().map(at -> (at - start) / NANOS_PER_SECOND).sorted().toList();
      sendOnEach(mail);
      return report(
          first,
          (registered - empty) / 1024.0 / ACCOUNTS,
          (ready - empty) / 1024.0 / ACCOUNTS,
          threads,
          seconds);
    }
  }

  private MailConnector connector(Sink sink) {
    return MailConnector.builder()
        .account(account(0, sink))
        .listener(
            event -> {
              boolean late = event instanceof TokenWaited w && w.reason() != WaitReason.FIRST;
              lateWaits.addAndGet(late ? 1 : 0);
            })
        .build();
  }

  private Account account(int number, Sink sink) {
    String mailbox = "tenant" + number + "@example.com";
    return Account.builder(
            "tenant" + number, new SmtpEndpoint(Target.HOST, sink.port(), TlsMode.NONE))
        .login(OAuth2.login(mailbox, this::token).renewal(RenewalPolicy.standard().keptAlways()))
        .dangerouslyAllowCleartextCredentials()
        .ehloName("bench.example.com")
        .pool(PoolSettings.defaults().withMaxMessages(1))
        .build();
  }

  private AccessToken token() {
    requests.add(ticker.nanos());
    try {
      Thread.sleep(ISSUER.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    String number = Long.toString(ticker.nanos());
    String value = number + "x".repeat(TOKEN_LENGTH - number.length());
    return AccessToken.of(Secret.of(value), LIFETIME);
  }

  private void sendOnEach(MailConnector mail) throws Exception {
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Future<?>> sends = new ArrayList<>();
      for (int i = 0; i < ACCOUNTS; i++) {
        String name = "tenant" + i;
        sends.add(
            senders.submit(() -> mail.send(letter.bytes(), letter.options().withAccount(name))));
      }
      for (Future<?> send : sends) {
        send.get();
      }
    } finally {
      senders.shutdownNow();
    }
  }

  /** Until each account has been renewed once, but not beyond the second life of the first. */
  private void awaitRenewals(long start) throws InterruptedException {
    while (requests.size() < 2 * ACCOUNTS
        && ticker.nanos() - start < LIFETIME.multipliedBy(3).dividedBy(2).toNanos()) {
      Thread.sleep(100);
    }
  }

  private String report(
      double first, double registered, double ready, int threads, List<Long> seconds) {
    return String.format(
        Locale.ROOT,
        """
        %d accounts; tokens of %d characters live %d s and are renewed although nobody sends; the
        issuer answers after %d ms. Each account sends once at the start (from %d threads, which took
        %.0f s) and once after the renewals.

        | | |
        |---|--:|
        | KB of heap an account, registered | %.1f |
        | KB of heap an account, with its token held and its timer set | %.1f |
        | threads of the connector | %d |
        | token requests until each was renewed once | %d |
        | seconds over which the first requests spread | %d |
        | most first requests in one second | %d |
        | seconds over which the renewals spread | %d |
        | most renewals in one second | %d |
        | sends after the renewals that waited for a token | %d |
        """,
        ACCOUNTS,
        TOKEN_LENGTH,
        LIFETIME.toSeconds(),
        ISSUER.toMillis(),
        SENDERS,
        first,
        registered,
        ready,
        threads,
        seconds.size(),
        spread(seconds.subList(0, ACCOUNTS)),
        peak(seconds.subList(0, ACCOUNTS)),
        spread(seconds.subList(ACCOUNTS, seconds.size())),
        peak(seconds.subList(ACCOUNTS, seconds.size())),
        lateWaits.get());
  }

  private static long spread(List<Long> seconds) {
    return seconds.isEmpty() ? 0 : seconds.get(seconds.size() - 1) - seconds.get(0) + 1;
  }

  private static long peak(List<Long> seconds) {
    return seconds.stream()
        .collect(Collectors.groupingBy(s -> s, Collectors.counting()))
        .values()
        .stream()
        .max(Long::compare)
        .orElse(0L);
  }

  private static int threads() {
    return (int)
        Thread.getAllStackTraces().keySet().stream()
            .filter(thread -> thread.getName().startsWith("mailconnector"))
            .count();
  }

  private static long heap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
