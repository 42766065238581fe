package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent.MessageFailed;
import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.TlsMode;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a listener learns of every send, so that it can write the audit log. */
class AuditTest {
  private static final Map<String, String> TAGS = Map.of("tenant", "blue", "job", "invoices");

  private final Lab lab = new Lab();
  private final ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();

  @AfterEach
  void close() {
    server.close();
  }

  private MailConnector connector() {
    return lab.connector(Lab.account(server, TlsMode.NONE).build());
  }

  @Test
  void tags_areInReceiptAndEvent_andNotInTheMessage() throws Exception {
    try (MailConnector connector = connector()) {
      SendReceipt receipt = connector.send(Lab.message(), SendOptions.defaults().withTags(TAGS));

      assertThat(receipt.tags()).isEqualTo(TAGS);
      assertThat(lab.events(MessageSent.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.tags()).isEqualTo(TAGS);
                assertThat(event.recipients()).isEqualTo(receipt.recipients()).isNotEmpty();
                assertThat(event.dsn()).isEqualTo(receipt.dsn());
              });
      assertThat(server.messages().get(0).text()).doesNotContain("blue", "invoices");
    }
  }

  @Test
  void message_thatCannotBeWritten_isReported() throws Exception {
    try (MailConnector connector = connector()) {
      MailConnectorException e =
          Lab.failure(
              () ->
                  connector.send(
                      Lab.raw("Subject: x", "", "Hello"),
                      SendOptions.defaults().withTags(TAGS).withCorrelationId("one")));

      assertThat(lab.events(MessageFailed.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.failure()).isSameAs(e).isInstanceOf(InvalidMessageException.class);
                assertThat(event.account()).isEqualTo("robot");
                assertThat(event.correlationId()).isEqualTo("one");
                assertThat(event.tags()).isEqualTo(TAGS);
                assertThat(event.envelope()).isNull();
              });
    }
  }

  @Test
  void message_thatCannotBeWritten_isReportedWithItsExplicitEnvelope() throws Exception {
    Envelope envelope = Envelope.of("robot@example.com", "ann@example.com");
    try (MailConnector connector = connector()) {
      Lab.failure(
          () ->
              connector.send(
                  Lab.raw("Subject: x", "", "Hello"),
                  SendOptions.defaults().withEnvelope(envelope)));

      assertThat(lab.events(MessageFailed.class))
          .singleElement()
          .satisfies(event -> assertThat(event.envelope()).isEqualTo(envelope));
    }
  }

  @Test
  void failure_isToldOnceInAStackTrace_fromWhereItHappened() throws Exception {
    server.on(Trigger.command("MAIL"), SmtpFault.reply("550 5.7.1 No"));
    try (MailConnector connector = connector()) {
      MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));

      assertThat(e).hasNoCause();
      assertThat(e.getStackTrace())
          .extracting(StackTraceElement::getMethodName)
          .contains("refused", "failure_isToldOnceInAStackTrace_fromWhereItHappened");
    }
  }

  @Test
  void send_throughAnAccountThatIsNotThere_isReported() throws Exception {
    try (MailConnector connector = connector()) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(Lab.message(), SendOptions.account("robto")));

      assertThat(e.correlationId()).isPresent();
      assertThat(lab.events(MessageFailed.class))
          .singleElement()
          .satisfies(event -> assertThat(event.account()).isEqualTo("robto"));
    }
  }

  @Test
  void tags_areInTheEventOfAFailure() throws Exception {
    server.on(Trigger.command("MAIL"), SmtpFault.reply("550 5.7.1 No"));
    try (MailConnector connector = connector()) {
      Lab.failure(() -> connector.send(Lab.message(), SendOptions.defaults().withTags(TAGS)));

      assertThat(lab.events(MessageFailed.class))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.tags()).isEqualTo(TAGS);
              });
    }
  }
}
