package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The straight way: every TLS mode, with and without login, and what comes back. */
class SendTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("geheim");

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({
    "IMPLICIT, IMPLICIT",
    "STARTTLS, STARTTLS",
    "STARTTLS, STARTTLS_IF_OFFERED",
    "NONE, STARTTLS_IF_OFFERED",
    "NONE, NONE"
  })
  void send_inEachTlsMode_isDelivered(ServerTls serverTls, TlsMode tls) throws Exception {
    try (ScriptedSmtpServer server = Lab.server(serverTls).start();
        MailConnector connector = lab.connector(Lab.account(server, tls).build())) {
      SendReceipt receipt = connector.send(Lab.message());

      ReceivedMessage received = server.messages().get(0);
      assertThat(received.sender()).isEqualTo("robot@example.com");
      assertThat(received.recipients()).containsExactly("ann@example.com");
      assertThat(received.text())
          .contains("Subject: Hello\r\n")
          .endsWith("\r\nHello Ann\r\n.dot\r\n");
      assertThat(received.tlsProtocol() != null).isEqualTo(serverTls != ServerTls.NONE);
      assertThat(received.login()).isNull();
      assertThat(receipt.reply().code()).isEqualTo(250);
      assertThat(receipt.identity()).isNull();
      assertThat(lab.events(ConnectorEvent.MessageSent.class)).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"IMPLICIT, IMPLICIT", "STARTTLS, STARTTLS"})
  void send_withPassword_logsInOnceForManyMessages(ServerTls serverTls, TlsMode tls)
      throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(serverTls).mechanisms("PLAIN", "LOGIN").password("robot", "geheim").start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, tls).login(TestLogin.password("robot", "geheim")).build())) {
      for (int i = 0; i < 3; i++) {
        SendReceipt receipt = connector.send(Lab.message());
        assertThat(receipt.identity()).isEqualTo("robot");
      }

      assertThat(server.messages()).hasSize(3).allMatch(message -> message.login() != null);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
      assertThat(lab.events(ConnectorEvent.ConnectionOpened.class)).hasSize(1);
    }
  }

  @Test
  void send_withoutTrustOfItsOwn_usesTheContextOfTheConnector() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.IMPLICIT).start();
        MailConnector connector =
            MailConnector.builder()
                .sslContext(Lab.authority().trustingContext())
                .account(Lab.account(server, TlsMode.IMPLICIT).trust(Trust.platform()).build())
                .build()) {
      assertThat(connector.send(Lab.message()).reply().code()).isEqualTo(250);
    }
  }

  @Test
  void deadline_thatPassesWhileTheMessageIsWrittenOut_opensNoConnection() throws Exception {
    ManualScheduler scheduler = new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));
    MimeMessage message =
        new MimeMessage(Lab.message()) {
          @Override
          public void writeTo(OutputStream out, String[] ignored)
              throws IOException, MessagingException {
            scheduler.clock().advance(Duration.ofSeconds(30));
            super.writeTo(out, ignored);
          }
        };
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();
        MailConnector connector =
            lab.connector(Lab.account(server, TlsMode.NONE).build(), scheduler)) {
      SendOptions options = SendOptions.defaults().withDeadline(Duration.ofSeconds(30));

      MailConnectorException e = Lab.failure(() -> connector.send(message, options));

      assertThat(e).isInstanceOf(InvalidMessageException.class).hasMessageContaining("robot");
      assertThat(e.stage()).isEqualTo(Stage.MESSAGE);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(server.counters().connectionsTotal()).isZero();
      connector.send(message, options.withDeadline(Duration.ofSeconds(31)));
    }
  }

  /** Reads on for ever, a second for each piece. */
  private static final class EndlessStream extends InputStream {
    private static final byte[] HEADER = Lab.raw("From: robot@example.com", "Subject: x", "", "");

    private final SettableClock clock;
    private int pieces;

    EndlessStream(SettableClock clock) {
      this.clock = clock;
    }

    @Override
    public int read() {
      throw new AssertionError("pieces are asked for");
    }

    @Override
    public int read(byte[] piece, int offset, int length) {
      clock.advance(Duration.ofSeconds(1));
      if (pieces++ == 0) {
        System.arraycopy(HEADER, 0, piece, offset, HEADER.length);
        return HEADER.length;
      }
      assertThat(pieces).as("read beyond the deadline").isLessThan(100);
      Arrays.fill(piece, offset, offset + length, (byte) 'x');
      return length;
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void streamWithoutEnd_isReadNoFurtherThanToTheDeadline(boolean bulk, @TempDir Path folder)
      throws Exception {
    SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
    EndlessStream stream = new EndlessStream(clock);
    SendOptions options =
        SendOptions.defaults()
            .withDeadline(Duration.ofSeconds(30))
            .withEnvelope(new Envelope("robot@example.com", List.of("ann@example.com")));
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();
        MailConnector connector =
            MailConnector.builder()
                .account(Lab.account(server, TlsMode.NONE).memoryLimit(64 * 1024).build())
                .clock(clock)
                .ticker(clock::nanoTime)
                .temporaryFolder(folder)
                .build()) {
      MailConnectorException e =
          bulk
              ? bulkFailure(connector, BulkMessage.of(RawMessage.of(stream)).with(options))
              : Lab.failure(() -> connector.send(RawMessage.of(stream), options));

      assertThat(e)
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("longer than the deadline of its send")
          .hasMessageContaining("Nothing was sent");
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(stream.pieces).isEqualTo(30);
      assertThat(folder).isEmptyDirectory();
      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  private static MailConnectorException bulkFailure(MailConnector connector, BulkMessage message) {
    try (Stream<SendOutcome> outcomes = connector.sendAll(Stream.of(message))) {
      return ((SendOutcome.Failed) outcomes.toList().get(0)).failure();
    }
  }

  @Test
  void close_saysGoodbyeOnEveryConnection() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start()) {
      try (MailConnector connector = lab.connector(Lab.account(server, TlsMode.STARTTLS).build())) {
        connector.send(Lab.message());
      }
      assertThat(server.counters().commands("QUIT")).isEqualTo(1);
      assertThat(lab.events(ConnectorEvent.ConnectionClosed.class))
          .singleElement()
          .satisfies(
              event -> assertThat(event.reason()).isEqualTo(ConnectorEvent.CloseReason.SHUTDOWN));
    }
  }
}
