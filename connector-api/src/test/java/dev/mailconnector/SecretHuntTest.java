package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Everything that can be logged is logged, and everything that can be told is read: no password and
 * no token is in it, accepted or refused, in any TLS mode, in one step or in two.
 */
class SecretHuntTest {
  private static final String PASSWORD = "Correct-Horse-Battery-Staple-4711";
  private static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2Vu";
  private static final String LONG_TOKEN = TOKEN + ".bG9uZw".repeat(300);

  private final AtomicReference<String> events = new AtomicReference<>("");

  private final PrintStream console = System.out;

  @BeforeEach
  void letAngusTalk() {
    System.setOut(new PrintStream(OutputStream.nullOutputStream()));
    System.setProperty("mail.debug", "true");
    System.setProperty("mail.debug.auth", "true");
    System.setProperty("mail.debug.auth.password", "true");
  }

  @AfterEach
  void silenceAngus() {
    System.clearProperty("mail.debug");
    System.clearProperty("mail.debug.auth");
    System.clearProperty("mail.debug.auth.password");
    System.setOut(console);
  }

  /** How the server and the account encrypt. */
  enum Line {
    IMPLICIT(ServerTls.IMPLICIT, TlsMode.IMPLICIT),
    STARTTLS(ServerTls.STARTTLS, TlsMode.STARTTLS),
    CLEARTEXT(ServerTls.NONE, TlsMode.NONE);

    private final ServerTls server;
    private final TlsMode client;

    Line(ServerTls server, TlsMode client) {
      this.server = server;
      this.client = client;
    }
  }

  static Stream<Arguments> logins() {
    return Stream.of(Line.values())
        .flatMap(
            line ->
                Stream.of(true, false)
                    .flatMap(
                        accepted ->
                            Stream.of(
                                Arguments.of(line, "password", PASSWORD, accepted),
                                Arguments.of(line, "token", TOKEN, accepted),
                                Arguments.of(line, "long token", LONG_TOKEN, accepted))));
  }

  @ParameterizedTest(name = "{0}, {1}, accepted: {3}")
  @MethodSource("logins")
  void login_leavesNoTraceOfItsSecret(Line line, String kind, String secret, boolean accepted)
      throws Exception {
    TestLogin login =
        kind.equals("password")
            ? TestLogin.password("robot", secret)
            : TestLogin.tokens("robot", generation -> secret);
    try (SecretHunter hunter = SecretHunter.start();
        ScriptedSmtpServer server = server(line, secret, accepted);
        MailConnector connector = connector(line, server, login)) {
      hunter.secret(kind, secret);

      Throwable thrown = catchThrowable(() -> connector.send(chattyMessage()));

      assertThat(thrown == null).isEqualTo(accepted);
      assertThat(server.counters().loginsAccepted()).isEqualTo(accepted ? 1 : 0);
      if (thrown != null) {
        hunter.assertClean(thrown);
        hunter.assertCleanText(((MailConnectorException) thrown).detail().toString());
      }
      hunter.assertCleanText(events.get());
      hunter.assertCleanText(
          connector + " " + Lab.account(server, line.client).login(login).build());
      connector.close();
      hunter.assertNothingLeaked();
      assertThat(hunter.logRecords()).as("something was logged").isGreaterThan(10);
    }
  }

  private static ScriptedSmtpServer server(Line line, String secret, boolean accepted) {
    return Lab.server(line.server)
        .profile(SmtpProfile.GMAIL)
        .loginRequired(true)
        .mechanisms("PLAIN", "XOAUTH2")
        .password("robot", accepted ? secret : "another password")
        .tokens(TokenCheck.of((user, token) -> accepted && token.equals(secret)))
        .start();
  }

  private MailConnector connector(Line line, ScriptedSmtpServer server, TestLogin login) {
    Account.Builder account = Lab.account(server, line.client).login(login);
    if (line == Line.CLEARTEXT) {
      account.dangerouslyAllowCleartextCredentials();
    }
    return MailConnector.builder().account(account.build()).listener(this::note).build();
  }

  private void note(ConnectorEvent event) {
    events.updateAndGet(text -> text + "\n" + event);
  }

  /** A message whose Session would show every word, if anybody asked it. */
  private static MimeMessage chattyMessage() throws Exception {
    Properties properties = new Properties();
    properties.put("mail.debug", "true");
    properties.put("mail.debug.auth", "true");
    properties.put("mail.smtp.auth", "true");
    Session session = Session.getInstance(properties);
    session.setDebug(true);
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@example.com"));
    message.setText("Hello");
    return message;
  }
}
