package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Lab;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections whose time is nearly up are replaced before a send would have to wait. */
class SuccessorTest {
  private static final PoolSettings SETTINGS =
      PoolSettings.defaults()
          .withMaxConnections(3)
          .withMaxAge(Duration.ofHours(1))
          .withIdleTimeout(Duration.ofHours(9));

  /** Of 60 minutes, with a draw of a half. */
  private static final Duration AGE_DUE = Duration.ofMinutes(57);

  private static final Duration LIFE = Duration.ofMinutes(8);

  /** Of eight minutes, with a draw of a half. */
  private static final Duration CREDENTIAL_DUE = Duration.ofSeconds(6 * 60 + 54);

  private PoolLab lab = lab(SETTINGS);

  private static PoolLab lab(PoolSettings settings) {
    PoolLab lab = new PoolLab(settings);
    lab.draw = 0.5;
    return lab;
  }

  @AfterEach
  void nothingThatMayNeverBe() {
    assertThat(lab.census.complaints()).isEmpty();
  }

  @Test
  void age_belowTheCap_opensTheSuccessorFirst() throws Exception {
    FakeConnection old = lab.atRest(1).get(0);
    List<Boolean> oldWasOpen = new ArrayList<>();
    lab.onOpen = next -> oldWasOpen.add(old.isOpen());
    lab.live(AGE_DUE.minusNanos(1));
    assertThat(oldWasOpen).isEmpty();

    lab.live(Duration.ofNanos(1));

    assertThat(oldWasOpen).containsExactly(true);
    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(old.saidGoodbye).isTrue();
    assertThat(lab.borrow().connection()).isSameAs(lab.opened.get(1));
    assertThat(lab.openedBehind).isEqualTo(1);
  }

  @Test
  void age_ofOneInUse_endsItOnceItIsGivenBack() throws Exception {
    Lease<FakeConnection> busy = lab.borrow();
    assertThat(busy.isWanted(false)).isFalse();

    lab.live(AGE_DUE);

    assertThat(busy.isWanted(false)).as("its successor is there").isTrue();
    assertThat(busy.connection().isOpen()).isTrue();
    PoolLab.giveBack(busy);
    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(lab.borrow().wasAwaited()).isFalse();
  }

  @Test
  void credential_isSucceededOnlyWhenThereIsANewerOne() throws Exception {
    FakeConnection old = withCredential();
    lab.live(CREDENTIAL_DUE.plusSeconds(20));
    assertThat(lab.opened).as("nothing to be had but the ending credential").containsExactly(old);

    lab.generation = 2;
    lab.live(Duration.ofSeconds(8));

    assertThat(lab.opened).hasSize(2);
    assertThat(lab.closings).containsExactly("c1 credential");
  }

  @Test
  void credential_thatIsNotRenewed_servesToItsEnd() throws Exception {
    FakeConnection old = withCredential();

    lab.live(LIFE.minusNanos(1));

    assertThat(old.isOpen()).isTrue();
    lab.live(Duration.ofNanos(1));
    assertThat(lab.closings).containsExactly("c1 credential");
    assertThat(lab.openedBehind).isZero();
  }

  private FakeConnection withCredential() throws Exception {
    credentialsEnd();
    return lab.atRest(1).get(0);
  }

  private void credentialsEnd() {
    lab.generation = 1;
    lab.onOpen =
        connection -> {
          connection.credentialEnd = lab.in(LIFE);
          connection.credentialLife = LIFE;
        };
  }

