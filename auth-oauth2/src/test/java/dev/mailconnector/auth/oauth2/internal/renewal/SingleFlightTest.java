package dev.mailconnector.auth.oauth2.internal.renewal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.failure.CredentialException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many threads, one request. */
@Timeout(60)
class SingleFlightTest {
  private static final int THREADS = 64;
  private static final int ROUNDS = 50;
  private static final int SENDERS = 200;

  /** Beyond the end of a token's hour, and before the renewal of the next. */
  private static final int MINUTES = 80;

  private final ExecutorService senders = Executors.newFixedThreadPool(THREADS);
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final HandContext context = new HandContext().workers(workers);
  private final HandSource source = new HandSource();

  @AfterEach
  void stop() {
    senders.shutdownNow();
    workers.shutdownNow();
  }

  private <T> List<T> together(Callable<T> task) throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    List<Future<T>> running = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      running.add(
          senders.submit(
              () -> {
                start.await();
                return task.call();
              }));
    }
    List<T> results = new ArrayList<>();
    for (Future<T> future : running) {
      results.add(future.get(30, TimeUnit.SECONDS));
    }
    return results;
  }

  @Test
  void coldStart_of64Threads_isExactlyOneRequest() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Tokens tokens = Tokens.of(context, new HandSource());

      assertThat(together(tokens::current)).containsOnly("token-1");
      assertThat(tokens.requests()).isEqualTo(1);
    }
  }

  @Test
  void refusals_of64Threads_areExactlyOneMoreRequest() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      Tokens tokens = Tokens.of(context, new HandSource());
      Tokens.Carried first = tokens.carried();

      assertThat(
              together(
                  () -> {
                    tokens.engine.refused(first);
                    return tokens.current();
                  }))
          .containsOnly("token-2");
      assertThat(tokens.requests()).isEqualTo(2);
    }
  }

  @Test
  void renewal_seenBy64Threads_isExactlyOneRequest() throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      HandContext queueing = new HandContext();
      queueing.time.scheduler.shutdown();
      Tokens tokens = Tokens.of(queueing, new HandSource());
      tokens.current();
      queueing.queueing();
      queueing.time.advance(Duration.ofMinutes(50));

      assertThat(together(tokens::current)).containsOnly("token-1");
      assertThat(queueing.work()).isEqualTo(1);
      assertThat(tokens.current()).isEqualTo("token-2");
    }
  }

  @Test
  void expiry_under200SendersThatNeverStop_isOneRequestAndNobodyWaits() throws Exception {
    HandContext queueing = new HandContext();
    Tokens tokens = Tokens.of(queueing, new HandSource());
    tokens.current();
    queueing.queueing();
    ExecutorService crowd = Executors.newFixedThreadPool(SENDERS);
    Phaser rounds = new Phaser(SENDERS + 1);
    List<Future<?>> sends = new ArrayList<>();
    for (int i = 0; i < SENDERS; i++) {
      sends.add(
          crowd.submit(
              () -> {
                for (int minute = 0; minute < MINUTES; minute++) {
                  rounds.arriveAndAwaitAdvance();
                  tokens.engine.used();
                  assertThat(tokens.carried().expiresAt()).isAfter(queueing.time.clock.instant());
                  rounds.arriveAndAwaitAdvance();
                }
              }));
    }
    try {
      // The issuer takes a minute: the request stands in the queue while everybody sends.
      for (int minute = 0; minute < MINUTES; minute++) {
        rounds.arriveAndAwaitAdvance();
        rounds.arriveAndAwaitAdvance();
        assertThat(queueing.queued()).isLessThanOrEqualTo(1);
        queueing.work();
        queueing.time.advance(Duration.ofMinutes(1));
      }
      for (Future<?> send : sends) {
        send.get(30, TimeUnit.SECONDS);
      }
    } finally {
      rounds.forceTermination();
      crowd.shutdownNow();
    }

    assertThat(tokens.requests()).isEqualTo(2);
    assertThat(queueing.events(TokenWaited.class)).hasSize(1);
  }

  @Test
  void failure_ofTheOneRequest_isSharedByAllWaiters() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    source.always(
        request -> {
          gate.await();
          throw HandSource.down();
        });
    Tokens tokens = Tokens.of(context, source);
    AtomicBoolean first = new AtomicBoolean(true);

    List<Throwable> failures =
        together(
            () -> {
              if (first.getAndSet(false)) {
                gate.countDown();
              }
              return catchThrowable(tokens::current);
            });

    assertThat(failures).hasSize(THREADS).allMatch(CredentialException.class::isInstance);
    assertThat(failures.stream().map(Throwable::getCause).distinct()).hasSize(1);
    assertThat(tokens.requests()).isEqualTo(1);
  }

  @Test
  void waiter_whenWoken_findsTheNewTokenInPlace() throws Exception {
    // A woken waiter asks again at once: were it woken before the token is in place, it would start
    // a second request.
    Tokens tokens = Tokens.of(context, source);
    for (int round = 1; round <= ROUNDS; round++) {
      List<Boolean> same =
          together(
              () -> {
                Tokens.Carried woken = tokens.carried();
                return woken.generation() == tokens.carried().generation();
              });
      assertThat(same).containsOnly(true);
      assertThat(tokens.requests()).isEqualTo(round);
      tokens.engine.refused(tokens.carried());
    }
  }

  @Test
  void interrupt_ofAWaiter_cancelsTheWaitAndNotTheRequest() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    source.always(
        request -> {
          gate.await();
          return HandSource.token(request, Duration.ofHours(1));
        });
    Tokens tokens = Tokens.of(context, source);

    Thread.currentThread().interrupt();
    assertThatThrownBy(tokens::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
    Future<String> patient = senders.submit(tokens::current);
    gate.countDown();

    assertThat(patient.get(30, TimeUnit.SECONDS)).isEqualTo("token-1");
    assertThat(tokens.requests()).isEqualTo(1);
  }

  @Test
  void waiter_beyondItsLimit_givesUpAloneAndTheRequestGoesOn() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    source.always(
        request -> {
          gate.await();
          return HandSource.token(request, Duration.ofHours(1));
        });
    Tokens tokens = Tokens.of(context.tokenTimeout(Duration.ofMillis(1)), source);

    assertThatThrownBy(tokens::current)
        .isInstanceOf(CredentialException.class)
        .hasMessageContaining("No token came within");
    context.tokenTimeout(Duration.ofSeconds(30));
    Future<String> patient = senders.submit(tokens::current);
    gate.countDown();

    assertThat(patient.get(30, TimeUnit.SECONDS)).isEqualTo("token-1");
    assertThat(context.events(TokenRequested.class)).hasSize(1);
    assertThat(context.events(TokenWaited.class)).isNotEmpty();
  }
}
