package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The three levels lead to the same deliveries and the same outcome, whatever the server does; what
 * differs is how often the line is crossed.
 */
class TransactionLevelTest {
  private static final byte[] MESSAGE =
      Lab.raw("From: robot@example.com", "Subject: dots", "", ".leading", "..two", ".", "end", "");

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({
    "BDAT, 1, 1",
    "BDAT, 10, 1",
    "PIPELINED, 1, 2",
    "PIPELINED, 10, 2",
    "PLAIN, 1, 4",
    "PLAIN, 10, 13"
  })
  void message_crossesTheLineAsOftenAsItsLevelSays(
      TransactionLevel level, int recipients, int roundTrips) throws Exception {
    String[] people =
        Stream.iterate(0, i -> i < recipients, i -> i + 1)
            .map(i -> "ann" + i + "@example.com")
            .toArray(String[]::new);
    try (ScriptedSmtpServer server = server().latency(Duration.ofMillis(20)).start();
        MailConnector connector = connector(server, level)) {
      for (int i = 0; i < 2; i++) {
        connector.send(MESSAGE, to(people));
      }

      assertThat(server.messages())
          .hasSize(2)
          .allSatisfy(message -> assertThat(message.roundTrips()).isEqualTo(roundTrips));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void content_isTheSameAtEachLevel(TransactionLevel level) throws Exception {
    byte[] large = large();
    try (ScriptedSmtpServer server = server().start();
        MailConnector connector = connector(server, level)) {
      connector.send(MESSAGE, to("ann@example.com"));
      connector.send(large, to("ann@example.com"));

      assertThat(server.messages())
          .extracting(ReceivedMessage::content)
          .containsExactly(MESSAGE, large);
      assertThat(server.messages())
          .allSatisfy(
              message -> assertThat(message.chunked()).isEqualTo(level == TransactionLevel.BDAT));
    }
  }

  @Test
  void message_aboveOneMebibyte_hearsTheRecipientsFirst() throws Exception {
    try (ScriptedSmtpServer server =
            server().recipient("full@example.com", "452 4.2.2 Mailbox full").start();
        MailConnector connector = connector(server, TransactionLevel.BDAT)) {
      SendRefusedException refusal =
          catchThrowableOfType(
              SendRefusedException.class, () -> connector.send(large(), to("full@example.com")));

      assertThat(refusal.stage()).isEqualTo(Stage.RCPT);
      assertThat(server.counters().commands("BDAT")).isZero();
    }
  }

  /** What a server may do, and what must come of it: the stage of the refusal, or null for none. */
  static Stream<Arguments> refusals() {
    return Stream.of(TransactionLevel.values())
        .flatMap(
            level ->
                Stream.of(
                    Arguments.of(level, Trigger.command("MAIL"), "550 5.7.1 no", Stage.MAIL),
                    Arguments.of(level, Trigger.command("MAIL"), "451 4.3.0 later", Stage.MAIL),
                    Arguments.of(level, Trigger.command("MAIL"), "421 4.3.2 bye", Stage.MAIL),
                    Arguments.of(level, Trigger.command("RCPT"), "550 5.1.1 unknown", Stage.RCPT),
                    Arguments.of(level, Trigger.command("RCPT"), "452 4.5.3 many", Stage.RCPT),
                    Arguments.of(level, Trigger.contentEnd(), "554 5.6.0 bad", Stage.CONTENT),
                    Arguments.of(level, Trigger.contentEnd(), "552 5.3.4 big", Stage.CONTENT),
                    Arguments.of(level, Trigger.contentEnd(), "451 4.3.0 later", Stage.CONTENT),
                    Arguments.of(level, Trigger.contentEnd(), "421 4.3.2 bye", Stage.CONTENT)));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void refusal_isTheSameAtEachLevel(
      TransactionLevel level, Trigger place, String reply, Stage stage) throws Exception {
    try (ScriptedSmtpServer server = server().on(place.first(1), SmtpFault.reply(reply)).start();
        MailConnector connector = connector(server, level)) {
      SendRefusedException refusal =
          catchThrowableOfType(
              SendRefusedException.class, () -> connector.send(MESSAGE, to("ann@example.com")));

      assertThat(refusal.stage()).isEqualTo(stage);
      assertThat(refusal.reply().orElseThrow().text()).isEqualTo(reply);
      assertThat(server.messages()).isEmpty();

      connector.send(MESSAGE, to("ann@example.com"));
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(reply.startsWith("421") ? 2 : 1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void partialRefusal_deliversToTheRestAndSaysSo(TransactionLevel level) throws Exception {
    try (ScriptedSmtpServer server = strict().start();
        MailConnector connector = connector(server, level)) {
      PartlyAcceptedException partly =
          catchThrowableOfType(
              PartlyAcceptedException.class,
              () ->
                  connector.send(
                      MESSAGE, to("ann@example.com", "bad@example.com", "bob@example.com")));

      assertThat(partly.accepted()).containsExactly("ann@example.com", "bob@example.com");
      assertThat(partly.refused()).singleElement().asString().contains("550 5.1.1 no such user");
      assertThat(server.messages().get(0).recipients())
          .containsExactly("ann@example.com", "bob@example.com");
    }
  }

  @ParameterizedTest
  @EnumSource
  void partialRefusal_whenItIsAllOrNothing_deliversToNobody(TransactionLevel level)
      throws Exception {
    try (ScriptedSmtpServer server = strict().start();
        MailConnector connector = connector(server, level)) {
      SendRefusedException refusal =
          catchThrowableOfType(
              SendRefusedException.class,
              () ->
                  connector.send(
                      MESSAGE, to("ann@example.com", "bad@example.com").withAllOrNothing(true)));

      assertThat(refusal).hasMessageContaining("all-or-nothing");
      assertThat(server.messages()).isEmpty();
      connector.send(MESSAGE, to("ann@example.com", "bob@example.com").withAllOrNothing(true));
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyRecipientRefused_deliversNothingAndKeepsTheConnection(TransactionLevel level)
      throws Exception {
    try (ScriptedSmtpServer server = strict().start();
        MailConnector connector = connector(server, level)) {
      SendRefusedException refusal =
          catchThrowableOfType(
              SendRefusedException.class,
              () -> connector.send(MESSAGE, to("bad@example.com", "bad@example.com")));

      assertThat(refusal.recipients()).hasSize(2);
      assertThat(server.messages()).isEmpty();
      connector.send(MESSAGE, to("ann@example.com"));
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void lineLost_afterTheMessage_isUnknownAndNeverSentAgain(TransactionLevel level)
      throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.contentEnd(), SmtpFault.closeBefore().afterEffect()).start();
        MailConnector connector = connector(server, level)) {
      MailConnectorException unknown =
          catchThrowableOfType(
              MailConnectorException.class, () -> connector.send(MESSAGE, to("ann@example.com")));

      assertThat(unknown).isInstanceOf(DeliveryUnknownException.class);
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PIPELINED", "PLAIN"})
  void lineLost_atMail_isProvablyUnsent(TransactionLevel level) throws Exception {
    try (ScriptedSmtpServer server =
            server().on(Trigger.command("MAIL").first(1), SmtpFault.closeBefore()).start();
        MailConnector connector = connector(server, level)) {
      MailConnectorException lost =
          catchThrowableOfType(
              MailConnectorException.class, () -> connector.send(MESSAGE, to("ann@example.com")));

      assertThat(lost).isInstanceOf(ConnectionLostException.class);
    }
  }

  /**
   * Replies are matched by their number: with one too many, the reply to RCPT stands where the
   * verdict is looked for, and the verdict is one that nobody asked for.
   */
  @ParameterizedTest
  @CsvSource({"250 2.1.0 Ok, 554 5.7.1 Spam", "550 5.1.0 No, 250 2.0.0 Kept"})
  void reply_tooManyInOneFlight_leavesTheOutcomeUnknown(String surplus, String verdict)
      throws Exception {
    try (RawServer server =
            RawServer.start(
                (in, out) -> {
                  RawServer.say(out, "220 raw.example");
                  in.readLine();
                  RawServer.say(out, "250-raw.example\r\n250-PIPELINING\r\n250 CHUNKING");
                  in.readLine();
                  in.readLine();
                  in.readLine();
                  String replies = surplus + "\r\n250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n" + verdict;
                  RawServer.say(out, replies);
                });
        MailConnector connector =
            lab.connector(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .timeouts(Lab.TIMEOUTS)
                    .build())) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(Lab.raw("From: a@b", "", "x"), to("ann@example.com")));

      assertThat(e).isInstanceOf(DeliveryUnknownException.class);
      assertThat(server.connections()).isEqualTo(1);
    }
  }

  @Test
  void server_thatDoesNotKnowItsOwnBdat_isSpokenToOneLevelLower() throws Exception {
    try (ScriptedSmtpServer server =
            server()
                .on(Trigger.command("BDAT"), SmtpFault.reply("502 5.5.1 BDAT not implemented"))
                .start();
        MailConnector connector = connector(server, TransactionLevel.BDAT)) {
      connector.send(MESSAGE, to("ann@example.com"));
      connector.send(MESSAGE, to("ann@example.com"));

      assertThat(server.messages()).hasSize(2).noneMatch(ReceivedMessage::chunked);
      assertThat(server.counters().commands("BDAT")).isEqualTo(1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void server_thatShutsDownBeforeTheFirstCommand_isSpokenToAtTheSameLevel() throws Exception {
    List<String> commands = new CopyOnWriteArrayList<>();
    try (RawServer server =
            RawServer.start(
                (in, out) -> {
                  RawServer.say(out, "220 raw.example");
                  in.readLine();
                  RawServer.say(
                      out, "250-raw.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 AUTH M");
                  in.readLine();
                  RawServer.say(out, "235 2.7.0 Fine\r\n421 4.3.2 Shutting down");
                  for (String line = in.readLine(); line != null; line = in.readLine()) {
                    commands.add(line);
                  }
                });
        MailConnector connector =
            lab.connector(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .timeouts(Lab.TIMEOUTS)
                    .login(ScriptedMechanism.speakingFirst("M", "r").harmless())
                    .build());
        TrustTest.Warnings warnings = new TrustTest.Warnings()) {
      MailConnectorException e = Lab.failure(() -> connector.send(MESSAGE, to("ann@example.com")));

      assertThat(e)
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("421 4.3.2 Shutting down");
      assertThat(warnings.texts()).as("no lower level").isEmpty();
      assertThat(commands).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({"CHUNKING, PIPELINED", "PIPELINING, PLAIN"})
  void server_thatDoesNotOfferALevel_isSpokenToAtTheNext(String withheld, TransactionLevel spoken)
      throws Exception {
    try (ScriptedSmtpServer server =
            server().withhold(withheld).latency(Duration.ofMillis(20)).start();
        MailConnector connector = connector(server, TransactionLevel.BDAT)) {
      connector.send(MESSAGE, to("ann@example.com"));

      ReceivedMessage message = server.messages().get(0);
      assertThat(message.chunked()).isFalse();
      assertThat(message.roundTrips()).isEqualTo(spoken == TransactionLevel.PIPELINED ? 2 : 4);
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.STARTTLS).offer("PIPELINING", "CHUNKING", "8BITMIME");
  }

  private static ScriptedSmtpServerBuilder strict() {
    return server().recipient("bad@example.com", "550 5.1.1 no such user");
  }

  private MailConnector connector(ScriptedSmtpServer server, TransactionLevel level) {
    return lab.connector(Lab.account(server, TlsMode.STARTTLS).transactionLevel(level).build());
  }

  private static SendOptions to(String... recipients) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", List.of(recipients)));
  }

  private static byte[] large() {
    String line = ".dots and words to fill a line of a large message, again and again\r\n";
    return ("From: robot@example.com\r\nSubject: large\r\n\r\n" + line.repeat(20_000))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
