package dev.mailconnector.internal.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.ConnectionPool.Workforce;
import dev.mailconnector.internal.pool.Explorer.Stage;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.PoolSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The pool's promises in every order of its steps, within these bounds: two to four actors
 * (senders, the timer, and the background work they set going, each on a thread of its own), a cap
 * of one or two, and as many preemptions as each test names. The pool is the real one. A step is
 * what lies between two decisions of the {@link PermitBook} or two acts of a connection (opening
 * begins, opening ends, good-bye, abort, check, the rules are asked); what happens within a step is
 * taken to happen at once, which holds for everything that the book's lock guards and leaves the
 * notes on an entry, each a volatile field, and the keeper's flag to be read at the step's moment.
 *
 * <p>Seen in each order: connections open, being opened and saying good-bye never exceed the cap;
 * none is used by two or after its end; nobody waits for ever; when all is done no permit is
 * missing and what is open is at rest; after the end nothing is open.
 */
class PoolProofTest {
  private static final Duration HOUR = Duration.ofHours(1);

  /** Of the greatest age. */
  private static final Duration NEARLY_OVER = Duration.ofMinutes(30).minusNanos(1);

  private static final Duration IDLE = PoolSettings.defaults().idleTimeout();
  private static final Duration LONG_REST = Duration.ofSeconds(20);

  /** A pool on a stage. */
  private static final class World {
    private final Stage stage;
    private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
    private final Census census;
    private final ConnectionPool<Line> pool;
    private final List<Line> opened = new ArrayList<>();
    private int failingOpenings;
    private boolean ended;

    World(Stage stage, PoolSettings settings) {
      this.stage = stage;
      this.census = new Census(settings.maxConnections());
      this.pool =
          new ConnectionPool<>(
              settings,
              deadline -> open(),
              clock::nanoTime,
              new Random(1),
              new Workforce(
                  task -> stage.actor(task::run),
                  task ->
                      stage.actor(
                          () -> {
                            task.run();
                            pool().tidy();
                          })),
              (connection, reason) -> {},
              stage);
      stage.audit(this::audit);
    }

    private ConnectionPool<Line> pool() {
      return pool;
    }

    private Line open() {
      Line line = new Line(new FakeConnection(census), stage);
      opened.add(line);
      stage.step();
      if (failingOpenings > 0 || Thread.currentThread().isInterrupted()) {
        failingOpenings--;
        line.fake.abort();
        throw new IllegalStateException("nobody listens");
      }
      return line;
    }

    /** Opens so many and puts them to rest, before the run. */
    World resting(int count) throws Exception {
      Deadline now = in(Duration.ZERO);
      List<Lease<Line>> leases = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        leases.add(pool.borrow(now, now, false));
      }
      leases.forEach(PoolLab::giveBack);
      return this;
    }

    Deadline in(Duration duration) {
      return Deadline.in(duration, clock::nanoTime);
    }

    World sender() {
      return sender(Explorer.PATIENCE, false, true, false);
    }

    /** One that finds a connection open whenever it comes. */
    World neverWaiting() {
      return sender(Duration.ZERO, false, true, true);
    }

    World impatient() {
      return sender(HOUR, false, true, false);
    }

    World fresh() {
      return sender(Explorer.PATIENCE, true, true, false);
    }

    World breaking() {
      return sender(Explorer.PATIENCE, false, false, false);
    }

    private World sender(Duration patience, boolean fresh, boolean reusable, boolean findsOneOpen) {
      stage.actor(
          () -> {
            try (Lease<Line> lease = pool.borrow(in(patience), in(HOUR), fresh)) {
              stage.step();
              if (!ended) {
                lease.connection().fake.carry();
              }
              if (findsOneOpen && lease.wasAwaited()) {
                census.report("a send waited for an opening");
              }
              if (reusable) {
                lease.markReusable();
              }
            } catch (PoolTimeoutException e) {
              if (findsOneOpen) {
                census.report("a send found nothing");
              }
            } catch (PoolClosedException | IllegalStateException e) {
              // Turned away, or nobody listens.
            }
          });
      return this;
    }

