package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.Lab;
import dev.mailconnector.internal.Deadline;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets which connection, and how many there are. */
class PoolTest {
  private final PoolLab lab = new PoolLab(PoolLab.SETTINGS);

  @AfterEach
  void nothingThatMayNeverBe() {
    assertThat(lab.census.complaints()).isEmpty();
  }

  @Test
  void borrow_whenOneIsAtRest_opensNone() throws Exception {
    FakeConnection first = lab.atRest(1).get(0);

    Lease<FakeConnection> lease = lab.borrow();

    assertThat(lease.connection()).isSameAs(first);
    assertThat(lease.wasAwaited()).isFalse();
    assertThat(lab.census.total()).isEqualTo(1);
  }

  @Test
  void borrow_whenNoneIsAtRest_opensOne() throws Exception {
    Lease<FakeConnection> lease = lab.borrow();

    assertThat(lease.wasAwaited()).isTrue();
    assertThat(lab.census.total()).isEqualTo(1);
  }

  @Test
  void borrow_takesTheOneThatRestsForTheShortestTime() throws Exception {
    List<FakeConnection> both = lab.atRest(2);

    assertThat(lab.borrow().connection()).isSameAs(both.get(1));
    assertThat(lab.borrow().connection()).isSameAs(both.get(0));
  }

  @Test
  void borrow_atTheCap_timesOutAndSaysHowFullItIs() throws Exception {
    lab.borrow();
    lab.borrow();

    assertThatThrownBy(lab::borrow)
        .isInstanceOf(PoolTimeoutException.class)
        .hasMessage("2 of 2 connections in use, 0 at rest, 0 senders waiting");
    assertThat(lab.census.total()).isEqualTo(2);
  }

