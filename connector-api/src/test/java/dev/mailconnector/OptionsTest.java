package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.DsnRequest.Returned;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.angus.mail.smtp.SMTPMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a send may ask for: all or nothing, notifications, TLS on the whole way. */
class OptionsTest {
  private static final byte[] MESSAGE =
      Lab.raw("From: robot@example.com", "To: ann@example.com, bob@example.com", "", "Hello", "");
  private static final SendOptions DEFAULTS = SendOptions.defaults();
  private static final DsnRequest REQUEST =
      DsnRequest.on(Condition.FAILURE, Condition.DELAY)
          .returning(Returned.HEADERS)
          .withEnvelopeId("order 4711");

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({"false,,false", "true,,true", "false,true,true", "true,false,false"})
  void allOrNothing_isWhatTheSendSaysElseWhatTheAccountSays(
      boolean account, Boolean send, boolean all) {
    SendOptions options = send == null ? DEFAULTS : DEFAULTS.withAllOrNothing(send);
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE).recipient("bob@example.com", "550 5.1.1 Unknown").start();
        MailConnector connector =
            lab.connector(Lab.account(server, TlsMode.NONE).allOrNothing(account).build())) {
      MailConnectorException one = Lab.failure(() -> connector.send(MESSAGE, options));
      MailConnectorException ofMany;
      try (Stream<SendOutcome> outcomes =
          connector.sendAll(List.of(BulkMessage.of(MESSAGE).with(options)))) {
        ofMany = ((SendOutcome.Failed) outcomes.toList().get(0)).failure();
      }

      assertThat(List.of(one, ofMany))
          .hasOnlyElementsOfType(all ? SendRefusedException.class : PartlyAcceptedException.class);
      assertThat(server.messages()).hasSize(all ? 0 : 2);
    }
  }

  @Test
  void dsn_whereOffered_isAskedFor() {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).offer("DSN").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      SendReceipt receipt = connector.send(MESSAGE, DEFAULTS.withDsn(REQUEST));

      assertThat(receipt.dsn()).isEqualTo(SendReceipt.Dsn.REQUESTED);
      ReceivedMessage received = server.messages().get(0);
      assertThat(received.mailParameters())
          .containsEntry("RET", "HDRS")
          .containsEntry("ENVID", "order+204711");
      assertThat(received.recipientParameters())
          .allSatisfy(each -> assertThat(each).containsEntry("NOTIFY", "FAILURE,DELAY"))
          .extracting(each -> each.get("ORCPT"))
          .containsExactly("rfc822;ann@example.com", "rfc822;bob@example.com");
    }
  }

  @Test
  void message_ofAngusOwnKind_isSentAsItSays() throws Exception {
    SMTPMessage message = new SMTPMessage(Lab.message());
    message.setEnvelopeFrom("bounces@example.com");
    message.setReturnOption(SMTPMessage.RETURN_HDRS);
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).offer("DSN").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      connector.send(message);
      try (Stream<SendOutcome> outcomes = connector.sendAll(List.of(BulkMessage.of(message)))) {
        assertThat(outcomes).allMatch(SendOutcome::isSent);
      }

      assertThat(server.messages())
          .hasSize(2)
          .allMatch(received -> received.sender().equals("bounces@example.com"))
          .allMatch(received -> "HDRS".equals(received.mailParameters().get("RET")));
    }
  }

  @Test
  void dsn_ofAPartlyAcceptedMessage_isInTheFailure() {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE)
                .offer("DSN")
                .recipient("bob@example.com", "550 5.1.1 Unknown")
                .start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(MESSAGE, DEFAULTS.withDsn(REQUEST)));

      assertThat(((PartlyAcceptedException) e).dsn()).isEqualTo(SendReceipt.Dsn.REQUESTED);
    }
  }

  @Test
  void dsn_whereNotOffered_isLeftOutAndTheReceiptSaysSo() {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).withhold("DSN").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      SendReceipt receipt = connector.send(MESSAGE, DEFAULTS.withDsn(REQUEST));

      assertThat(receipt.dsn()).isEqualTo(SendReceipt.Dsn.NOT_OFFERED);
      assertThat(server.messages().get(0).mailParameters()).doesNotContainKeys("RET", "ENVID");
    }
  }

  @Test
  void dsn_requiredWhereNotOffered_isRefusedAndCostsNoConnection() {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).withhold("DSN").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(MESSAGE, DEFAULTS.withDsn(REQUEST.asRequirement())));
      assertThat(connector.send(MESSAGE, DEFAULTS).dsn()).isEqualTo(SendReceipt.Dsn.NOT_WANTED);

      assertThat(e)
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("does not offer DSN");
      assertThat(server.messages()).extracting(ReceivedMessage::session).containsExactly(1);
      assertThat(server.counters().commands("MAIL")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\r\nb", "ü", "\t"})
  void envelopeId_thatCouldNotTravel_isRefused(String id) {
    assertThatThrownBy(() -> DsnRequest.usual().withEnvelopeId(id))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("envelope id");
  }

  @Test
  void envelopeId_ofAHundredCharactersAsItTravels_isTheLongest() {
    assertThat(DsnRequest.usual().withEnvelopeId("x".repeat(97) + "+").envelopeId()).hasSize(98);
    assertThatThrownBy(() -> DsnRequest.usual().withEnvelopeId("x".repeat(98) + "+"))
        .hasMessageContaining("1 to 100 characters");
  }

  @Test
  void requireTls_overTlsWhereOffered_isAskedFor() {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).offer("REQUIRETLS").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.STARTTLS).build())) {
      connector.send(MESSAGE, DEFAULTS.withRequireTls(true));
      connector.send(MESSAGE, DEFAULTS);

      assertThat(server.messages().get(0).mailParameters()).containsKey("REQUIRETLS");
      assertThat(server.messages().get(1).mailParameters()).doesNotContainKey("REQUIRETLS");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "STARTTLS, STARTTLS, SIZE, does not offer REQUIRETLS",
    "NONE, STARTTLS_IF_OFFERED, REQUIRETLS, is not encrypted",
    "NONE, NONE, REQUIRETLS, is not encrypted"
  })
  void requireTls_thatCannotBe_isRefusedBeforeAnythingIsSent(
      ServerTls tls, TlsMode mode, String keyword, String why) {
    try (ScriptedSmtpServer server = Lab.server(tls).offer(keyword).start();
        MailConnector connector = lab.connector(Lab.account(server, mode).build())) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(MESSAGE, DEFAULTS.withRequireTls(true)));

      assertThat(e).isInstanceOf(InvalidMessageException.class).hasMessageContaining(why);
      assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE);
      assertThat(server.counters().commands("MAIL")).isZero();
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void requireTls_whereTheCertificateIsNotChecked_isRefused() {
    Account account =
        Account.builder("robot", SmtpEndpoint.submission("localhost"))
            .trust(Trust.dangerouslyNone())
            .build();
    try (MailConnector connector = lab.connector(account)) {
      assertThat(Lab.failure(() -> connector.send(MESSAGE, DEFAULTS.withRequireTls(true))))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("does not check its server's certificate");
    }
  }

  @Test
  void account_ofAPresetThatLimitsTheRate_hasAWindowOfOne() {
    assertThat(Account.builder("a", ProviderPreset.MICROSOFT365).build().window()).isEqualTo(1);
    assertThat(Account.builder("a", ProviderPreset.GMAIL).build().window()).isEqualTo(16);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1024 * 1024 * 1024 + 1})
  void memoryLimit_thatIsNone_isRefused(int bytes) {
    Account.Builder builder = Account.builder("a", SmtpEndpoint.submission("mail.example"));

    assertThatThrownBy(() -> builder.memoryLimit(bytes))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("memory-limit")
        .hasMessageContaining("at most 1 GiB");
  }
}
