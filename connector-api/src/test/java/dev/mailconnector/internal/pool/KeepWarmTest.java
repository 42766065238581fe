package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Connections that are kept open although nobody uses them. */
class KeepWarmTest {
  private static final PoolSettings SETTINGS =
      PoolSettings.defaults().withMaxConnections(4).withKeepWarm(2);
  private static final Duration IDLE = SETTINGS.idleTimeout();

  private PoolLab lab = new PoolLab(SETTINGS);

  @AfterEach
  void nothingThatMayNeverBe() {
    assertThat(lab.census.complaints()).isEmpty();
  }

  @Test
  void warmUp_opensThemAll() throws Exception {
    lab.pool.warmUp(Duration.ofMinutes(1));

    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
    assertThat(lab.borrow().wasAwaited()).isFalse();
    assertThat(lab.borrow().wasAwaited()).isFalse();
  }

  @Test
  void unusedPool_opensNothing() {
    lab.live(Duration.ofMinutes(10));

    assertThat(lab.opened).isEmpty();
  }

  @Test
  void firstUse_opensTheOthersBehind() throws Exception {
    lab.atRest(1);

    lab.live(Duration.ZERO);

    assertThat(lab.openedBehind).isEqualTo(1);
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
  }

  @Test
  void idleTime_closesOnlyWhatIsBeyondThem() throws Exception {
    lab.atRest(4);

    lab.live(Duration.ofMinutes(20));

    assertThat(lab.closings).hasSize(2).allMatch(closing -> closing.endsWith("idle"));
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
    assertThat(lab.opened).hasSize(4);
  }

  @Test
  void thoseThatGo_areOpenedAgain() throws Exception {
    lab.pool.warmUp(Duration.ofMinutes(1));
    lab.borrow().close();
    lab.borrow().close();

    lab.live(Duration.ZERO);

    assertThat(lab.openedBehind).isEqualTo(2);
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
  }

  @Test
  void longRest_asksTheServerSoThatNoSendFindsADeadOne() throws Exception {
    lab.pool.warmUp(Duration.ofMinutes(1));
    lab.opened.get(0).dead = true;

    lab.live(IDLE);

    assertThat(lab.opened.get(1).checks).isEqualTo(1);
    assertThat(lab.closings).containsExactly("c1 fault");
    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
    lab.live(IDLE);
    assertThat(lab.opened.get(1).checks).isEqualTo(2);
  }

  @Test
  void serverThatIsDown_isTriedAfterGrowingPausesUpToAMinute() throws Exception {
    List<Long> seconds = new ArrayList<>();
    long began = lab.clock.nanoTime();
    lab.atRest(1);
    lab.onOpen =
        connection -> {
          seconds.add(Duration.ofNanos(lab.clock.nanoTime() - began).toSeconds());
          connection.abort();
          throw new IllegalStateException("nobody listens");
        };

    lab.live(Duration.ofMinutes(5));

    assertThat(seconds).containsExactly(0L, 1L, 3L, 7L, 15L, 31L, 63L, 127L, 191L, 255L);
    lab.onOpen = connection -> {};
    lab.live(Duration.ofMinutes(1));
    assertThat(lab.pool.snapshot().idle()).isEqualTo(2);
  }

  @Test
  void refusedAccount_opensNone() throws Exception {
    lab.atRest(1);
    lab.promising = false;

    lab.live(Duration.ofMinutes(10));

    assertThat(lab.opened).hasSize(1);
  }

  @Test
  void age_isSucceededForEver() throws Exception {
    lab.pool.warmUp(Duration.ofMinutes(1));

    lab.live(Duration.ofHours(5));

    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(4, 0, 2, 0));
    assertThat(lab.closings).hasSizeGreaterThan(18).allMatch(closing -> closing.endsWith("age"));
  }

  @Test
  void allOfTheCap_isKeptWithinTheCap() throws Exception {
    lab = new PoolLab(SETTINGS.withMaxConnections(2));
    lab.pool.warmUp(Duration.ofMinutes(1));

    lab.live(Duration.ofHours(2));

    assertThat(lab.pool.snapshot()).isEqualTo(new PoolSnapshot(2, 0, 2, 0));
  }

  @Test
  void shut_keepsNothing() throws Exception {
    lab.pool.warmUp(Duration.ofMinutes(1));

    lab.pool.shut();
    lab.live(Duration.ofMinutes(5));

    assertThat(lab.census.open()).isZero();
    assertThat(lab.opened).hasSize(2);
  }

  @Test
  void warmUp_givesEachConnectionTheWholeLimit() throws Exception {
    PoolLab slow = new PoolLab(PoolLab.SETTINGS.withKeepWarm(2));
    slow.onOpen = connection -> slow.clock.advance(Duration.ofSeconds(40));

    slow.pool.warmUp(Duration.ofMinutes(1));

    assertThat(slow.patience).containsExactly(Duration.ofMinutes(1), Duration.ofMinutes(1));
  }
}