  @Test
  void credentials_ofManyConnections_areSucceededOneByOneWithinTheirLastQuarter() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(6));
    credentialsEnd();
    List<Lease<FakeConnection>> all = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      lab.draw = i / 5.0;
      all.add(lab.borrow());
    }
    all.forEach(PoolLab::giveBack);
    lab.draw = 0.5;
    lab.generation = 2;
    long began = lab.clock.nanoTime();
    List<Duration> moments = new ArrayList<>();
    lab.onOpen = next -> moments.add(Duration.ofNanos(lab.clock.nanoTime() - began));

    lab.live(LIFE);

    assertThat(moments).hasSize(5).doesNotHaveDuplicates();
    assertThat(moments)
        .allSatisfy(
            moment -> assertThat(moment).isBetween(LIFE.multipliedBy(3).dividedBy(4), LIFE));
    assertThat(lab.closings).hasSize(5).allMatch(closing -> closing.endsWith("credential"));
  }

  @Test
  void successors_areOpenedOneAtATime() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(6));
    lab.atRest(3);
    lab.clock.advance(AGE_DUE);

    lab.pool.tidy();
    lab.pool.tidy();

    assertThat(lab.workers.runDue()).as("one opening and one good-bye").isEqualTo(2);
    assertThat(lab.opened).hasSize(4);
    assertThat(lab.closings).hasSize(1);
  }

  @Test
  void atTheCap_oneAtRestMakesRoomFirst() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(2));
    lab.atRest(2);

    lab.live(AGE_DUE);

    assertThat(lab.closings).containsExactlyInAnyOrder("c1 age", "c2 age");
    assertThat(lab.openedBehind).isEqualTo(2);
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 2, 0));
  }

  @Test
  void atTheCap_oneThatIsGivenBackIsReplacedAndNobodyPays() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(2));
    Lease<FakeConnection> first = lab.borrow();
    Lease<FakeConnection> second = lab.borrow();
    lab.live(AGE_DUE);
    assertThat(lab.opened).hasSize(2);
    CompletableFuture<Lease<FakeConnection>> waiter = Lab.async(lab::await);
    Lab.until(() -> lab.pool.snapshot().waiting() == 1);

    assertThat(first.isWanted(false)).isTrue();
    PoolLab.giveBack(first);
    PoolLab.giveBack(second);

    assertThat(waiter.get(30, TimeUnit.SECONDS).wasAwaited()).as("it got the second one").isFalse();
    lab.workers.runDue();
    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(lab.openedBehind).isEqualTo(1);
  }

  @Test
  void withACapOfOne_aSendThatWaitsForTheSuccessorIsTold() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(1));
    Lease<FakeConnection> only = lab.borrow();
    lab.live(AGE_DUE);
    PoolLab.giveBack(only);
    CompletableFuture<Lease<FakeConnection>> waiter = Lab.async(lab::await);
    Lab.until(() -> lab.pool.snapshot().waiting() == 1);

    lab.workers.runDue();

    Lease<FakeConnection> lease = waiter.get(30, TimeUnit.SECONDS);
    assertThat(lease.wasAwaited()).isTrue();
    assertThat(lab.openedBehind).isEqualTo(1);
    PoolLab.giveBack(lease);
    assertThat(lab.borrow().wasAwaited()).isFalse();
  }

  @Test
  void messages_belowTheCap_openTheSuccessorBeforeTheLastOne() throws Exception {
    lab = lab(SETTINGS.withMaxMessages(100));
    FakeConnection old = carry(87);
    lab.workers.runDue();
    assertThat(lab.opened).containsExactly(old);

    carry(1);
    assertThat(old.isOpen()).isTrue();
    lab.workers.runDue();

    assertThat(lab.openedBehind).isEqualTo(1);
    assertThat(lab.closings).containsExactly("c1 messages");
    assertThat(lab.borrow().wasAwaited()).isFalse();
  }

  @Test
  void messages_ofOneInUse_endItOnceItIsGivenBack() throws Exception {
    lab = lab(SETTINGS.withMaxMessages(100));
    Lease<FakeConnection> busy = lab.borrow();
    busy.connection().messages = 88;
    assertThat(busy.isWanted(false)).isFalse();

    lab.workers.runDue();

    assertThat(busy.isWanted(false)).as("its successor is there").isTrue();
    PoolLab.giveBack(busy);
    assertThat(lab.closings).containsExactly("c1 messages");
    assertThat(lab.openedBehind).isEqualTo(1);
  }

  @Test
  void messages_atTheCap_replaceTheOneThatIsGivenBack() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(2).withMaxMessages(100));
    Lease<FakeConnection> first = lab.borrow();
    Lease<FakeConnection> second = lab.borrow();
    first.connection().messages = 88;
    assertThat(first.isWanted(false)).isFalse();
    lab.workers.runDue();

    assertThat(first.isWanted(false)).as("it makes room").isTrue();
    PoolLab.giveBack(first);
    PoolLab.giveBack(second);
    assertThat(lab.borrow().connection()).isSameAs(second.connection());
    lab.workers.runDue();

    assertThat(lab.closings).containsExactly("c1 messages");
    assertThat(lab.openedBehind).isEqualTo(1);
    assertThat(lab.borrow().wasAwaited()).isFalse();
  }

  @Test
  void messages_whoseSuccessorCannotBeOpened_areCarriedToTheLast() throws Exception {
    lab = lab(SETTINGS.withMaxMessages(100));
    FakeConnection old = carry(1);
    lab.onOpen =
        connection -> {
          connection.abort();
          throw new IllegalStateException("nobody listens");
        };

    carry(98);
    lab.workers.runDue();

    assertThat(lab.openedBehind).as("and then a pause").isEqualTo(1);
    assertThat(old.isOpen()).isTrue();
    lab.onOpen = connection -> {};
    lab.live(Duration.ofSeconds(1));
    assertThat(lab.openedBehind).isEqualTo(2);
    assertThat(lab.closings).containsExactly("c1 messages");
  }

  @Test
  void messages_ofManyConnections_areSucceededBetweenFourFifthsAnd19Twentieths() throws Exception {
    List<Integer> carried = new ArrayList<>();
    for (double draw : new double[] {0, 0.25, 0.5, 0.75, 0.999}) {
      lab = lab(SETTINGS.withMaxMessages(1000));
      lab.draw = draw;
      FakeConnection old = carry(1);
      while (lab.opened.size() == 1) {
        carry(1);
        lab.workers.runDue();
      }
      carried.add(old.messages);
    }

    assertThat(carried).containsExactly(950, 913, 875, 838, 801);
  }

  @Test
  void messages_tooFewForASuccessor_costNoLoginMore() throws Exception {
    lab = lab(SETTINGS.withMaxMessages(2));
    carry(1);
    lab.workers.runDue();
    assertThat(lab.opened).hasSize(1);

    carry(1);
    lab.workers.runDue();

    assertThat(lab.opened).hasSize(1);
    assertThat(lab.closings).containsExactly("c1 messages");
  }

  private FakeConnection carry(int messages) throws Exception {
    FakeConnection last = null;
    for (int i = 0; i < messages; i++) {
      Lease<FakeConnection> lease = lab.borrow();
      last = lease.connection();
      last.carry();
      PoolLab.giveBack(lease);
    }
    return Objects.requireNonNull(last);
  }

  @Test
  void openingThatFails_isTriedAgainAfterGrowingPauses_andTheOldOneServesOn() throws Exception {
    FakeConnection old = lab.atRest(1).get(0);
    List<Duration> tries = new ArrayList<>();
    long due = lab.clock.nanoTime() + AGE_DUE.toNanos();
    lab.onOpen =
        connection -> {
          tries.add(Duration.ofNanos(lab.clock.nanoTime() - due));
          connection.abort();
          throw new IllegalStateException("nobody listens");
        };

    lab.live(AGE_DUE.plusSeconds(20));

    assertThat(tries)
        .containsExactly(
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(3),
            Duration.ofSeconds(7),
            Duration.ofSeconds(15));
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(3, 0, 1, 0));
    assertThat(lab.borrow().connection()).isSameAs(old);
  }

  @Test
  void atTheCap_whileNothingCanBeOpened_oneIsLostPerAttempt() throws Exception {
    Lease<FakeConnection> first = lab.borrow();
    Lease<FakeConnection> second = lab.borrow();
    Lease<FakeConnection> third = lab.borrow();
    lab.live(AGE_DUE);
    markAll();
    lab.onOpen =
        connection -> {
          connection.abort();
          throw new IllegalStateException("nobody listens");
        };

    PoolLab.giveBack(first);
    lab.workers.runDue();
    assertThat(second.isWanted(false)).as("nothing could take its place").isFalse();
    PoolLab.giveBack(second);
    lab.workers.runDue();
    PoolLab.giveBack(third);
    lab.workers.runDue();

    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(3, 0, 2, 0));
  }

  @Test
  void oneThatIsMarked_isWantedOnlyWhileItsSuccessorCanBeOpened() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(2));
    Lease<FakeConnection> first = lab.borrow();
    Lease<FakeConnection> second = lab.borrow();
    lab.live(AGE_DUE);
    markAll();
    assertThat(first.isWanted(false)).isTrue();

    PoolLab.giveBack(first);
    assertThat(second.isWanted(false)).as("the keeper is busy").isFalse();
    lab.workers.runDue();
    assertThat(second.isWanted(false)).isTrue();
    lab.promising = false;
    PoolLab.giveBack(second);
    lab.workers.runDue();

    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(lab.borrow().isWanted(false)).as("nobody lets it in").isFalse();
  }

  /** Looks after each connection once, at the cap. */
  private void markAll() {
    for (int i = 0; i < 3; i++) {
      lab.pool.tidy();
      lab.workers.runDue();
    }
  }

  @Test
  void refusedAccount_opensNoSuccessor() throws Exception {
    lab.atRest(1);
    lab.promising = false;

    lab.live(AGE_DUE.plusMinutes(1));

    assertThat(lab.openedBehind).isZero();
    lab.promising = true;
    lab.live(Duration.ofMinutes(1));
    assertThat(lab.openedBehind).isEqualTo(1);
  }

  @Test
  void successorOfOneAtRest_runsOutWhenTheOldOneWouldHave() throws Exception {
    lab = lab(SETTINGS.withIdleTimeout(Duration.ofMinutes(10)));
    FakeConnection old = lab.atRest(1).get(0);
    lab.live(Duration.ofMinutes(9));
    PoolLab.giveBack(lab.borrow());
    for (int i = 0; i < 5; i++) {
      lab.live(Duration.ofMinutes(9));
      PoolLab.giveBack(lab.borrow());
    }

    lab.live(Duration.ofMinutes(10).minusNanos(1));
    assertThat(lab.closings).containsExactly("c1 age");
    assertThat(old.isOpen()).isFalse();
    lab.live(Duration.ofNanos(1));

    assertThat(lab.closings).containsExactly("c1 age", "c2 idle");
    assertThat(lab.census.open()).isZero();
  }

  @Test
  void shut_whileASuccessorIsOpened_breaksThatOff() throws Exception {
    CountDownLatch opening = new CountDownLatch(1);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      lab = new PoolLab(SETTINGS, threads);
      lab.draw = 0.5;
      lab.atRest(1);
      lab.onOpen =
          connection -> {
            opening.countDown();
            try {
              new CountDownLatch(1).await();
            } catch (InterruptedException e) {
              connection.abort();
              throw new IllegalStateException("interrupted", e);
            }
          };
      lab.clock.advance(AGE_DUE);
      lab.pool.tidy();
      assertThat(opening.await(30, TimeUnit.SECONDS)).isTrue();

      lab.pool.shut().get(30, TimeUnit.SECONDS);

      assertThat(lab.census.open()).isZero();
      assertThat(threads.submit(Thread::interrupted).get()).isFalse();
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void shut_beforeASuccessorWasBegun_opensNone() throws Exception {
    lab.atRest(1);
    lab.clock.advance(AGE_DUE);
    lab.pool.tidy();

    CompletableFuture<Void> drained = lab.pool.shut();
    lab.workers.runDue();

    assertThat(drained).isCompleted();
    assertThat(lab.opened).hasSize(1);
  }

  @Test
  void shut_afterOneWasGivenBackForItsSuccessor_drains() throws Exception {
    lab = lab(SETTINGS.withMaxConnections(1));
    Lease<FakeConnection> only = lab.borrow();
    lab.live(AGE_DUE);
    PoolLab.giveBack(only);

    CompletableFuture<Void> drained = lab.pool.shut();
    assertThat(drained).isNotDone();
    lab.workers.runDue();

    assertThat(drained).isCompleted();
    assertThat(lab.closings).containsExactly("c1 shutdown");
  }
}
