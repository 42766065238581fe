package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whatever fails beneath a bulk send, each message has one outcome and the stream ends. */
class SendAllFaultTest {
  private static final int MESSAGES = 60;

  private final Lab lab = new Lab();

  @Test
  void successor_whoseLoginBreaks_failsTheRest() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = server();
        MailConnector connector = lab.connector(account(server).build());
        Stream<SendOutcome> outcomes = connector.sendAll(messages())) {
      AtomicBoolean replaced = new AtomicBoolean();
      TestLogin broken =
          TestLogin.passwords(
              "robot",
              generation -> {
                throw new NoClassDefFoundError("com/example/Vault");
              });
      List<SendOutcome> seen =
          read(
              outcomes.peek(
                  outcome -> {
                    if (replaced.compareAndSet(false, true)) {
                      connector.replace(account(server).login(broken).build());
                    }
                  }));

      assertOneEach(seen);
      assertThat(seen).anyMatch(outcome -> !outcome.isSent());
      assertThat(seen).filteredOn(SendOutcome::isSent).hasSize(server.counters().messages());
    }
  }

  @Test
  void clock_thatBreaksBetweenTwoReplies_costsNoOutcome() throws Exception {
    AtomicInteger left = new AtomicInteger();
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = server();
        MailConnector connector =
            MailConnector.builder()
                .account(account(server).build())
                .clock(() -> breakDown(left))
                .listener(
                    event -> {
                      if (event instanceof MessageSent) {
                        left.compareAndSet(0, 5);
                      }
                    })
                .build();
        Stream<SendOutcome> outcomes = connector.sendAll(messages())) {
      List<SendOutcome> seen = read(outcomes);

      assertOneEach(seen);
      assertThat(left.get()).isNegative();
      assertThat(seen).filteredOn(SendOutcome::isSent).hasSizeGreaterThan(0);
      assertThat(seen)
          .filteredOn(SendOutcome::isSent)
          .hasSizeLessThanOrEqualTo(server.counters().messages());
    }
  }

  /** Works, except for the last four of five times. */
  private static Instant breakDown(AtomicInteger left) {
    if (Thread.currentThread().getName().startsWith("mailconnector-bulk")
        && left.get() > 0
        && left.updateAndGet(n -> n == 1 ? -1 : n - 1) < 4) {
      throw new IllegalStateException("the clock broke");
    }
    return Instant.now();
  }

  private static List<SendOutcome> read(Stream<SendOutcome> outcomes) throws Exception {
    List<SendOutcome> seen = new ArrayList<>();
    return Lab.async(
            () -> {
              outcomes.forEach(seen::add);
              return seen;
            })
        .get(30, TimeUnit.SECONDS);
  }

  private static void assertOneEach(List<SendOutcome> outcomes) {
    assertThat(outcomes)
        .extracting(SendOutcome::index)
        .containsExactlyInAnyOrderElementsOf(LongStream.range(0, MESSAGES).boxed().toList());
  }

  private static ScriptedSmtpServer server() {
    return Lab.server(ServerTls.STARTTLS)
        .password("robot", "secret")
        .offer("PIPELINING", "CHUNKING")
        .latency(Duration.ofMillis(5))
        .start();
  }

  private static Account.Builder account(ScriptedSmtpServer server) {
    return Lab.account(server, TlsMode.STARTTLS)
        .window(4)
        .pool(PoolSettings.defaults().withMaxConnections(2));
  }

  private static Stream<BulkMessage> messages() {
    return IntStream.range(0, MESSAGES)
        .mapToObj(
            i ->
                BulkMessage.of(
                    Lab.raw(
                        "From: robot@example.com", "To: ann@example.com", "Subject: " + i, "")));
  }
}
