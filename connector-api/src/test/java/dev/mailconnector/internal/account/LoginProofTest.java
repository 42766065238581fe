package dev.mailconnector.internal.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.Lab;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.Explorer;
import dev.mailconnector.internal.smtp.LoginRefusal;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * That no account is locked out, in every order of the steps of its logins, within these bounds:
 * two to four actors, and as many preemptions as each test names. Logins, gate, pause and passwords
 * are the real ones. A step is what lies between two decisions of gate or pause or two acts: the
 * source is read, a line is opened, AUTH is said, its answer comes.
 *
 * <p>Seen in each order: of a password that the server has never accepted, one login is refused; of
 * one that it had accepted, two; nobody waits for ever, and when all is done no turn is missing.
 */
class LoginProofTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final Lab.SilentLog silence = Lab.silence();

  @AfterEach
  void speak() {
    silence.close();
  }

  /** A password and its number. */
  private record Word(String secret, long generation) implements Credential {
    @Override
    public List<Mechanism> mechanisms() {
      return List.of();
    }

    @Override
    public @Nullable Instant issuedAt() {
      return null;
    }

    @Override
    public @Nullable Instant expiresAt() {
      return null;
    }
  }

  private static final class Words implements SecretCredentialProvider.Kind {
    @Override
    public @Nullable String brokenRule(Secret secret) {
      return null;
    }

    @Override
    public Credential issue(Secret secret, long generation) {
      return new Word(secret.reveal(), generation);
    }
  }

  /** A step, and then the secret is looked at in one go: nobody waits for another's reading. */
  private record Stepping(SecretCredentialProvider provider, Explorer.Stage stage)
      implements CredentialProvider {
    @Override
    public String identity() {
      return provider.identity();
    }

    @Override
    public Credential current() {
      stage.step();
      return provider.current();
    }

    @Override
    public void refused(Credential credential, SmtpReply reply) {
      provider.refused(credential, reply);
    }

    @Override
    public void accepted(Credential credential) {
      provider.accepted(credential);
    }

    @Override
    public void close() {
      provider.close();
    }
  }

  /** How the server answers a login, but for the secret. */
  private enum Manner {
    BY_THE_SECRET,
    HANGS_UP,
    BUSY
  }

  /** One account on a stage, its source and its server. */
  private static final class World implements LoginSteps<World, Object> {
    private final Explorer.Stage stage;
    private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
    private final LoginGate gate;
    private final SecretCredentialProvider provider;
    private final Logins<World, Object> logins;
    private final Map<String, Integer> refusals = new HashMap<>();
    private final Set<String> accepted = new HashSet<>();
    private final ThreadLocal<List<String>> mine = ThreadLocal.withInitial(ArrayList::new);
    private String held = "first";
    private String wanted = "first";
    private Manner manner = Manner.BY_THE_SECRET;
    private int failingGreetings;
    private int underWay;
    private int total;
    private int letIn;
    private int again;

    World(Explorer.Stage stage) {
      this.stage = stage;
      this.gate = new LoginGate(clock::nanoTime, stage);
      this.provider =
          new SecretCredentialProvider(
              new AtOnce(), "svc-mail", () -> Secret.of(held), new Words());
      Account account =
          Account.builder("robot", SmtpEndpoint.submission("mail.example"))
              .login(context -> provider)
              .build();
      this.logins =
          new Logins<>(
              account,
              new Stepping(provider, stage),
              this,
              gate,
              new LoginPause(clock::nanoTime, stage),
              new LoginPolicy(clock, new ManualScheduler(clock)),
              new LoginEvents("robot", "svc-mail", clock, event -> {}));
      stage.audit(this::audit);
    }

    @Override
    public World greet(Deadline deadline) {
      stage.step();
      if (failingGreetings > 0) {
        failingGreetings--;
        throw new ConnectionFailedException(
            FailureDetail.of(Stage.CONNECT, "nobody listens", Advice.RETRY_LATER, "Wait."));
      }
      return this;
    }

    @Override
    public boolean isStale(World session) {
      return false;
    }

    @Override
    public Object login(World session, Credential credential, Deadline deadline)
        throws IOException, LoginRefusal {
      String secret = ((Word) credential).secret();
      underWay++;
      total++;
      assertThat(underWay).isLessThanOrEqualTo(accepted.contains(secret) ? 2 : 1);
      stage.step();
      underWay--;
      if (manner == Manner.HANGS_UP) {
        throw new IOException("end of stream");
      }
      if (manner == Manner.BUSY) {
        throw LoginRefusal.of("PLAIN", SmtpReply.of(454, List.of("4.7.0 busy")));
      }
      boolean right = secret.equals(wanted);
      if (right) {
        accepted.add(secret);
      } else {
        refusals.merge(secret, 1, Integer::sum);
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new IOException("closed by interrupt");
      }
      if (!right) {
        mine.get().add(secret);
        throw LoginRefusal.of("PLAIN", SmtpReply.of(535, List.of("5.7.8 no")));
      }
      return session;
    }

    @Override
    public void abort(World session) {
      stage.step();
    }

    private void open(Duration patience) {
      mine.get().clear();
      try {
        logins.open(Deadline.in(patience, clock::nanoTime), generation -> {});
        letIn++;
      } catch (MailConnectorException e) {
        // Refused, turned away, or nobody listens.
      }
      assertThat(mine.get()).as("refused for one send").doesNotHaveDuplicates();
    }

    World sender() {
      stage.actor(() -> open(Explorer.PATIENCE));
      return this;
    }

    World senders(int count) {
      for (int i = 0; i < count; i++) {
        sender();
      }
      return this;
    }

    World impatient() {
      stage.actor(() -> open(HOUR));
      return this;
    }

    World interrupter(int actor) {
      stage.actor(() -> stage.interrupt(actor));
      return this;
    }

    World rotator(String secret) {
      stage.actor(() -> held = secret);
      return this;
    }

    World administrator(String secret) {
      stage.actor(() -> wanted = secret);
      return this;
    }

    World closer() {
      stage.actor(provider::close);
      return this;
    }

    /** Somebody says that it is worth trying now. */
    World evictor() {
      again++;
      stage.actor(logins::forget);
      return this;
    }

    World wants(String secret) {
      wanted = secret;
      return this;
    }

    World holds(String secret) {
      held = secret;
      return this;
    }

    World answering(Manner how) {
      manner = how;
      return this;
    }

    World failingGreetings(int count) {
      failingGreetings = count;
      return this;
    }

    /** A send before the run. */
    World sent() {
      open(HOUR);
      letIn = 0;
      return this;
    }

    World after(Duration time) {
      clock.advance(time);
      return this;
    }

    /** What holds at the end, besides what always does. */
    World in(Runnable audit) {
      stage.audit(audit);
      return this;
    }

    private void audit() {
      refusals.forEach(
          (secret, count) ->
              assertThat(count)
                  .as("refused logins with " + secret)
                  .isLessThanOrEqualTo((accepted.contains(secret) ? 2 : 1) + again));
      try {
        gate.turn(new Word("next", 99), Deadline.in(Duration.ZERO, clock::nanoTime), null);
      } catch (TimeoutException | InterruptedException e) {
        throw new AssertionError("a turn is missing when all is done", e);
      }
    }
  }

  @FunctionalInterface
  private interface Scene {
    World set(World world);
  }

  /** Plays a scene in every order, and tells how many there were. */
  private static int prove(int preemptions, Scene scene) throws Exception {
    return new Explorer(preemptions).explore(stage -> scene.set(new World(stage)));
  }

  @Test
  void wrongPassword_isRefusedOnce_andNobodyIsLetIn() throws Exception {
    int orders =
        prove(
            2,
            world ->
                world
                    .wants("another")
                    .senders(3)
                    .in(() -> assertThat(world.refusals).containsExactly(Map.entry("first", 1))));

    assertThat(orders).isGreaterThan(500);
  }

  @Test
  void rightPassword_letsEverybodyIn() throws Exception {
    prove(2, world -> world.senders(3).in(() -> assertThat(world.letIn).isEqualTo(3)));
  }

  @Test
  void passwordThatWorked_isRefusedTwiceAtMost() throws Exception {
    prove(2, world -> world.sent().wants("another").senders(3));
  }

  @Test
  void passwordChangedAtBothEnds_costsTwoRefusals_andNobodyASend() throws Exception {
    prove(
        2,
        world ->
            world
                .sent()
                .wants("second")
                .holds("second")
                .senders(3)
                .in(() -> assertThat(world.letIn).isEqualTo(3)));
  }

  @Test
  void passwordsChangedMeanwhile_areEachRefusedAsOftenAsTheyMayBe() throws Exception {
    prove(1, world -> world.senders(3).administrator("second").rotator("second"));
    prove(1, world -> world.wants("third").senders(3).rotator("second"));
    prove(1, world -> world.sent().wants("third").senders(2).rotator("second").rotator("third"));
  }

  @Test
  void loginsWithoutAnswer_areFollowedByAPause() throws Exception {
    for (Manner manner : List.of(Manner.HANGS_UP, Manner.BUSY)) {
      prove(
          2,
          world ->
              world
                  .answering(manner)
                  .senders(3)
                  .in(() -> assertThat(world.total).as("logins").isEqualTo(1)));
    }
  }

  @Test
  void outage_isEachSendsOwn_andTheNextMayTry() throws Exception {
    prove(
        2,
        world ->
            world.failingGreetings(2).senders(3).in(() -> assertThat(world.letIn).isEqualTo(1)));
    prove(2, world -> world.failingGreetings(1).wants("another").senders(3));
  }

  @Test
  void sendersWhoGiveUpOrAreInterrupted_letTheOthersGo() throws Exception {
    prove(2, world -> world.impatient().sender().impatient());
    prove(2, world -> world.wants("another").impatient().sender().impatient());
    prove(1, world -> world.senders(3).interrupter(0));
    prove(2, world -> world.wants("another").senders(2).interrupter(0));
  }

  @Test
  void refusedAccount_isLookedAtByOne_andTriedByOne() throws Exception {
    Duration half = Duration.ofSeconds(30);
    prove(
        1,
        world ->
            world
                .wants("another")
                .sent()
                .after(half)
                .senders(3)
                .in(() -> assertThat(world.total).as("logins, nothing new").isEqualTo(1)));
    prove(
        1,
        world ->
            world
                .wants("another")
                .sent()
                .after(half)
                .holds("second")
                .senders(3)
                .in(() -> assertThat(world.total).as("logins, a new one").isEqualTo(2)));
    prove(2, world -> world.wants("second").sent().after(half).senders(2).rotator("second"));
    prove(
        1,
        world -> {
          world.again++;
          return world
              .wants("another")
              .sent()
              .after(Duration.ofMinutes(16))
              .senders(3)
              .in(() -> assertThat(world.total).as("logins, far apart").isEqualTo(2));
        });
  }

  @Test
  void tryNow_costsOneLoginMore() throws Exception {
    prove(2, world -> world.wants("another").sent().senders(2).evictor());
    prove(2, world -> world.wants("another").senders(2).evictor());
    prove(1, world -> world.sent().wants("another").senders(3).evictor());
  }

  @Test
  void close_leavesNobodyWaiting() throws Exception {
    prove(2, world -> world.senders(3).closer());
    prove(2, world -> world.wants("another").senders(2).rotator("second").closer());
  }
}
