package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bulk send that is cancelled while a server has taken a message and does not say so: no message
 * that may have been delivered is without an outcome.
 */
class SendAllCancelTest {
  private static final int MESSAGES = 6;

  private final Lab lab = new Lab();

  @ParameterizedTest
  @ValueSource(strings = {"", "CHUNKING", "PIPELINING"})
  void stream_thatIsClosed_tellsItsReaderWhatIsInDoubt(String withheld) throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = stalling(withheld);
        MailConnector connector = connector(server)) {
      Stream<SendOutcome> outcomes = connector.sendAll(messages());
      Reader reader = new Reader(outcomes);
      awaitStall(server);

      outcomes.close();

      assertThat(reader.end()).isNull();
      assertNothingIsLost(server, reader.seen);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "CHUNKING", "PIPELINING"})
  void connector_thatIsClosed_tellsItsReaderWhatIsInDoubt(String withheld) throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = stalling(withheld)) {
      MailConnector connector = connector(server);
      Reader reader = new Reader(connector.sendAll(messages()));
      awaitStall(server);

      connector.close();

      Throwable end = reader.end();
      if (end == null) {
        // All failed by themselves before there was anything to cancel.
        assertThat(reader.seen).hasSize(MESSAGES);
      } else {
        assertThat(end).isInstanceOf(ConnectorClosedException.class);
      }
      assertNothingIsLost(server, reader.seen);
    }
  }

  @Test
  void reader_thatIsInterrupted_hearsWhatIsInDoubtFirst() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = stalling("");
        MailConnector connector = connector(server)) {
      Reader reader = new Reader(connector.sendAll(messages()));
      awaitStall(server);

      reader.thread.interrupt();

      assertThat(reader.end()).isInstanceOf(CancellationException.class);
      assertThat(reader.interrupted).isTrue();
      assertNothingIsLost(server, reader.seen);
    }
  }

  @Test
  void iterator_readsOn_afterItsOwnThreadHasClosedTheStream() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server = stalling("");
        MailConnector connector = connector(server)) {
      List<SendOutcome> seen = new ArrayList<>();
      try (Stream<SendOutcome> outcomes = connector.sendAll(messages())) {
        Iterator<SendOutcome> reader = outcomes.iterator();
        seen.add(reader.next());
        awaitStall(server);

        outcomes.close();

        reader.forEachRemaining(seen::add);
      }

      assertNothingIsLost(server, seen);
    }
  }

  /** Its thread cannot say in time what became of the message that it has in hand. */
  @Test
  void message_whoseThreadIsHeldUp_isInDoubt() throws Exception {
    CountDownLatch released = new CountDownLatch(1);
    CountDownLatch held = new CountDownLatch(1);
    try (ScriptedSmtpServer server = server("").start();
        MailConnector connector =
            MailConnector.builder()
                .account(account(server))
                .listener(
                    event -> {
                      if (event instanceof ConnectorEvent.MessageSent) {
                        held.countDown();
                        awaitUninterruptibly(released);
                      }
                    })
                .build()) {
      Stream<SendOutcome> outcomes = connector.sendAll(List.of(BulkMessage.of(message(0))));
      Reader reader = new Reader(outcomes);
      assertThat(held.await(30, TimeUnit.SECONDS)).isTrue();

      outcomes.close();

      assertThat(reader.end()).isNull();
      released.countDown();
      assertNothingIsLost(server, reader.seen);
      assertThat(reader.seen).singleElement().matches(outcome -> !outcome.isSent());
    }
  }

  private static void assertNothingIsLost(ScriptedSmtpServer server, List<SendOutcome> seen) {
    List<String> kept =
        server.messages().stream().map(message -> message.header("Subject").orElseThrow()).toList();
    assertThat(kept).isNotEmpty();
    assertThat(seen).extracting(outcome -> "" + outcome.index()).containsAll(kept);
    assertThat(seen).extracting(SendOutcome::index).doesNotHaveDuplicates();
    for (SendOutcome outcome : seen) {
      if (outcome.isSent()) {
        assertThat(kept).contains("" + outcome.index());
      } else if (kept.contains("" + outcome.index())) {
        assertThat(outcome)
            .extracting(each -> ((SendOutcome.Failed) each).failure())
            .isInstanceOf(DeliveryUnknownException.class)
            .extracting(failure -> ((MailConnectorException) failure).correlationId())
            .isNotNull();
      }
    }
  }

  private static void awaitStall(ScriptedSmtpServer server) throws InterruptedException {
    server.await(counters -> counters.messages() >= 2, Duration.ofSeconds(30));
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Keeps every message but answers only the first. */
  private static ScriptedSmtpServer stalling(String withheld) {
    return server(withheld)
        .on(Trigger.contentEnd().after(1), SmtpFault.stall().afterEffect())
        .start();
  }

  private static ScriptedSmtpServerBuilder server(String withheld) {
    ScriptedSmtpServerBuilder builder =
        Lab.server(ServerTls.NONE).offer("PIPELINING", "CHUNKING", "8BITMIME");
    return withheld.isEmpty() ? builder : builder.withhold(withheld);
  }

  private MailConnector connector(ScriptedSmtpServer server) {
    return lab.connector(account(server));
  }

  private static Account account(ScriptedSmtpServer server) {
    return Lab.account(server, TlsMode.NONE)
        .pool(PoolSettings.defaults().withMaxConnections(1))
        .timeouts(Lab.TIMEOUTS.withShutdown(Duration.ofMillis(200)))
        .build();
  }

  private static Stream<BulkMessage> messages() {
    return IntStream.range(0, MESSAGES).mapToObj(i -> BulkMessage.of(message(i)));
  }

  private static byte[] message(int number) {
    return Lab.raw(
        "From: robot@example.com", "To: ann@example.com", "Subject: " + number, "", "Hello");
  }

  /** Reads the outcomes on a thread of its own. */
  private static final class Reader {
    final List<SendOutcome> seen = new ArrayList<>();
    final CompletableFuture<Throwable> end = new CompletableFuture<>();
    final Thread thread;
    volatile boolean interrupted;

    Reader(Stream<SendOutcome> outcomes) {
      thread =
          new Thread(
              () -> {
                Throwable failure = null;
                try {
                  outcomes.forEach(seen::add);
                } catch (RuntimeException e) {
                  failure = e;
                }
                interrupted = Thread.currentThread().isInterrupted();
                end.complete(failure);
              });
      thread.start();
    }

    @Nullable Throwable end() throws Exception {
      return end.get(30, TimeUnit.SECONDS);
    }
  }
}