  @Test
  void borrow_whileOthersOpen_countsThemToo() throws Exception {
    lab.onOpen =
        connection -> {
          lab.onOpen = second -> {};
          Lab.async(lab::borrow).join();
          assertThatThrownBy(() -> Lab.async(lab::borrow).join())
              .hasCauseInstanceOf(PoolTimeoutException.class);
        };

    lab.borrow();

    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 2, 0, 0));
  }

  @Test
  void borrow_whenOpeningFails_leavesThePermitToTheNext() throws Exception {
    lab.onOpen =
        connection -> {
          connection.abort();
          throw new IllegalStateException("nobody listens");
        };
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(lab::borrow).hasMessage("nobody listens");
    }

    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 0));
  }

  @Test
  void waiters_areServedInTheOrderInWhichTheyCame() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    Lease<FakeConnection> other = lab.borrow();
    List<Integer> served = new CopyOnWriteArrayList<>();
    for (int i = 0; i < 5; i++) {
      int number = i;
      Lab.async(
          () -> {
            Lease<FakeConnection> lease = lab.await();
            served.add(number);
            PoolLab.giveBack(lease);
            return null;
          });
      Lab.until(() -> lab.pool.snapshot().waiting() == number + 1);
    }
    assertThat(lab.pool.snapshot())
        .hasToString("2 of 2 connections in use, 0 at rest, 5 senders waiting");

    PoolLab.giveBack(busy);
    Lab.until(() -> served.size() == 5);

    assertThat(served).containsExactly(0, 1, 2, 3, 4);
    assertThat(lab.census.total()).isEqualTo(2);
    PoolLab.giveBack(other);
  }

  @Test
  void waiter_whenInterrupted_isToldSoAndStaysInterrupted() throws Exception {
    lab.borrow();
    lab.borrow();
    CompletableFuture<Thread> who = new CompletableFuture<>();
    CompletableFuture<Boolean> interrupted =
        Lab.async(
            () -> {
              who.complete(Thread.currentThread());
              assertThatThrownBy(lab::await)
                  .isInstanceOf(PoolTimeoutException.class)
                  .hasCauseInstanceOf(InterruptedException.class);
              return Thread.currentThread().isInterrupted();
            });
    Lab.until(() -> lab.pool.snapshot().waiting() == 1);

    who.join().interrupt();

    assertThat(interrupted.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 2, 0, 0));
  }

  @Test
  void lease_notMarkedReusable_closesItsConnection() throws Exception {
    Lease<FakeConnection> lease = lab.borrow();

    lease.close();

    assertThat(lease.connection().aborted).isTrue();
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 0));
    assertThat(lab.closings).containsExactly("c1 fault");
  }

  @Test
  void lease_closedTwice_countsOnce() throws Exception {
    Lease<FakeConnection> lease = lab.borrow();
    PoolLab.giveBack(lease);
    lease.close();

    lab.borrow();
    lab.borrow();

    assertThatThrownBy(lab::borrow).isInstanceOf(PoolTimeoutException.class);
  }

  @Test
  void borrowFresh_atTheCap_takesThePlaceOfTheOneThatRestsLongest() throws Exception {
    List<FakeConnection> both = lab.atRest(2);

    Lease<FakeConnection> lease = lab.borrowFresh();

    assertThat(both).doesNotContain(lease.connection());
    assertThat(both.get(0).isOpen()).isFalse();
    assertThat(both.get(1).isOpen()).isTrue();
    assertThat(lab.census.open()).isEqualTo(2);
    assertThat(lab.closings).containsExactly("c1 replaced");
  }

  @Test
  void goodbye_underWay_stillCountsAgainstTheCap() throws Exception {
    PoolLab one = new PoolLab(PoolLab.SETTINGS.withMaxConnections(1).withMaxMessages(1));
    Lease<FakeConnection> lease = one.borrow();
    lease.connection().carry();
    PoolLab.giveBack(lease);

    assertThatThrownBy(one::borrow).isInstanceOf(PoolTimeoutException.class);
    one.workers.runDue();

    assertThat(lease.connection().saidGoodbye).isTrue();
    assertThat(one.borrow().wasAwaited()).isTrue();
    assertThat(one.census.complaints()).isEmpty();
  }

  @Test
  void goodbye_ofOneAtRest_doesNotKeepTheBorrowerBelowTheCap() throws Exception {
    FakeConnection tired = lab.atRest(1).get(0);
    lab.clock.advance(PoolLab.SETTINGS.idleTimeout());

    lab.borrow();

    assertThat(tired.isOpen()).as("its good-bye waits for a worker").isTrue();
    assertThat(lab.census.open()).isEqualTo(2);
    lab.workers.runDue();
    assertThat(tired.saidGoodbye).isTrue();
  }

  @Test
  void goodbye_ofOneAtRest_atTheCapComesBeforeItsSuccessor() throws Exception {
    PoolLab one = new PoolLab(PoolLab.SETTINGS.withMaxConnections(1));
    FakeConnection tired = one.atRest(1).get(0);
    one.clock.advance(PoolLab.SETTINGS.idleTimeout());

    Lease<FakeConnection> lease = one.borrow();

    assertThat(lease.connection()).isNotSameAs(tired);
    assertThat(tired.saidGoodbye).isTrue();
    assertThat(one.census.complaints()).isEmpty();
  }

  @Test
  void borrow_atOnce_looksAtTheConnection() throws Exception {
    FakeConnection connection = restingFor(Duration.ZERO);

    assertThat(lab.borrow().connection()).isSameAs(connection);
    assertThat(connection.looks).isEqualTo(1);
    assertThat(connection.checks).isZero();
  }

  @Test
  void borrow_whenTheServerHasGone_takesAnother() throws Exception {
    FakeConnection connection = restingFor(Duration.ZERO);
    connection.stale = true;

    assertThat(lab.borrow().connection()).isNotSameAs(connection);
  }

  @Test
  void borrow_afterASecond_replacesOneThatIsStale() throws Exception {
    FakeConnection connection = restingFor(Duration.ofSeconds(1));
    connection.stale = true;

    assertThat(lab.borrow().wasAwaited()).isTrue();
    assertThat(connection.aborted).isTrue();
    assertThat(lab.closings).containsExactly("c1 fault");
  }

  @Test
  void borrow_afterFifteenSeconds_asksTheServer() throws Exception {
    FakeConnection connection = restingFor(Duration.ofSeconds(15));

    assertThat(lab.borrow().connection()).isSameAs(connection);
    assertThat(connection.checks).isEqualTo(1);
  }

  @Test
  void borrow_afterFifteenSeconds_replacesOneThatDoesNotAnswer() throws Exception {
    FakeConnection connection = restingFor(Duration.ofSeconds(15));
    connection.dead = true;

    assertThat(lab.borrow().wasAwaited()).isTrue();
    assertThat(connection.aborted).isTrue();
  }

  @Test
  void borrow_whenOneDoesNotAnswerInTime_asksNoneThatRestedAsLong() throws Exception {
    PoolLab five = new PoolLab(PoolLab.SETTINGS.withMaxConnections(5));
    List<FakeConnection> all = five.atRest(5);
    all.forEach(connection -> connection.silent = true);
    five.clock.advance(Duration.ofSeconds(16));

    assertThat(five.borrow().wasAwaited()).isTrue();

    assertThat(all.stream().mapToInt(connection -> connection.checks).sum()).isEqualTo(1);
    assertThat(all).allMatch(connection -> connection.aborted);
    assertThat(five.pool.snapshot()).isEqualTo(new PoolSnapshot(5, 1, 0, 0));
    assertThat(five.census.complaints()).isEmpty();
  }

  @Test
  void borrow_whenOneDoesNotAnswerInTime_keepsThoseThatWereHeardSince() throws Exception {
    Lease<FakeConnection> late = lab.borrow();
    FakeConnection early = lab.atRest(1).get(0);
    lab.clock.advance(Duration.ofSeconds(16));
    PoolLab.giveBack(late);
    Lease<FakeConnection> again = lab.borrow();
    early.silent = true;

    assertThat(lab.borrow().wasAwaited()).isTrue();

    assertThat(again.connection().isOpen()).isTrue();
  }

  @Test
  void check_getsHalfOfTheBorrowersTimeAndTenSecondsAtTheMost() throws Exception {
    FakeConnection connection = restingFor(Duration.ofSeconds(15));

    Deadline[] limits = new Deadline[2];
    for (int i = 0; i < 2; i++) {
      Duration wait = Duration.ofSeconds(i == 0 ? 2 : 60);
      PoolLab.giveBack(lab.pool.borrow(lab.in(wait), lab.in(wait), false));
      limits[i] = connection.limitOfCheck;
      lab.clock.advance(Duration.ofSeconds(15));
    }

    assertThat(limits[0].remainingNanos()).isEqualTo(Duration.ofSeconds(1 - 30).toNanos());
    assertThat(limits[1].remainingNanos()).isEqualTo(Duration.ofSeconds(10 - 15).toNanos());
  }

  @Test
  void borrow_whenTheCheckItselfFails_losesNeitherPermitNorConnection() throws Exception {
    FakeConnection connection = restingFor(Duration.ofSeconds(15));
    connection.broken = true;

    assertThatThrownBy(lab::borrow).hasMessage("the check itself is broken");

    assertThat(connection.isOpen()).isFalse();
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 0, 0));
  }

  private FakeConnection restingFor(Duration rest) throws Exception {
    FakeConnection connection = lab.atRest(1).get(0);
    lab.clock.advance(rest);
    return connection;
  }

  @Test
  void deadline_isHandedToTheOpener() throws Exception {
    Deadline[] seen = new Deadline[1];
    ConnectionPool<FakeConnection> pool =
        new ConnectionPool<>(
            PoolLab.SETTINGS,
            deadline -> {
              seen[0] = deadline;
              return new FakeConnection(lab.census);
            },
            lab.clock::nanoTime,
            new Random(1),
            new ConnectionPool.Workforce(lab.workers, lab.workers),
            (connection, reason) -> {});

    Deadline deadline = lab.in(Duration.ofSeconds(7));
    pool.borrow(lab.in(Duration.ZERO), deadline, false);

    assertThat(seen[0]).isEqualTo(deadline);
  }

  @Test
  void borrowAndGiveBack_allocateNothingButTheLease() throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    ConnectionPool<FakeConnection> pool =
        new ConnectionPool<>(
            PoolLab.SETTINGS,
            deadline -> new FakeConnection(lab.census),
            () -> 0,
            new Random(1),
            new ConnectionPool.Workforce(lab.workers, lab.workers),
            (connection, reason) -> {});
    Deadline deadline = new Deadline(() -> 0, 1);
    int rounds = 10_000;
    PoolLab.giveBack(pool.borrow(deadline, deadline, false));
    long self = Thread.currentThread().getId();

    long before = threads.getThreadAllocatedBytes(self);
    for (int i = 0; i < rounds; i++) {
      PoolLab.giveBack(pool.borrow(deadline, deadline, false));
    }
    long each = (threads.getThreadAllocatedBytes(self) - before) / rounds;

    assertThat(each).isLessThanOrEqualTo(40);
  }

  @Test
  void openedConnection_thatTheRulesFailOn_isClosedAndItsPermitFree() throws Exception {
    lab.dice =
        () -> {
          throw new IllegalStateException("no random numbers");
        };

    assertThatThrownBy(lab::borrow).isInstanceOf(IllegalStateException.class);

    assertThat(lab.opened.get(0).aborted).isTrue();
    assertThat(lab.pool.snapshot().active()).isZero();
  }
}
