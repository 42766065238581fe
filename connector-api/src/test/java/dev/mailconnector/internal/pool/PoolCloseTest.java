package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Lab;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.testkit.Turnstile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The end of a pool: nobody gets in, whoever is in may finish, nothing stays open. */
class PoolCloseTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  private final PoolLab lab = new PoolLab(PoolLab.SETTINGS);

  @AfterEach
  void nothingThatMayNeverBe() {
    assertThat(lab.census.complaints()).isEmpty();
  }

  @Test
  void shut_turnsNewcomersAway() {
    lab.pool.shut();

    assertThatThrownBy(lab::borrow).isInstanceOf(PoolClosedException.class);
    assertThat(lab.census.total()).isZero();
  }

  @Test
  void shut_withNothingOpen_isDrainedAtOnce() throws Exception {
    lab.borrow().close();

    assertThat(lab.pool.shut()).isCompleted();
    assertThat(lab.pool.shut()).isCompleted();
  }

  @Test
  void shut_letsThoseAtRestSayGoodbye() throws Exception {
    List<FakeConnection> both = lab.atRest(2);

    CompletableFuture<Void> drained = lab.pool.shut();

    assertThat(drained).as("their good-byes are not said yet").isNotDone();
    lab.workers.runDue();
    assertThat(both).allMatch(connection -> connection.saidGoodbye);
    assertThat(drained).isCompleted();
    assertThat(lab.closings).containsExactlyInAnyOrder("c1 shutdown", "c2 shutdown");
  }

  @Test
  void shut_turnsWaitersAwayWhileOthersFinish() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    lab.borrow();
    List<CompletableFuture<?>> waiters = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiters.add(Lab.async(lab::await));
    }
    Lab.until(() -> lab.pool.snapshot().waiting() == 3);

    lab.pool.shut();

    for (CompletableFuture<?> waiter : waiters) {
      assertThatThrownBy(() -> waiter.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(PoolClosedException.class);
    }
    assertThat(busy.connection().isOpen()).isTrue();
  }

  @Test
  void shut_isDrainedWhenTheLastOneIsGivenBackAndGone() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    CompletableFuture<Void> drained = lab.pool.shut();
    assertThat(drained).isNotDone();

    PoolLab.giveBack(busy);
    assertThat(drained).isNotDone();
    lab.workers.runDue();

    assertThat(drained).isCompleted();
    assertThat(busy.connection().saidGoodbye).isTrue();
    assertThat(lab.closings).containsExactly("c1 shutdown");
  }

  @Test
  void close_atTheDeadline_abortsWhatIsInUse() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();

    lab.pool.close(lab.in(Duration.ZERO));

    assertThat(busy.connection().aborted).isTrue();
    busy.close();
    assertThat(lab.pool.shut()).isCompleted();
    assertThat(lab.census.open()).isZero();
  }

  @Test
  void close_atTheDeadline_abortsGoodbyesThatNobodyCameToSay() throws Exception {
    FakeConnection resting = lab.atRest(1).get(0);

    lab.pool.close(lab.in(Duration.ZERO));

    assertThat(resting.aborted).isTrue();
  }

  @Test
  void close_whileInterrupted_endsAtOnceAndKeepsTheInterrupt() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    Thread.currentThread().interrupt();

    lab.pool.close(lab.in(SOON));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(busy.connection().isOpen()).isFalse();
  }

  @Test
  void giveBack_afterTheEnd_abortsInsteadOfAGoodbye() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    lab.pool.close(lab.in(Duration.ZERO));

    PoolLab.giveBack(busy);

    assertThat(lab.workers.pending()).isZero();
    assertThat(lab.pool.shut()).isCompleted();
  }

  @Test
  void closedWhileOpening_closesTheNewConnection() {
    lab.onOpen = connection -> lab.pool.shut();

    assertThatThrownBy(lab::borrow).isInstanceOf(PoolClosedException.class);

    assertThat(lab.opened.get(0).isOpen()).isFalse();
    assertThat(lab.pool.shut()).isCompleted();
    assertThat(lab.closings).containsExactly("c1 shutdown");
  }

  @Test
  void closedWhileGivingBack_leavesNothingAtRest() throws Exception {
    Turnstile lookingAtTheRules = Turnstile.opened();
    ConnectionPool<RuleStop> pool = poolOf(lookingAtTheRules);
    Lease<RuleStop> lease = pool.borrow(lab.in(SOON), lab.in(SOON), false);
    lookingAtTheRules.close();
    CompletableFuture<?> giving =
        Lab.async(
            () -> {
              PoolLab.giveBack(lease);
              return null;
            });
    lookingAtTheRules.awaitWaiting(1, SOON);

    CompletableFuture<Void> drained = pool.shut();
    assertThat(drained).isNotDone();
    lookingAtTheRules.open();
    giving.get(30, TimeUnit.SECONDS);

    assertThat(pool.snapshot().idle()).isZero();
    lab.workers.runDue();
    assertThat(drained).isCompleted();
    assertThat(lease.connection().fake.saidGoodbye).isTrue();
  }

  @Test
  void closedWhileChecking_abortsTheCheckAtTheDeadline() throws Exception {
    Turnstile checking = Turnstile.shut();
    FakeConnection resting = lab.atRest(1).get(0);
    resting.dead = true;
    resting.onCheck = checking::pass;
    lab.clock.advance(Duration.ofSeconds(15));
    CompletableFuture<?> sender = Lab.async(lab::borrow);
    checking.awaitWaiting(1, SOON);

    lab.pool.close(lab.in(Duration.ZERO));

    assertThat(resting.aborted).isTrue();
    checking.open();
    assertThatThrownBy(() -> sender.get(30, TimeUnit.SECONDS))
        .hasCauseInstanceOf(PoolClosedException.class);
    assertThat(lab.census.total()).as("no successor is opened").isEqualTo(1);
    assertThat(lab.pool.shut()).isCompleted();
  }

  @Test
  void workersThatTakeNoMore_meanNoGoodbyeButNoLeak() throws Exception {
    PoolLab busy =
        new PoolLab(
            PoolLab.SETTINGS,
            task -> {
              throw new RejectedExecutionException();
            });
    List<FakeConnection> both = busy.atRest(2);

    assertThat(busy.pool.shut()).isCompleted();

    assertThat(both).allMatch(connection -> connection.aborted);
  }

  /** A pool whose rules wait at this turnstile. */
  private ConnectionPool<RuleStop> poolOf(Turnstile turnstile) {
    return new ConnectionPool<>(
        PoolLab.SETTINGS,
        deadline -> new RuleStop(new FakeConnection(lab.census), turnstile),
        lab.clock::nanoTime,
        new Random(1),
        new ConnectionPool.Workforce(lab.workers, lab.workers),
        (connection, reason) -> {});
  }

  /** A connection at whose rules threads can be stopped. */
  private record RuleStop(FakeConnection fake, Turnstile turnstile) implements PooledConnection {
    @Override
    public @Nullable Deadline credentialEnd() {
      turnstile.pass();
      return null;
    }

    @Override
    public String id() {
      return fake.id();
    }

    @Override
    public long generation() {
      return 0;
    }

    @Override
    public Duration credentialLife() {
      return Duration.ZERO;
    }

    @Override
    public int messages() {
      return 0;
    }

    @Override
    public boolean isStale() {
      return false;
    }

    @Override
    public Pulse check(Deadline limit) {
      return Pulse.ALIVE;
    }

    @Override
    public void quit() {
      fake.quit();
    }

    @Override
    public void abort() {
      fake.abort();
    }
  }
}
