package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.TlsMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A window whose line is lost before its last reply: what is believed of its refusals. */
class LostWindowTest {
  /** Long enough for a busy machine to have the window out before the replies come. */
  private static final Duration ROUND_TRIP = Duration.ofMillis(300);

  private final Lab lab = new Lab();

  /**
   * The refusal of a recipient stands where the verdict on a message is looked for that others
   * have.
   */
  @Test
  void refusal_behindASurplusReply_isNotBelieved() throws Exception {
    try (Lab.SilentLog silence = Lab.silence();
        ScriptedSmtpServer server =
            server()
                .on(Trigger.command("MAIL").nth(2), SmtpFault.extraReply("250 2.0.0 Ok"))
                .on(Trigger.command("RSET").nth(3), SmtpFault.closeBefore())
                .start();
        MailConnector connector = connector(server)) {
      List<SendOutcome> outcomes = all(connector, "ann@example.com", "bad@example.com");

      assertThat(server.messages())
          .filteredOn(message -> message.header("Subject").orElseThrow().equals("1"))
          .hasSize(1);
      assertThat(((SendOutcome.Failed) outcomes.get(1)).failure())
          .isInstanceOf(DeliveryUnknownException.class);
    }
  }

  /** What nobody was to get nobody has, whatever else went wrong. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusal_ofAllRecipients_isBelieved(boolean several) throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.command("RSET").nth(3), SmtpFault.closeBefore()).start();
        MailConnector connector = connector(server)) {
      List<SendOutcome> outcomes =
          several
              ? all(connector, "bad@example.com", "bad@example.com")
              : all(connector, "bad@example.com");

      assertThat(((SendOutcome.Failed) outcomes.get(1)).failure())
          .isInstanceOf(SendRefusedException.class);
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.NONE)
        .offer("PIPELINING", "CHUNKING")
        .recipient("bad@example.com", "550 5.1.1 no such user")
        .latency(ROUND_TRIP);
  }

  private MailConnector connector(ScriptedSmtpServer server) {
    return lab.connector(
        Lab.account(server, TlsMode.NONE)
            .pool(PoolSettings.defaults().withMaxConnections(1))
            .build());
  }

  /** Three messages, of which the first goes alone, and the second to these. */
  private static List<SendOutcome> all(MailConnector connector, String... recipients) {
    Stream<BulkMessage> messages =
        IntStream.range(0, 3)
            .mapToObj(
                i ->
                    BulkMessage.of(Lab.raw("From: robot@example.com", "Subject: " + i, "", "x", ""))
                        .with(to(i == 1 ? recipients : new String[] {"ann@example.com"})));
    try (Stream<SendOutcome> outcomes = connector.sendAll(messages)) {
      return outcomes.sorted(Comparator.comparingLong(SendOutcome::index)).toList();
    }
  }

  private static SendOptions to(String... recipients) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", List.of(recipients)));
  }
}
