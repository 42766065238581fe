package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SilentServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that can go wrong before the first MAIL, and what the error says. */
class GreetingTest {
  private static final Duration SHORT = Duration.ofSeconds(3);

  private final Lab lab = new Lab();

  @ParameterizedTest
  @CsvSource({"421 4.3.2 Service not active, RETRY_LATER", "554 5.7.1 Go away, FIX_CONFIGURATION"})
  void greeting_refused_isToldInTheServersWords(String reply, Advice advice) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS).on(Trigger.connect(), SmtpFault.reply(reply)).start()) {
      MailConnectorException e = failure(server, TlsMode.STARTTLS);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("The server at " + at(server) + " does not take the connection")
          .hasMessageContaining("the server said \"" + reply + "\"");
      assertThat(e.stage()).isEqualTo(Stage.GREETING);
      assertThat(e.advice()).isEqualTo(advice);
      assertNothingSent(server);
    }
  }

  @Test
  void greetingAndEhlo_withControlCharacters_cannotForgeALogLine() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.NONE)
            .on(Trigger.connect(), SmtpFault.garbage(bytes("554 Away\u001b[2J\b\r\n")))
            .start()) {
      assertThat(failure(server, TlsMode.NONE)).hasMessageContaining("\"554 Away?[2J?\"");
    }
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).ehlo("AUTH \u001b[2J").start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.NONE)
                  .login(TestLogin.password("robot", "geheim"))
                  .dangerouslyAllowCleartextCredentials()
                  .build());

      assertThat(e).hasMessageContaining("offers ?[2J on an unencrypted line");
    }
  }

  @Test
  void greeting_ofAnotherProtocol_isQuoted() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.NONE)
            .on(Trigger.connect(), SmtpFault.garbage(bytes("+OK POP3 ready\r\n")))
            .start()) {
      MailConnectorException e = failure(server, TlsMode.NONE);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining(
              "did not greet (it said \"+OK POP3 ready\", which is no SMTP reply)")
          .hasMessageContaining("Check host and port: mail is handed over at 587");
      assertThat(e.stage()).isEqualTo(Stage.GREETING);
    }
  }

  static Stream<Arguments> placesToClose() {
    return Stream.of(
        Arguments.of(Trigger.command("EHLO").nth(1), Stage.EHLO, "did not answer EHLO ("),
        Arguments.of(Trigger.command("STARTTLS"), Stage.STARTTLS, "did not answer STARTTLS ("),
        Arguments.of(Trigger.tls(), Stage.TLS, "closed the connection during the TLS handshake ("),
        Arguments.of(Trigger.command("EHLO").nth(2), Stage.EHLO, "did not answer EHLO ("));
  }

  @ParameterizedTest
  @MethodSource("placesToClose")
  void connection_closedByTheServer_saysWhere(Trigger place, Stage stage, String words)
      throws Exception {
    for (SmtpFault fault : List.of(SmtpFault.closeBefore(), SmtpFault.reset())) {
      try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).on(place, fault).start()) {
        MailConnectorException e = failure(server, TlsMode.STARTTLS);

        assertThat(e).isInstanceOf(ConnectionFailedException.class).hasMessageContaining(words);
        assertThat(e.stage()).isEqualTo(stage);
        assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
        assertNothingSent(server);
      }
    }
  }

  @Test
  void connection_closedInsteadOfAGreeting_saysSo() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS).on(Trigger.connect(), SmtpFault.closeBefore()).start()) {
      MailConnectorException e = failure(server, TlsMode.STARTTLS);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("did not greet (");
      assertThat(e.stage()).isEqualTo(Stage.GREETING);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
    }
  }

  /** The reset may come before or after the client has noticed that it is connected. */
  @Test
  void connection_resetInsteadOfAGreeting_isNotTakenForDroppedPackets() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS).on(Trigger.connect(), SmtpFault.reset()).start()) {
      MailConnectorException e = failure(server, TlsMode.STARTTLS);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("reset")
          .hasMessageNotContaining("drops the packets");
      assertThat(e.stage()).isIn(Stage.CONNECT, Stage.GREETING);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
    }
  }

  @ParameterizedTest
  @CsvSource({"EHLO, 1, EHLO", "STARTTLS, 1, STARTTLS", "EHLO, 2, EHLO"})
  void command_neverAnswered_endsAtItsLimit(String verb, int nth, Stage stage) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS)
            .on(Trigger.command(verb).nth(nth), SmtpFault.stall())
            .start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.STARTTLS)
                  .timeouts(Lab.TIMEOUTS.withCommand(SHORT))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("did not answer " + verb)
          .hasMessageContaining("timed out");
      assertThat(e.stage()).isEqualTo(stage);
    }
  }

  @Test
  void greeting_thatDrips_gainsNothingByIt() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.NONE)
            .greeting("220 " + "x".repeat(200))
            .on(Trigger.connect(), SmtpFault.dripByByte(Duration.ofMillis(50)))
            .start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.NONE).timeouts(Lab.TIMEOUTS.withGreeting(SHORT)).build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("did not greet")
          .hasMessageContaining("timed out");
    }
  }

  @Test
  void deadline_ofTheCaller_coversTheGreetingToo() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .on(Trigger.command("STARTTLS"), SmtpFault.stall())
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .timeouts(Lab.TIMEOUTS.withCommand(Duration.ofHours(1)))
                    .build())) {
      MailConnectorException e =
          Lab.failure(
              () -> connector.send(Lab.message(), SendOptions.defaults().withDeadline(SHORT)));

      assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
      assertThat(e).hasMessageContaining("timed out");
    }
  }

  @ParameterizedTest
  @CsvSource({"true, GREETING", "false, GREETING", "true, EHLO", "false, EHLO"})
  void reply_withoutEnd_isBounded(boolean lines, Stage stage) throws Exception {
    Trigger place = stage == Stage.EHLO ? Trigger.command("EHLO") : Trigger.connect();
    SmtpFault fault = lines ? SmtpFault.endlessLines() : SmtpFault.endlessLine();
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).on(place, fault).start()) {
      MailConnectorException e = failure(server, TlsMode.NONE);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("sent more than 524288 bytes in answer to one command");
      assertThat(e.stage()).isEqualTo(stage);
    }
  }

  @Test
  void greeting_slowOnPurpose_isWaitedForWhileTheProbeLooks() throws Exception {
    Turnstile greeting = Turnstile.shut();
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .on(Trigger.connect().nth(1), SmtpFault.held(greeting))
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .timeouts(Lab.TIMEOUTS.withGreeting(Duration.ofMinutes(1)))
                    .build())) {
      CompletableFuture<?> send = Lab.async(() -> connector.send(Lab.message()));
      server.await(counters -> counters.connectionsTotal() == 2, Duration.ofSeconds(30));
      greeting.open();
      send.get(30, TimeUnit.SECONDS);

      assertThat(server.messages()).singleElement().matches(message -> message.session() == 1);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void starttls_onAPortForImplicitTls_isFoundOutInSeconds() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.IMPLICIT).start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.STARTTLS)
                  .timeouts(Lab.TIMEOUTS.withGreeting(Duration.ofHours(1)))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining(
              at(server) + " stays silent because it expects TLS from the first byte")
          .hasMessageContaining("Set tls: implicit");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(e.stage()).isEqualTo(Stage.GREETING);
    }
  }

  @Test
  void greeting_thatNeverComes_endsAtItsLimitWhateverTheProbeFinds() throws Exception {
    try (SilentServer server = SilentServer.start()) {
      MailConnectorException e =
          failure(
              Account.builder(
                      "robot", new SmtpEndpoint("localhost", server.port(), TlsMode.STARTTLS))
                  .timeouts(Lab.TIMEOUTS.withGreeting(Duration.ofSeconds(7)))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("did not greet")
          .hasMessageContaining("timed out");
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(server.connections()).isEqualTo(2);
    }
  }

  @Test
  void implicit_onAPortForStarttls_isToldAtOnce() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start()) {
      MailConnectorException e = failure(server, TlsMode.IMPLICIT);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining(at(server) + " does not speak TLS from the first byte")
          .hasMessageContaining("Set tls: starttls");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(e.stage()).isEqualTo(Stage.TLS);
    }
  }

  @Test
  void implicit_onASilentPort_endsAtTheConnectLimit() throws Exception {
    try (SilentServer server = SilentServer.start()) {
      MailConnectorException e =
          failure(
              Account.builder(
                      "robot", new SmtpEndpoint("localhost", server.port(), TlsMode.IMPLICIT))
                  .timeouts(Lab.TIMEOUTS.withConnect(SHORT))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("did not answer the TLS handshake in time")
          .returns("tls-silent-implicit", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("with port 587 set tls: starttls");
      assertThat(e.stage()).isEqualTo(Stage.TLS);
    }
  }

  @Test
  void starttls_notOffered_failsClosed() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.NONE).mechanisms("PLAIN").password("robot", "geheim").start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.STARTTLS)
                  .login(TestLogin.password("robot", "geheim"))
                  .build());

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining(at(server) + " does not offer STARTTLS, and tls: starttls requires")
          .hasMessageContaining("Check the port");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertNothingSent(server);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = TlsMode.class,
      names = {"STARTTLS", "STARTTLS_IF_OFFERED"})
  void starttls_refused_failsClosed(TlsMode mode) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS)
            .reply("STARTTLS", "454 4.7.0 TLS not available due to local problem")
            .start()) {
      MailConnectorException e = failure(server, mode);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("refused STARTTLS")
          .hasMessageContaining("454 4.7.0 TLS not available due to local problem");
      assertThat(e.stage()).isEqualTo(Stage.STARTTLS);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertNothingSent(server);
    }
  }

  @ParameterizedTest
  @CsvSource({"IMPLICIT, IMPLICIT", "STARTTLS, STARTTLS", "STARTTLS, STARTTLS_IF_OFFERED"})
  void tls_failingInTheHandshake_failsClosed(ServerTls serverTls, TlsMode mode) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(serverTls).on(Trigger.tls(), SmtpFault.tlsFail()).start()) {
      MailConnectorException e = failure(server, mode);

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("have no TLS version or cipher in common")
          .returns("tls-version-too-old", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("TLS 1.2 or newer is required");
      assertThat(e.stage()).isEqualTo(Stage.TLS);
      assertNothingSent(server);
    }
  }

  @Test
  void words_injectedBeforeTls_areNotTakenForReplies() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS)
            .mechanisms("XOAUTH2")
            .on(
                Trigger.command("STARTTLS"),
                SmtpFault.inject(bytes("250-evil\r\n250 AUTH PLAIN\r\n235 Welcome\r\n")))
            .start()) {
      MailConnectorException e =
          failure(
              Lab.account(server, TlsMode.STARTTLS)
                  .login(TestLogin.password("robot", "geheim"))
                  .build());

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("offers XOAUTH2 after TLS; the account logs in by PLAIN");
      assertNothingSent(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "true, starttls-broken, agreed to STARTTLS and then did not speak TLS, Somebody may be in the"
        + " way",
    "false, tls-silent, did not answer the TLS handshake in time, a firewall does not let TLS pass"
  })
  void starttls_notFollowedByTls_isNoMistakeOfThePort(
      boolean speaks, String id, String words, String remedy) throws Exception {
    try (RawServer server =
        RawServer.start(
            (in, out) -> {
              RawServer.say(out, "220 hi");
              in.readLine();
              RawServer.say(out, "250-hi\r\n250 STARTTLS");
              in.readLine();
              RawServer.say(out, "220 go");
              in.read();
              if (speaks) {
                RawServer.say(out, "250-evil\r\n250 AUTH PLAIN\r\n235 Welcome");
              }
              in.transferTo(Writer.nullWriter());
            })) {
      MailConnectorException e =
          failure(
              Account.builder(
                      "robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.STARTTLS))
                  .timeouts(Lab.TIMEOUTS.withCommand(SHORT))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("127.0.0.1:" + server.port() + " " + words)
          .returns(id, told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining(remedy);
      assertThat(e.stage()).isEqualTo(Stage.TLS);
    }
  }

  @Test
  void ehlo_unknownToTheServer_isFollowedByHelo() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE).reply("EHLO", "502 5.5.1 Not implemented").start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      connector.send(Lab.message());

      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().commands("HELO")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, 1, 421 4.3.2 Too many connections, RETRY_LATER",
    "NONE, 1, 550 5.7.1 Bad name, FIX_CONFIGURATION",
    "STARTTLS, 2, 554 5.7.1 No more, FIX_CONFIGURATION"
  })
  void ehlo_refused_isToldInTheServersWords(
      ServerTls serverTls, int nth, String reply, Advice advice) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(serverTls)
            .on(Trigger.command("EHLO").nth(nth), SmtpFault.reply(reply))
            .start()) {
      MailConnectorException e = failure(server, TlsMode.valueOf(serverTls.name()));

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("refused EHLO")
          .hasMessageContaining("the server said \"" + reply + "\"");
      assertThat(e.stage()).isEqualTo(Stage.EHLO);
      assertThat(e.advice()).isEqualTo(advice);
      assertThat(server.counters().commands("HELO")).isZero();
      assertNothingSent(server);
    }
  }

  @Test
  void port_whereNobodyListens_isNamed() throws Exception {
    try (DeadPort port = DeadPort.reserve()) {
      MailConnectorException e =
          failure(
              Account.builder("robot", new SmtpEndpoint("127.0.0.1", port.port(), TlsMode.STARTTLS))
                  .build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("Nothing listens at 127.0.0.1:" + port.port())
          .hasMessageContaining("(Connection refused)")
          .hasMessageContaining("Check host and port");
      assertThat(e.stage()).isEqualTo(Stage.CONNECT);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
    }
  }

  @Test
  void host_thatDoesNotResolve_isNamed() throws Exception {
    MailConnectorException e =
        failure(
            Account.builder("robot", SmtpEndpoint.submission("mail.nowhere.invalid"))
                .timeouts(Lab.TIMEOUTS)
                .trust(Trust.platform())
                .build());

    assertThat(e)
        .isInstanceOf(ConnectionFailedException.class)
        .hasMessageContaining("The host name mail.nowhere.invalid ");
    assertThat(e.stage()).isEqualTo(Stage.RESOLVE);
  }

  private MailConnectorException failure(ScriptedSmtpServer server, TlsMode mode) throws Exception {
    return failure(Lab.account(server, mode).build());
  }

  private MailConnectorException failure(Account account) throws Exception {
    try (MailConnector connector = lab.connector(account)) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static void assertNothingSent(ScriptedSmtpServer server) {
    assertThat(server.counters().commands("AUTH")).isZero();
    assertThat(server.counters().commands("MAIL")).isZero();
    assertThat(server.messages()).isEmpty();
  }

  private static String at(ScriptedSmtpServer server) {
    return "localhost:" + server.port();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
