package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** MAIL, RCPT, DATA and the message: what the server refuses, and what that means. */
class TransactionTest {
  private static final byte[] MESSAGE =
      Lab.raw("From: robot@example.com", "To: ann@example.com", "Subject: x", "", "Hello", "");
  private static final Envelope THREE =
      Envelope.of("robot@example.com", "ann@example.com", "bob@example.com", "eve@example.com");

  private final Lab lab = new Lab();

  @ParameterizedTest(name = "{0} {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|MAIL|550 5.7.60 No Send As|FIX_CONFIGURATION|The sender <robot@example.com> was"
            + " refused at",
        "MAIL|MAIL|451 4.3.0 Later|RETRY_LATER|The sender <robot@example.com> was refused at",
        "RCPT|RCPT|550 5.1.1 Unknown|FIX_MESSAGE|Every recipient was refused at",
        "RCPT|RCPT|450 4.2.1 Greylisted|RETRY_LATER|<ann@example.com>",
        "DATA|DATA|451 4.3.0 Later|RETRY_LATER|The message was refused at",
        "DATA|DATA|554 5.5.1 No|FIX_MESSAGE|The message was refused at",
        "END|CONTENT|550 5.7.1 Spam|FIX_MESSAGE|The message was refused at",
        "END|CONTENT|452 4.3.1 Out of storage|RETRY_LATER|The message was refused at"
      })
  void refusal_isToldInTheServersWordsAndTheConnectionLivesOn(
      String place, Stage stage, String reply, Advice advice, String words) throws Exception {
    try (ScriptedSmtpServer server =
            server().on(trigger(place).first(1), SmtpFault.reply(reply)).start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining(words)
          .hasMessageContaining("the server said \"" + reply + "\"");
      assertThat(e.stage()).isEqualTo(stage);
      assertThat(e.advice()).isEqualTo(advice);
      assertThat(server.messages()).isEmpty();

      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MAIL|421 4.4.2 Message submission rate for this client has exceeded the configured"
            + " limit|RETRY_LATER|MessageRateLimit of the receive connector",
        "RCPT|550 5.7.54 SMTP; Unable to relay recipient in non-accepted domain"
            + "|FIX_CONFIGURATION|let this machine relay",
        "RCPT|550 5.7.1 Unable to relay|FIX_CONFIGURATION|let this machine relay",
        "END|452 4.3.1 Insufficient system resources (UsedDiskSpace[C:\\])|RETRY_LATER"
            + "|back pressure"
      })
  void refusal_ofAnExchangeServer_saysWhoMustAct(
      String place, String reply, Advice advice, String words) throws Exception {
    try (ScriptedSmtpServer server = server().on(trigger(place), SmtpFault.reply(reply)).start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e).hasMessageContaining(words);
      assertThat(e.advice()).isEqualTo(advice);
    }
  }

  @ParameterizedTest
  @CsvSource({"MAIL, MAIL", "RCPT, RCPT", "DATA, DATA", "END, CONTENT"})
  void refusal_by421_closesTheConnection(String place, Stage stage) throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(trigger(place).first(1), SmtpFault.reply("421 4.3.2 Shutting down"))
                .start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining("421 4.3.2 Shutting down");
      assertThat(e.stage()).isEqualTo(stage);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_OTHER_CONNECTION);

      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @CsvSource({"MAIL, 354 go on", "RCPT, 354 go on", "DATA, 250 2.0.0 fine"})
  void reply_thatAnswersSomethingElse_endsTheConnection(String place, String reply)
      throws Exception {
    try (ScriptedSmtpServer server =
            server().on(trigger(place).first(1), SmtpFault.reply(reply)).start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining("the server said \"" + reply + "\"")
          .hasMessageContaining("fits nothing that SMTP expects here")
          .returns("unexpected-reply", told -> told.diagnosis().orElseThrow().id());
      assertThat(server.messages()).isEmpty();

      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(server.messages()).singleElement().matches(message -> message.session() == 2);
    }
  }

  @Test
  void recipient_refusedAtGreatLength_isQuotedInPart() throws Exception {
    String longest = "550-5.1.1 " + "x".repeat(900);
    String reply = (longest + "\r\n").repeat(40) + "550 5.1.1 end";
    try (ScriptedSmtpServer server = server().recipient("bob@example.com", reply).start();
        MailConnector connector = connector(server)) {
      SendOptions options = SendOptions.defaults().withEnvelope(THREE);
      PartlyAcceptedException e =
          (PartlyAcceptedException) Lab.failure(() -> connector.send(MESSAGE, options));

      assertThat(e.recipients().get(1).reply().text())
          .startsWith("550 5.1.1 xxx")
          .endsWith("...")
          .hasSizeLessThan(1100);
      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\uD800b@example.com", "a\uDC00b@example.com", "ab@example.com\uD83D"})
  void address_withHalfACharacter_isRefused(String address) {
    assertThatThrownBy(() -> Envelope.of("robot@example.com", address))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("has half a character at position");
    assertThat(Envelope.of("robot@example.com", "a\uD83D\uDE00@example.com").recipients())
        .hasSize(1);
  }

  @Test
  void recipients_partlyRefused_areNamedAndTheOthersHaveIt() throws Exception {
    try (ScriptedSmtpServer server =
            server().recipient("bob@example.com", "550 5.1.1 No such user").start();
        MailConnector connector = connector(server)) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults().withEnvelope(THREE)));

      assertThat(e)
          .isInstanceOfSatisfying(
              PartlyAcceptedException.class,
              partly -> {
                assertThat(partly.accepted()).containsExactly("ann@example.com", "eve@example.com");
                assertThat(partly.refused())
                    .extracting(Object::toString)
                    .containsExactly("bob@example.com: 550 5.1.1 No such user");
                assertThat(partly.recipients()).hasSize(3);
              })
          .hasMessageContaining("for 2 of 3 recipients")
          .hasMessageContaining("refused: bob@example.com: 550 5.1.1 No such user")
          .hasMessageContaining("do not send it to all again")
          .returns("partly-accepted", told -> told.diagnosis().orElseThrow().id());
      assertThat(server.messages())
          .singleElement()
          .extracting(ReceivedMessage::recipients)
          .isEqualTo(List.of("ann@example.com", "eve@example.com"));
    }
  }

  @ParameterizedTest(name = "{0}, {1}, {2}: {3}")
  @CsvSource({
    "250 OK, 450 4.2.1 Greylisted, 550 5.1.1 Unknown, RETRY_LATER",
    "250 OK, 550 5.1.1 Unknown, 452 4.5.3 Too many, RETRY_LATER",
    "250 OK, 550 5.1.1 Unknown, 550 5.4.5 Daily limit, RETRY_LATER",
    "250 OK, 550 5.1.1 Unknown, 550 5.1.1 Unknown, FIX_MESSAGE",
    "550 5.1.1 Unknown, 450 4.2.1 Greylisted, 550 5.1.1 Unknown, RETRY_LATER",
    "550 5.1.1 Unknown, 550 5.1.1 Unknown, 550 5.1.1 Unknown, FIX_MESSAGE"
  })
  void recipients_refused_areAdvisedByTheRefusalThatMayPass(
      String ann, String bob, String eve, Advice advice) throws Exception {
    MailConnectorException e = refusal(ann, bob, eve, false);

    assertThat(e.advice()).isEqualTo(advice);
    assertThat(e.remedy()).matches(advice == Advice.RETRY_LATER ? ".*later.*" : ".*correct.*");
  }

  @ParameterizedTest
  @CsvSource({
    "450 4.2.1 Greylisted, 550 5.1.1 Unknown, FIX_MESSAGE",
    "450 4.2.1 Greylisted, 250 OK, RETRY_LATER"
  })
  void recipients_allOrNothing_areAdvisedByTheRefusalThatStays(
      String bob, String eve, Advice advice) throws Exception {
    assertThat(refusal("250 OK", bob, eve, true).advice()).isEqualTo(advice);
  }

  private MailConnectorException refusal(String ann, String bob, String eve, boolean allOrNothing)
      throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .recipient("ann@example.com", ann)
                .recipient("bob@example.com", bob)
                .recipient("eve@example.com", eve)
                .start();
        MailConnector connector = connector(server)) {
      SendOptions options =
          SendOptions.defaults().withEnvelope(THREE).withAllOrNothing(allOrNothing);
      return Lab.failure(() -> connector.send(MESSAGE, options));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void refusal_ofRecipients_survivesSerialisation(boolean allOrNothing) throws Exception {
    MailConnectorException e =
        refusal("250 OK", "450 4.2.1 Greylisted", "550 5.1.1 Unknown", allOrNothing);

    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(e);
    }
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();

    assertThat(copy)
        .isExactlyInstanceOf(e.getClass())
        .isInstanceOfSatisfying(
            MailConnectorException.class,
            read -> assertThat(read.detail().withCause(null)).isEqualTo(e.detail().withCause(null)))
        .extracting("recipients")
        .asInstanceOf(InstanceOfAssertFactories.LIST)
        .hasSize(3);
  }

  @Test
  void recipients_partlyRefusedWithAllOrNothing_getNothing() throws Exception {
    try (ScriptedSmtpServer server =
            server().recipient("bob@example.com", "550 5.1.1 No such user").start();
        MailConnector connector = connector(server)) {
      MailConnectorException e =
          Lab.failure(
              () ->
                  connector.send(
                      MESSAGE, SendOptions.defaults().withEnvelope(THREE).withAllOrNothing(true)));

      assertThat(e)
          .isInstanceOfSatisfying(
              SendRefusedException.class, refused -> assertThat(refused.recipients()).hasSize(3))
          .hasMessageContaining("so nobody gets the message (all-or-nothing): <bob@example.com>");
      assertThat(server.messages()).isEmpty();
      assertThat(server.counters().commands("RSET")).isEqualTo(1);

      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void reset_thatFails_costsTheConnectionOnly() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(trigger("RCPT").first(1), SmtpFault.reply("550 5.1.1 No"))
                .on(Trigger.command("RSET"), SmtpFault.closeBefore())
                .start();
        MailConnector connector = connector(server)) {
      assertThat(Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults())))
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining("550 5.1.1 No");

      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(server.messages()).singleElement().matches(message -> message.session() == 2);
    }
  }

  @Test
  void message_aboveTheServersSize_isRefusedBeforeMail() throws Exception {
    try (ScriptedSmtpServer server = server().sizeLimit(50).start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("The message has " + MESSAGE.length + " bytes")
          .hasMessageContaining("takes at most 50");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void message_ofEightBits_isDeclaredOrRefused() throws Exception {
    byte[] message =
        Lab.raw("From: robot@example.com", "To: ann@example.com", "Subject: x", "", "Grüße", "");
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = connector(server)) {
      connector.send(message, SendOptions.defaults());

      ReceivedMessage received = server.messages().get(0);
      assertThat(received.content()).isEqualTo(message);
      assertThat(received.mailParameters())
          .containsEntry("BODY", "8BITMIME")
          .containsEntry("SIZE", String.valueOf(message.length))
          .doesNotContainKey("SMTPUTF8");
    }
    try (ScriptedSmtpServer server = server().withhold("8BITMIME").start();
        MailConnector connector = connector(server)) {
      assertThat(Lab.failure(() -> connector.send(message, SendOptions.defaults())))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("does not offer 8BITMIME");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void addresses_international_areSentAsTheServerCan() throws Exception {
    SendOptions unicode =
        SendOptions.defaults()
            .withEnvelope(Envelope.of("robot@example.com", "jürgen@bücher.example"));
    SendOptions domain =
        SendOptions.defaults().withEnvelope(Envelope.of("robot@example.com", "a@bücher.example"));
    try (ScriptedSmtpServer server = server().offer("SMTPUTF8").start();
        MailConnector connector = connector(server)) {
      connector.send(MESSAGE, unicode);
      connector.send(MESSAGE, domain);

      assertThat(server.messages().get(0).recipients()).containsExactly("jürgen@bücher.example");
      assertThat(server.messages().get(0).mailParameters()).containsKey("SMTPUTF8");
      assertThat(server.messages().get(1).recipients()).containsExactly("a@xn--bcher-kva.example");
      assertThat(server.messages().get(1).mailParameters()).doesNotContainKey("SMTPUTF8");
    }
    try (ScriptedSmtpServer server = server().withhold("SMTPUTF8").start();
        MailConnector connector = connector(server)) {
      assertThat(Lab.failure(() -> connector.send(MESSAGE, unicode)))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("does not offer SMTPUTF8");
      connector.send(MESSAGE, domain);
      assertThat(server.counters().commands("MAIL")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"MAIL", "RCPT", "DATA"})
  void reply_tooMany_isNotTakenForTheNextAnswer(String place) throws Exception {
    try (ScriptedSmtpServer server =
            server().on(trigger(place).first(1), SmtpFault.extraReply("250 2.0.0 Queued")).start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("the server said \"250 2.0.0 Queued\" unasked");
      assertThat(server.messages()).isEmpty();
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void reply_tooManyAfterTheMessage_costsTheConnectionOnly() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(Trigger.contentEnd().first(1), SmtpFault.extraReply("550 5.0.0 Not so"))
                .start();
        MailConnector connector = connector(server)) {
      assertThat(connector.send(MESSAGE, SendOptions.defaults()).reply().code()).isEqualTo(250);
      assertThat(connector.send(MESSAGE, SendOptions.defaults()).reply().code()).isEqualTo(250);

      assertThat(server.messages()).extracting(ReceivedMessage::session).containsExactly(1, 2);
    }
  }

  /** In a TLS record of its own, which nobody has decrypted when the next message begins. */
  @ParameterizedTest
  @ValueSource(strings = {"550 5.0.0 Not so", "250 2.0.0 Queued", "421 4.0.0 Tired"})
  void reply_tooManyInsideTls_costsTheConnectionOnly(String surplus) throws Exception {
    CountDownLatch said = new CountDownLatch(1);
    try (RawServer server =
            RawServer.start(
                Lab.authority().issue("localhost").sslContext().getServerSocketFactory(),
                (in, out) -> {
                  RawServer.say(out, "220 raw.example");
                  while (answer(in, out)) {
                    if (said.getCount() > 0) {
                      RawServer.say(out, surplus);
                      said.countDown();
                    }
                  }
                });
        MailConnector connector =
            lab.connector(
                Account.builder(
                        "robot", new SmtpEndpoint("localhost", server.port(), TlsMode.IMPLICIT))
                    .trust(Trust.context(Lab.authority().trustingContext()))
                    .timeouts(Lab.TIMEOUTS)
                    .build())) {
      connector.send(MESSAGE, SendOptions.defaults());
      assertThat(said.await(30, TimeUnit.SECONDS)).isTrue();
      connector.send(MESSAGE, SendOptions.defaults());

      assertThat(server.connections()).isEqualTo(2);
    }
  }

  /** Answers commands until it has taken a message; false if the client has left. */
  private static boolean answer(BufferedReader in, OutputStream out) throws IOException {
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (line.equals("DATA")) {
        RawServer.say(out, "354 Go on");
        RawServer.readContent(in);
        RawServer.say(out, "250 2.0.0 Kept");
        return true;
      }
      RawServer.say(out, line.equals("QUIT") ? "221 Bye" : "250 2.0.0 Fine");
    }
    return false;
  }

  @Test
  void log_thatThrows_changesNothing() throws Exception {
    Logger dialogue = Logger.getLogger("dev.mailconnector.dialogue");
    Handler broken =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            throw new IllegalStateException("the log is full");
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    dialogue.setLevel(Level.ALL);
    dialogue.addHandler(broken);
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = connector(server)) {
      connector.send(MESSAGE, SendOptions.defaults());
      connector.send(MESSAGE, SendOptions.defaults());

      assertThat(server.messages()).extracting(ReceivedMessage::session).containsExactly(1, 1);
    } finally {
      dialogue.removeHandler(broken);
      dialogue.setLevel(null);
    }
  }

  @Test
  void replies_inPieces_areWhole() throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.anyCommand(), SmtpFault.chunkEvery(1)).start();
        MailConnector connector = connector(server)) {
      SendReceipt receipt = connector.send(MESSAGE, SendOptions.defaults());

      assertThat(receipt.recipients()).singleElement().matches(reply -> reply.accepted());
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void reply_ofManyLines_isKeptWhole() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(Trigger.contentEnd(), SmtpFault.reply(250, "2.0.0 one", "2.0.0 two"))
                .start();
        MailConnector connector = connector(server)) {
      assertThat(connector.send(MESSAGE, SendOptions.defaults()).reply().text())
          .isEqualTo("250 2.0.0 one | 2.0.0 two");
    }
  }

  @ParameterizedTest
  @CsvSource({"'250-one\r\n550 two\r\n', changes its code", "'hm\r\n', is no SMTP reply"})
  void reply_thatIsNone_isQuoted(String words, String why) throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(
                    Trigger.command("MAIL").first(1),
                    SmtpFault.garbage(words.getBytes(StandardCharsets.US_ASCII)))
                .start();
        MailConnector connector = connector(server)) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, SendOptions.defaults()));

      assertThat(e).isInstanceOf(ConnectionLostException.class).hasMessageContaining(why);
      assertThat(e.stage()).isEqualTo(Stage.MAIL);
      assertThat(server.messages()).isEmpty();
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.NONE);
  }

  private MailConnector connector(ScriptedSmtpServer server) {
    return lab.connector(
        Lab.account(server, TlsMode.NONE).transactionLevel(TransactionLevel.PLAIN).build());
  }

  private static Trigger trigger(String place) {
    return place.equals("END") ? Trigger.contentEnd() : Trigger.command(place);
  }
}
