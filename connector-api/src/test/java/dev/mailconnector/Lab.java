package dev.mailconnector;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.random.RandomGenerator;
import org.assertj.core.api.Assertions;
import org.assertj.core.api.ThrowableAssert;

/** A certificate authority, servers and accounts of one test, and what the connector reported. */
public final class Lab {
  /** Made once: an authority is costly and immutable. */
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  /** Short enough for a test that waits for one, long enough for a busy machine. */
  public static final Timeouts TIMEOUTS =
      Timeouts.defaults()
          .withConnect(Duration.ofSeconds(10))
          .withGreeting(Duration.ofSeconds(10))
          .withCommand(Duration.ofSeconds(10))
          .withFinalReply(Duration.ofSeconds(10))
          .withBorrow(Duration.ofSeconds(10))
          .withToken(Duration.ofSeconds(10))
          .withShutdown(Duration.ofSeconds(5));

  private final List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
  private final Background background = new Background();

  public static TestAuthority authority() {
    return AUTHORITY;
  }

  /** A server with a certificate for localhost that wants no login. */
  public static ScriptedSmtpServerBuilder server(ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .tls(tls)
        .loginRequired(false)
        .certificate(AUTHORITY.issue("localhost", "127.0.0.1"));
  }

  /** An account at this server that trusts the lab's authority. */
  public static Account.Builder account(ScriptedSmtpServer server, TlsMode tls) {
    return Account.builder("robot", new SmtpEndpoint("localhost", server.port(), tls))
        .trust(Trust.context(AUTHORITY.trustingContext()))
        .ehloName("client.example")
        .timeouts(TIMEOUTS);
  }

  /** A connector that tells this lab what happens. */
  public MailConnector connector(Account account) {
    return MailConnector.builder().account(account).listener(this::note).build();
  }

  /** The same, on clocks and a timer that the test drives. */
  public MailConnector connector(Account account, ManualScheduler scheduler) {
    return MailConnector.builder()
        .account(account)
        .listener(this::note)
        .clock(scheduler.clock())
        .ticker(scheduler.clock()::nanoTime)
        .scheduler(scheduler)
        .background(background)
        .build();
  }

  /** The same, with jitter that the test draws. */
  public MailConnector connector(
      Account account, ManualScheduler scheduler, RandomGenerator random) {
    return MailConnector.builder()
        .account(account)
        .listener(this::note)
        .clock(scheduler.clock())
        .ticker(scheduler.clock()::nanoTime)
        .scheduler(scheduler)
        .random(random)
        .background(background)
        .build();
  }

  /**
   * Time passes on the clock of this lab's one connector, from timer to timer; it stands still
   * while connections are opened or closed in the background. Not for what waits for that clock.
   */
  void live(ManualScheduler scheduler, Duration duration) {
    background.live(scheduler, duration, () -> false);
  }

  /** The same until it is so. */
  void live(ManualScheduler scheduler, Duration most, BooleanSupplier condition) {
    if (!background.live(scheduler, most, condition)) {
      throw new AssertionError("It has not come true within " + most + " of the test's clock");
    }
  }

  private void note(ConnectorEvent event) {
    events.add(event);
    SecretHunt.tell(event);
  }

  /** Nothing is logged by the connector until the result is closed: for expected warnings. */
  public static SilentLog silence() {
    Logger logger = Logger.getLogger("dev.mailconnector");
    Level before = logger.getLevel();
    logger.setLevel(Level.OFF);
    return () -> logger.setLevel(before);
  }

  /** Ends a silence. */
  @FunctionalInterface
  public interface SilentLog extends AutoCloseable {
    @Override
    void close();
  }

  /** Does this on a thread of its own. */
  public static <T> CompletableFuture<T> async(Callable<T> work) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work.call());
              } catch (Throwable e) {
                result.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  /** Waits until it is so; half a minute at the most. */
  public static void until(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("It has not come true for 30 seconds");
      }
      Thread.yield();
    }
  }

  /** What happened, of one kind, in order. */
  public <E extends ConnectorEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** How this call fails. */
  public static MailConnectorException failure(ThrowableAssert.ThrowingCallable call) {
    MailConnectorException e = Assertions.catchThrowableOfType(MailConnectorException.class, call);
    Assertions.assertThat(e).as("nothing failed").isNotNull();
    SecretHunt.tell(e);
    return e;
  }

  /** A small message from robot to ann. */
  public static MimeMessage message() throws MessagingException {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@example.com"));
    message.setSubject("Hello");
    message.setText("Hello Ann\n.dot\n");
    return message;
  }

  /** The same as bytes. */
  public static byte[] raw(String... lines) {
    return String.join("\r\n", lines).getBytes(StandardCharsets.UTF_8);
  }
}