    /** What is at rest has carried so much. */
    World carried(int messages) {
      opened.forEach(line -> line.fake.messages = messages);
      return this;
    }

    World failing(int openings) {
      failingOpenings = openings;
      return this;
    }

    /** What is at rest does not answer. */
    World dead() {
      opened.forEach(line -> line.fake.dead = true);
      return this;
    }

    World aged(Duration time) {
      clock.advance(time);
      return this;
    }

    World timer() {
      stage.actor(pool::tidy);
      return this;
    }

    World evictor() {
      stage.actor(
          () -> {
            pool.evictAll();
            pool.tidy();
          });
      return this;
    }

    World closer() {
      stage.actor(() -> drained(pool.shut()));
      return this;
    }

    World ender() {
      stage.actor(
          () -> {
            drained(pool.shut());
            // What is in use is aborted in its middle.
            ended = true;
            pool.end();
          });
      return this;
    }

    private void drained(CompletableFuture<Void> drained) {
      stage.audit(
          () -> {
            assertThat(drained).as("drained").isCompleted();
            assertThat(census.open()).as("open after the end").isZero();
          });
    }

    private void audit() {
      assertThat(census.complaints()).isEmpty();
      PoolSnapshot now = pool.snapshot();
      assertThat(now.active()).as("permits missing when all is done").isZero();
      assertThat(now.idle()).as("at rest").isEqualTo(census.open());
    }
  }

  /** A connection whose acts are steps. */
  private static final class Line implements PooledConnection {
    private final FakeConnection fake;
    private final Stage stage;

    Line(FakeConnection fake, Stage stage) {
      this.fake = fake;
      this.stage = stage;
    }

    @Override
    public String id() {
      return fake.id();
    }

    @Override
    public long generation() {
      return fake.generation();
    }

    @Override
    public @Nullable Deadline credentialEnd() {
      stage.step();
      return null;
    }

    @Override
    public Duration credentialLife() {
      return Duration.ZERO;
    }

    @Override
    public int messages() {
      return fake.messages();
    }

    @Override
    public boolean isStale() {
      return fake.isStale();
    }

    @Override
    public Pulse check(Deadline limit) {
      stage.step();
      return fake.check(limit);
    }

    @Override
    public void quit() {
      stage.step();
      fake.quit();
    }

    @Override
    public void abort() {
      stage.step();
      fake.abort();
    }
  }

  private static PoolSettings cap(int connections) {
    return PoolSettings.defaults().withMaxConnections(connections);
  }

  /** Connections that do not go for being idle. */
  private static PoolSettings busy(int connections) {
    return cap(connections).withIdleTimeout(HOUR);
  }

  /** Connections that carry twenty messages, and by their draw 16 to 19 before a successor. */
  private static PoolSettings worn(int connections) {
    return busy(connections).withMaxMessages(20);
  }

  /** Plays a scene in every order, and tells how many there were. */
  private static int prove(int preemptions, PoolSettings settings, Scene scene) throws Exception {
    return new Explorer(preemptions).explore(stage -> scene.set(new World(stage, settings)));
  }

  @FunctionalInterface
  private interface Scene {
    void set(World world) throws Exception;
  }

  @Test
  void senders_ofOneConnection_areAllServed() throws Exception {
    assertThat(prove(3, cap(1), world -> world.sender().sender().sender())).isGreaterThan(10_000);
  }

  @Test
  void senders_ofTwoConnections_whoseLinesBreak_loseNoPermit() throws Exception {
    prove(2, cap(2), world -> world.sender().breaking().breaking());
  }

  @Test
  void senders_whoGiveUpWaiting_loseNothingThatWasHandedToThem() throws Exception {
    prove(2, cap(1), world -> world.impatient().sender().impatient());
  }

  @Test
  void senders_whoWantNewConnections_takeThePlaceOfThoseAtRest() throws Exception {
    prove(2, cap(2), world -> world.resting(2).fresh().sender().fresh());
  }

  @Test
  void successor_belowTheCap_isThereBeforeTheOldOneGoes() throws Exception {
    int orders =
        prove(3, busy(2), world -> world.resting(1).aged(NEARLY_OVER).timer().neverWaiting());

    assertThat(orders).isGreaterThan(1_000);
  }

  @Test
  void successor_belowTheCap_whileSendersComeAndGo() throws Exception {
    prove(2, busy(2), world -> world.resting(1).aged(NEARLY_OVER).timer().sender());
  }

  @Test
  void successor_ofOneThatIsNearlyWornOut_isThereBeforeItGoes() throws Exception {
    int orders = prove(2, worn(2), world -> world.resting(1).carried(18).neverWaiting().timer());

    assertThat(orders).isGreaterThan(100);
  }

  @Test
  void successor_ofOneThatIsNearlyWornOut_whileSendersComeAndGo() throws Exception {
    prove(2, worn(2), world -> world.resting(1).carried(18).sender().sender());
    prove(2, worn(1), world -> world.resting(1).carried(18).sender().sender());
  }

  @Test
  void successor_atTheCap_takesThePlaceOfOneAtRest() throws Exception {
    prove(2, busy(1), world -> world.resting(1).aged(NEARLY_OVER).timer().sender().sender());
    prove(2, busy(2), world -> world.resting(2).aged(NEARLY_OVER).timer().sender().sender());
  }

  @Test
  void successor_atTheCapOfTwo_letsASingleSenderNeverWait() throws Exception {
    prove(3, busy(2), world -> world.resting(2).aged(NEARLY_OVER).timer().neverWaiting());
  }

  @Test
  void successor_thatCannotBeOpened_costsNobodyAPermit() throws Exception {
    prove(3, busy(1), world -> world.resting(1).aged(NEARLY_OVER).failing(1).timer().sender());
    prove(3, busy(2), world -> world.resting(1).aged(NEARLY_OVER).failing(1).timer().sender());
  }

  @Test
  void idleAndDeadOnes_goWhileSendersCome() throws Exception {
    prove(1, cap(2), world -> world.resting(2).aged(IDLE).timer().sender().impatient());
    prove(2, cap(1), world -> world.resting(1).dead().aged(LONG_REST).timer().sender().sender());
  }

  @Test
  void eviction_whileSendersComeAndASuccessorIsOpened() throws Exception {
    prove(2, busy(1), world -> world.resting(1).aged(NEARLY_OVER).timer().evictor().sender());
    prove(2, cap(2), world -> world.resting(2).evictor().sender().fresh());
  }

  @Test
  void keptWarm_isOpenedAgainAndAskedWithinTheCap() throws Exception {
    PoolSettings both = cap(2).withKeepWarm(2);
    prove(2, both, world -> world.resting(1).timer().sender());
    prove(1, both, world -> world.resting(2).dead().aged(IDLE).timer().sender());
    prove(3, cap(1).withKeepWarm(1), world -> world.resting(1).aged(IDLE).timer().sender());
  }

  @Test
  void shut_drainsWhateverGoesOn() throws Exception {
    prove(3, cap(1), world -> world.resting(1).closer().sender().sender());
    prove(2, cap(2), world -> world.resting(1).fresh().impatient().breaking().closer());
    prove(3, busy(1), world -> world.resting(1).aged(NEARLY_OVER).timer().closer());
    prove(2, busy(2), world -> world.resting(1).aged(NEARLY_OVER).timer().sender().closer());
    prove(3, cap(2).withKeepWarm(2), world -> world.resting(1).timer().closer());
  }

  @Test
  void end_leavesNothingOpen() throws Exception {
    prove(2, cap(1), world -> world.resting(1).ender().sender().sender());
    prove(2, busy(2), world -> world.resting(1).aged(NEARLY_OVER).timer().sender().ender());
  }
}
