package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Accounts that share an issuer, which is left alone for all of them together. */
class IssuerOutageTest {
  private static final String ISSUER = "https://issuer.example";

  private final HandContext context = new HandContext();

  private Tokens account(HandSource source, String issuer, String client) {
    return Tokens.of(context, source.issuer(new IssuerClient(issuer, client)));
  }

  private List<Tokens> accounts(int number, HandSource source, String issuer, String client) {
    return IntStream.range(0, number).mapToObj(i -> account(source, issuer, client)).toList();
  }

  /** An issuer that fails three accounts of one client. */
  private HandSource outage() {
    HandSource source = new HandSource().fails(HandSource.outage());
    accounts(3, source, ISSUER, "app").forEach(account -> catchThrowable(account::current));
    assertThat(source.requests).hasValue(3);
    return source;
  }

  @Test
  void outage_ofThreeAccounts_keepsTheFourthFromAsking() {
    HandSource source = outage();

    CredentialException failure =
        catchThrowableOfType(CredentialException.class, account(source, ISSUER, "app")::current);

    assertThat(source.requests).hasValue(3);
    assertThat(failure)
        .hasMessageContaining(
            "https://issuer.example (app) has given no account a token since"
                + " 2026-11-22T00:00:00Z, the last time for this reason")
        .hasMessageContaining("HTTP 503 Sorry")
        .returns("issuer-left-alone", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("left alone until 2026-11-22T00:00:05Z");
    assertThat(failure.advice()).isEqualTo(Advice.RETRY_LATER);
  }

  @Test
  void outage_isProbedByOneRequest_andASuccessLetsAllThrough() {
    HandSource source = outage();
    List<Tokens> accounts = accounts(20, source, ISSUER, "app");
    for (int i = 0; i < 2; i++) {
      accounts.forEach(account -> catchThrowable(account::current));
    }
    assertThat(source.requests).hasValue(3);
    source.lifetime(Duration.ofHours(1));

    context.time.advance(Duration.ofSeconds(5));

    assertThat(source.requests).as("who was turned away tries by itself").hasValue(3 + 20);
    accounts.forEach(Tokens::current);
    assertThat(source.requests).hasValue(3 + 20);
  }

  @Test
  void probe_underWay_isTheOnlyRequest() {
    HandSource source = outage();
    List<Tokens> accounts = accounts(20, source, ISSUER, "app");
    context.queueing();
    context.tokenTimeout(Duration.ZERO);
    context.time.advance(Duration.ofSeconds(5));
    context.work();
    source.requests.set(0);
    context.time.advance(Duration.ofMinutes(1));
    source.then(
        request -> {
          for (Tokens other : accounts.subList(1, 20)) {
            assertThatThrownBy(other::current).isInstanceOf(CredentialException.class);
          }
          assertThat(context.queued()).as("requests besides the probe").isZero();
          throw HandSource.outage();
        });

    catchThrowable(accounts.get(0)::current);
    context.work();

    assertThat(source.requests).hasValue(1);
  }

  @Test
  void probe_thatFails_makesThePauseLonger() {
    HandSource source = outage();
    Tokens account = account(source, ISSUER, "app");
    catchThrowable(account::current);

    int requests = 3;
    for (int pause : new int[] {5, 10, 20, 40, 60, 60}) {
      context.time.advance(Duration.ofSeconds(pause).minusMillis(1));
      catchThrowable(account::current);
      assertThat(source.requests).as("requests within %s s", pause).hasValue(requests);
      context.time.advance(Duration.ofMillis(1));
      catchThrowable(account::current);
      catchThrowable(account::current);
      requests++;
      assertThat(source.requests).as("requests after %s s", pause).hasValue(requests);
    }
  }

  @Test
  void retryAfter_ofTheIssuer_holdsForAllItsAccounts() {
    HandSource source =
        new HandSource()
            .fails(
                TokenException.temporary("Slow down", "429", "Wait.", Duration.ofMinutes(4), null)
                    .concerning(Reach.CLIENT, "HTTP 429"));
    accounts(3, source, ISSUER, "app").forEach(account -> catchThrowable(account::current));
    Tokens fourth = account(source, ISSUER, "app");

    context.time.advance(Duration.ofMinutes(4).minusSeconds(1));
    assertThat(catchThrowable(fourth::current)).hasMessageContaining("HTTP 429");
    assertThat(source.requests).hasValue(3);
    context.time.advance(Duration.ofSeconds(1));
    catchThrowable(fourth::current);

    assertThat(source.requests).hasValue(4);
  }

  @Test
  void failures_ofAccountsAlone_concernNobodyElse() {
    HandSource revoked = new HandSource().fails(HandSource.revoked());
    accounts(50, revoked, ISSUER, "app").forEach(account -> catchThrowable(account::current));
    HandSource source = new HandSource();

    assertThat(account(source, ISSUER, "app").current()).isEqualTo("token-1");
    assertThat(revoked.requests).hasValue(50);
  }

  @Test
  void failures_ofAccountsThatWereClosedMeanwhile_concernNobodyElse() {
    Tokens staying = account(new HandSource(), ISSUER, "app");
    for (int i = 0; i < 5; i++) {
      HandSource source = new HandSource();
      Tokens removed = account(source, ISSUER, "app");
      source.then(
          request -> {
            removed.engine.close();
            throw HandSource.outage();
          });
      catchThrowable(removed::current);
      assertThat(source.requests).hasValue(1);
    }

    assertThat(staying.current()).isEqualTo("token-1");
  }

  @Test
  void failures_ofOneAccount_concernNobodyElse() {
    HandSource source = new HandSource().fails(HandSource.outage());
    Tokens one = account(source, ISSUER, "app");
    for (int i = 0; i < 20; i++) {
      catchThrowable(one::current);
      context.time.advance(Duration.ofMinutes(1));
    }

    source.lifetime(Duration.ofHours(1));
    assertThat(account(source, ISSUER, "app").current()).startsWith("token-");
  }

  @Test
  void successes_betweenFailures_keepTheWayOpen() {
    HandSource source = new HandSource();
    for (Tokens account : accounts(30, source, ISSUER, "app")) {
      source.then(
          request -> {
            throw HandSource.outage();
          });
      catchThrowable(account::current);
      account(source, ISSUER, "app").current();
    }
    assertThat(source.requests).hasValue(60);
  }

  @Test
  void throttling_ofOneClient_concernsNoOtherClient() {
    HandSource throttled =
        new HandSource().fails(HandSource.down().concerning(Reach.CLIENT, "HTTP 429"));
    accounts(9, throttled, ISSUER, "busy").forEach(account -> catchThrowable(account::current));
    assertThat(throttled.requests).hasValue(3);
    HandSource source = new HandSource();

    assertThat(account(source, ISSUER, "calm").current()).isEqualTo("token-1");
  }

  @Test
  void outage_ofThreeClients_isOneOfTheIssuer() {
    HandSource source = new HandSource().fails(HandSource.outage());
    for (int client = 0; client < 100; client++) {
      catchThrowable(account(source, ISSUER, "tenant" + client)::current);
    }

    assertThat(source.requests).hasValue(3);
    HandSource other = new HandSource();
    assertThat(account(other, "https://other.example", "tenant1").current()).isEqualTo("token-1");
  }

  /** Such as those whose token store, or vault, hangs. */
  @Test
  void clients_whoseTripsDoNotEnd_concernNoOtherClient() throws InterruptedException {
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch asked = new CountDownLatch(4);
    HandSource source =
        new HandSource()
            .always(
                request -> {
                  asked.countDown();
                  new CountDownLatch(1).await();
                  return null;
                });
    context.workers(threads);
    context.tokenTimeout(Duration.ZERO);
    for (int i = 0; i < 4; i++) {
      catchThrowable(account(source, ISSUER, "tenant" + i)::current);
    }
    asked.await();
    context.tokenTimeout(Duration.ofSeconds(30));
    context.inline();

    context.time.advance(Duration.ofSeconds(180));

    assertThat(context.events(TokenRenewalFailed.class)).hasSize(4);
    assertThat(account(new HandSource(), ISSUER, "calm").current()).isEqualTo("token-1");
    threads.shutdownNow();
  }

  @Test
  void outage_ofOneClient_concernsNoOtherClient() {
    outage();

    assertThat(account(new HandSource(), ISSUER, "other").current()).isEqualTo("token-1");
  }

  @Test
  void relapse_soonAfterARecovery_continuesTheLongerPauses() {
    HandSource source = outage();
    Tokens probing = account(source, ISSUER, "app");
    context.time.advance(Duration.ofSeconds(5));
    catchThrowable(probing::current);
    source.lifetime(Duration.ofHours(1));
    context.time.advance(Duration.ofSeconds(10));
    probing.current();
    source.fails(HandSource.outage());

    accounts(3, source, ISSUER, "app").forEach(account -> catchThrowable(account::current));

    assertThat(catchThrowable(account(source, ISSUER, "app")::current))
        .hasMessageContaining("left alone until 2026-11-22T00:00:35Z");
  }

  @Test
  void outage_ofAnAccountWithALivingToken_isServedAllTheSame() {
    HandSource source = new HandSource();
    Tokens living = account(source, ISSUER, "app");
    living.current();
    source.fails(HandSource.outage());
    accounts(3, source, ISSUER, "app").forEach(account -> catchThrowable(account::current));

    context.time.advance(Duration.ofMinutes(45));
    assertThat(living.current()).isEqualTo("token-1");
    assertThat(context.events(TokenRenewalFailed.class))
        .last()
        .satisfies(failed -> assertThat(failed.usableUntil()).isNotNull());
  }

  @Test
  void closedAccounts_areForgotten_andSoIsTheirIssuer() {
    HandSource source = new HandSource().fails(HandSource.outage());
    List<Tokens> accounts = accounts(3, source, ISSUER, "app");
    accounts.forEach(account -> catchThrowable(account::current));
    accounts.forEach(account -> account.engine.close());

    catchThrowable(account(source, ISSUER, "app")::current);

    assertThat(source.requests).as("an issuer that nobody knew any more").hasValue(4);
  }
}
