package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Lab;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Forty threads do all that can be done to a pool, until one closes it. */
class PoolStressTest {
  private static final int THREADS = 40;
  private static final int ROUNDS = 500;

  @Test
  void fortyThreads_neverExceedTheCap_andLeaveNothingOpen() throws Exception {
    PoolSettings settings = PoolSettings.defaults().withMaxConnections(5).withMaxMessages(20);
    ExecutorService workers = Executors.newFixedThreadPool(2);
    AtomicInteger carried = new AtomicInteger();
    try {
      PoolLab lab = new PoolLab(settings, workers);
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        Random dice = new Random(i);
        threads.add(Lab.async(() -> work(lab, dice, carried)));
      }
      for (CompletableFuture<Void> thread : threads) {
        thread.get(60, TimeUnit.SECONDS);
      }
      lab.pool.shut().get(30, TimeUnit.SECONDS);

      assertThat(lab.census.complaints()).isEmpty();
      assertThat(lab.census.open()).isZero();
      assertThat(carried.get()).isEqualTo(lab.opened.stream().mapToInt(c -> c.messages).sum());
      assertThat(carried.get()).isGreaterThan(THREADS * ROUNDS / 2);
    } finally {
      workers.shutdownNow();
    }
  }

  private static Void work(PoolLab lab, Random dice, AtomicInteger carried) throws Exception {
    Deadline patience = lab.in(Duration.ofSeconds(30));
    for (int round = 0; round < ROUNDS; round++) {
      int what = dice.nextInt(100);
      if (what == 0) {
        lab.pool.evictAll();
      } else if (what == 1) {
        lab.clock.advance(Duration.ofSeconds(20));
        patience = lab.in(Duration.ofSeconds(30));
        lab.pool.tidy();
      } else {
        try (Lease<FakeConnection> lease = lab.pool.borrow(patience, patience, what < 4)) {
          lease.connection().carry();
          carried.incrementAndGet();
          if (what > 10) {
            lease.markReusable();
          }
        } catch (PoolTimeoutException e) {
          // Another thread has moved the clock meanwhile.
          patience = lab.in(Duration.ofSeconds(30));
        }
      }
    }
    return null;
  }
}
