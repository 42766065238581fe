package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When a connection must go. */
class RetirementTest {
  private PoolLab lab = new PoolLab(PoolLab.SETTINGS);

  @AfterEach
  void nothingThatMayNeverBe() {
    assertThat(lab.census.complaints()).isEmpty();
  }

  @Test
  void age_retiresABusyConnectionWhenItIsGivenBack() throws Exception {
    Lease<FakeConnection> lease = lab.borrow();
    lab.clock.advance(PoolLab.SETTINGS.maxAge());

    PoolLab.giveBack(lease);
    lab.workers.runDue();

    assertThat(lease.connection().saidGoodbye).isTrue();
    assertThat(lab.closings).containsExactly("c1 age");
  }

  @Test
  void age_atItsEnd_retiresWhatHasNoSuccessor() throws Exception {
    lab = new PoolLab(PoolLab.SETTINGS.withIdleTimeout(Duration.ofHours(1)));
    lab.promising = false;
    FakeConnection connection = lab.atRest(1).get(0);
    lab.clock.advance(PoolLab.SETTINGS.maxAge().minusNanos(1));
    assertThat(lab.pool.tidy()).isEqualTo(Duration.ofNanos(1));
    assertThat(connection.isOpen()).isTrue();

    lab.clock.advance(Duration.ofNanos(1));

    lab.pool.tidy();
    assertThat(lab.closings).containsExactly("c1 age");
  }

  @Test
  void idleTime_retiresWhatNobodyBorrows() throws Exception {
    lab.atRest(2);
    lab.clock.advance(PoolLab.SETTINGS.idleTimeout().minusNanos(1));
    assertThat(lab.pool.tidy()).isEqualTo(Duration.ofNanos(1));
    assertThat(lab.closings).isEmpty();

    lab.clock.advance(Duration.ofNanos(1));

    assertThat(lab.pool.tidy()).isNull();
    assertThat(lab.closings).containsExactlyInAnyOrder("c1 idle", "c2 idle");
    lab.workers.runDue();
    assertThat(lab.census.open()).isZero();
  }

  @Test
  void messages_retireAfterTheLastOne() throws Exception {
    lab = new PoolLab(PoolLab.SETTINGS.withMaxMessages(2));
    for (int i = 0; i < 2; i++) {
      Lease<FakeConnection> lease = lab.borrow();
      lease.connection().carry();
      PoolLab.giveBack(lease);
    }

    assertThat(lab.closings).containsExactly("c1 messages");
  }

  @Test
  void credentialEnd_retiresItsConnections() throws Exception {
    FakeConnection connection = withCredentialOf(Duration.ofMinutes(1));
    lab.clock.advance(Duration.ofMinutes(1).minusNanos(1));
    assertThat(lab.pool.tidy()).isEqualTo(Duration.ofNanos(1));

    lab.clock.advance(Duration.ofNanos(1));

    assertThat(lab.borrow().connection()).isNotSameAs(connection);
    assertThat(lab.closings).containsExactly("c1 credential");
  }

  @Test
  void credentialEnd_switchedOff_retiresNothing() throws Exception {
    lab = new PoolLab(PoolLab.SETTINGS.withRetireWithCredential(false));
    FakeConnection connection = withCredentialOf(Duration.ofMinutes(1));
    assertThat(lab.pool.tidy()).isEqualTo(PoolLab.SETTINGS.idleTimeout());
    lab.clock.advance(Duration.ofMinutes(1));

    assertThat(lab.borrow().connection()).isSameAs(connection);
  }

  private FakeConnection withCredentialOf(Duration life) throws Exception {
    lab.onOpen = connection -> connection.credentialEnd = lab.in(life);
    FakeConnection connection = lab.atRest(1).get(0);
    lab.onOpen = later -> {};
    return connection;
  }

  @Test
  void refusedGeneration_retiresWhatItOpenedAndNothingNewer() throws Exception {
    lab.onOpen = connection -> connection.generation = lab.census.total();
    Lease<FakeConnection> first = lab.borrow();
    Lease<FakeConnection> second = lab.borrow();
    PoolLab.giveBack(first);

    lab.pool.retireGeneration(1);

    lab.pool.tidy();
    PoolLab.giveBack(second);
    assertThat(lab.closings).containsExactly("c1 credential");
    lab.workers.runDue();
    assertThat(lab.borrow().connection()).isSameAs(second.connection());
  }

  @Test
  void refusedGeneration_heardLate_doesNotBringOlderOnesBack() throws Exception {
    lab.onOpen = connection -> connection.generation = 2;
    lab.atRest(1);

    lab.pool.retireGeneration(2);
    lab.pool.retireGeneration(1);

    assertThat(lab.borrow().wasAwaited()).isTrue();
  }

  @Test
  void refusedGeneration_acceptedLater_isGood() throws Exception {
    lab.onOpen = connection -> connection.generation = 1;
    lab.pool.retireGeneration(1);

    FakeConnection connection = lab.atRest(1).get(0);

    assertThat(lab.borrow().connection()).isSameAs(connection);
  }

  @Test
  void refusedGeneration_whileAnotherIsOpened_retiresThatOneAfterItsMessage() throws Exception {
    lab.onOpen =
        connection -> {
          connection.generation = 1;
          lab.pool.retireGeneration(1);
        };

    PoolLab.giveBack(lab.borrow());

    assertThat(lab.closings).containsExactly("c1 credential");
  }

  @Test
  void refusedGeneration_concernsNoConnectionWithoutLogin() throws Exception {
    FakeConnection connection = lab.atRest(1).get(0);

    lab.pool.retireGeneration(5);

    assertThat(lab.borrow().connection()).isSameAs(connection);
  }

  @Test
  void evictAll_retiresRestingAndBusyAndThoseBeingOpened() throws Exception {
    lab.onOpen = connection -> lab.pool.evictAll();
    PoolLab.giveBack(lab.borrow());
    assertThat(lab.closings).containsExactly("c1 evicted");
    lab.workers.runDue();
    lab.onOpen = connection -> {};
    Lease<FakeConnection> busy = lab.borrow();
    lab.atRest(1);

    lab.pool.evictAll();
    lab.pool.tidy();
    PoolLab.giveBack(busy);

    assertThat(lab.closings).containsExactly("c1 evicted", "c3 evicted", "c2 evicted");
  }

  @Test
  void tidy_withOneInUse_comesBackForItsSuccessor() throws Exception {
    lab.draw = 0.5;
    lab.borrow();

    assertThat(lab.pool.tidy()).isEqualTo(Duration.ofSeconds(28 * 60 + 30));
  }

  @Test
  void tidy_withNothingOpen_hasNothingToWaitFor() throws Exception {
    lab.borrow().close();

    assertThat(lab.pool.tidy()).isNull();
  }
}
