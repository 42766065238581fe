package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A source that does not come back in time, or ever. */
@Timeout(60)
class HangingSourceTest {
  private static final Duration LIMIT = Duration.ofSeconds(180);

  private final HandContext context = new HandContext();
  private final HandSource source = new HandSource();
  private final Tokens tokens = Tokens.of(context, source);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @AfterEach
  void stop() {
    threads.shutdownNow();
  }

  /** One request that hangs in a thread of its own until the gate opens. */
  private void hang(CountDownLatch gate, Duration lifetime) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    source.then(
        request -> {
          asked.countDown();
          gate.await();
          return HandSource.token(request, lifetime);
        });
    context.workers(threads);
    context.tokenTimeout(Duration.ZERO);
    assertThatThrownBy(tokens::current).hasMessageContaining("No token came");
    asked.await();
    context.tokenTimeout(Duration.ofSeconds(30));
    context.inline();
  }

  /** Opens the gate and waits until the late answer has been dealt with. */
  private void answer(CountDownLatch gate) throws Exception {
    gate.countDown();
    threads.shutdown();
    assertThat(threads.awaitTermination(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tripOfFiveExchanges_eachWithinItsLimit_hasNoSecondBesideIt() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hang(gate, Duration.ofHours(1));
    context.time.advance(context.tokenTimeout().multipliedBy(5));

    answer(gate);

    assertThat(tokens.current()).isEqualTo("token-1");
    assertThat(tokens.requests()).isEqualTo(1);
    assertThat(context.events(TokenRenewalFailed.class)).isEmpty();
  }

  @Test
  void request_withoutAnAnswer_countsAsFailedAfterItsLimitAndMakesRoom() throws Exception {
    hang(new CountDownLatch(1), Duration.ofHours(1));

    context.time.advance(LIMIT);
    assertThat(context.events(TokenRenewalFailed.class))
        .singleElement()
        .satisfies(
            failed -> assertThat(failed.failure()).hasMessageContaining("no answer within 180 s"));
    context.time.advance(Duration.ofSeconds(1));

    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void request_withoutAnAnswer_isGivenUpByACallerWhereThereIsNoTimer() throws Exception {
    context.time.scheduler.shutdown();
    hang(new CountDownLatch(1), Duration.ofHours(1));
    context.time.advance(LIMIT);

    assertThatThrownBy(tokens::current).hasMessageContaining("no answer within 180 s");
    context.time.advance(Duration.ofSeconds(1));
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void lateAnswer_whileNothingIsHeld_isUsedAndAsOldAsItsRequest() throws Exception {
    Instant asked = context.time.clock.instant();
    CountDownLatch gate = new CountDownLatch(1);
    hang(gate, Duration.ofHours(1));
    context.time.advance(LIMIT);
    context.time.advance(Duration.ofMinutes(9));

    answer(gate);

    Tokens.Carried late = tokens.carried();
    assertThat(late.token().value().reveal()).isEqualTo("token-1");
    assertThat(late.issuedAt()).isEqualTo(asked);
    assertThat(tokens.requests()).isEqualTo(1);
  }

  @Test
  void lateAnswer_whileABetterTokenIsHeld_isDropped() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hang(gate, Duration.ofHours(1));
    context.time.advance(LIMIT.plusSeconds(1));
    Tokens.Carried held = tokens.carried();

    answer(gate);

    assertThat(tokens.carried()).isSameAs(held);
  }

  @Test
  void lateAnswer_thatIsPastItsLife_isDropped() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hang(gate, Duration.ofSeconds(60));
    context.time.advance(LIMIT);

    answer(gate);

    assertThatThrownBy(tokens::current).hasMessageContaining("no answer within 180 s");
  }

  @Test
  void lateAnswer_whileTheNextRequestIsUnderWay_servesItsWaitersToo() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    hang(gate, Duration.ofHours(1));
    context.time.advance(LIMIT.plusSeconds(1));
    context.queueing();
    var waiting = threads.submit(tokens::current);
    while (context.events(TokenRequested.class).size() == 1 && context.queued() == 0) {
      Thread.onSpinWait();
    }

    gate.countDown();

    assertThat(waiting.get()).isEqualTo("token-1");
    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.current()).isEqualTo("token-2");
  }

  @Test
  void requests_thatHangThreeTimes_areRepeatedEveryTenMinutesOnly() throws Exception {
    for (int i = 0; i < 3; i++) {
      hang(new CountDownLatch(1), Duration.ofHours(1));
      context.time.advance(LIMIT);
      context.time.advance(Duration.ofSeconds(i < 2 ? 4 : 0));
    }

    assertThat(
            context.events(TokenRenewalFailed.class).stream()
                .map(failed -> Duration.between(failed.at(), failed.nextAttempt()).toSeconds()))
        .containsExactly(1L, 2L, 600L);
  }

  @Test
  void request_thatGetsAThreadOnlyAfterItsLimit_isNotMade() {
    context.queueing();
    context.tokenTimeout(Duration.ZERO);
    assertThatThrownBy(tokens::current).hasMessageContaining("No token came");
    context.time.advance(Duration.ofMinutes(10));

    assertThat(context.work()).isEqualTo(1);
    assertThat(tokens.requests()).isZero();
    assertThat(context.events(TokenRenewalFailed.class))
        .singleElement()
        .satisfies(
            failed ->
                assertThat(failed.failure())
                    .hasMessageContaining("waited for its turn for 10 min"));
  }

  @Test
  void request_thatGetsAThreadLate_hasAllOfItsTimeFromThen() throws Exception {
    context.queueing();
    context.tokenTimeout(Duration.ZERO);
    assertThatThrownBy(tokens::current).hasMessageContaining("No token came");
    context.time.advance(Duration.ofMinutes(9));
    source.then(
        request -> {
          context.time.advance(Duration.ofSeconds(59));
          return HandSource.token(request, Duration.ofHours(1));
        });

    context.work();

    assertThat(context.events(TokenRenewalFailed.class)).isEmpty();
    assertThat(tokens.current()).isEqualTo("token-1");
  }
}
