package dev.mailconnector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerMechanism.Step;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.TlsMode;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that quote what they were sent: in no exception, reply, explanation, event or log. */
class LeakingReplyTest {
  private static final String USER = "robot@example.com";
  private static final String PASSWORD = "hunter2-secret";
  private static final String TOKEN = "eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.c2VjcmV0LXRva2Vu";
  private static final String LONG_TOKEN = TOKEN + ".bG9uZ3NpZ25hdHVyZQ".repeat(40);

  private final Lab lab = new Lab();

  static Stream<Arguments> replies() {
    String bearer = base64("user=" + USER + "\1auth=Bearer " + TOKEN + "\1\1");
    String plain = base64("\0" + USER + "\0" + PASSWORD);
    return Stream.of(
        Arguments.of(TOKEN, "535 5.7.8 invalid token " + TOKEN, "invalid token ***"),
        Arguments.of(TOKEN, "535 bad: " + TOKEN.substring(9, 30) + "...", "bad: ***..."),
        Arguments.of(TOKEN, "500 line too long: ..." + bearer.substring(41), "too long: ...***"),
        Arguments.of(TOKEN, "535 header " + base64("Bearer " + TOKEN), "header "),
        Arguments.of(TOKEN, "535 " + TOKEN + " of " + USER + " is old", "*** of " + USER),
        Arguments.of(LONG_TOKEN, "535 5.7.8 invalid token " + LONG_TOKEN, "invalid token ***"),
        Arguments.of(LONG_TOKEN, "535-" + LONG_TOKEN + "\r\n535 end", "*** | end"),
        Arguments.of(LONG_TOKEN, "no reply: " + LONG_TOKEN.substring(0, 60), "no reply: ***"),
        Arguments.of(PASSWORD, "535 5.7.8 password " + PASSWORD + " is wrong", "password *** is"),
        Arguments.of(PASSWORD, "535 (" + PASSWORD.toUpperCase(Locale.ROOT) + ")", "(***)"),
        Arguments.of(PASSWORD, "500 Unknown: AUTH PLAIN " + plain, "AUTH PLAIN ***"),
        Arguments.of(PASSWORD, "535 \"" + USER + "\": no " + PASSWORD, USER + "\": no ***"));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void refusal_thatQuotesWhatWasSent_isToldWithoutIt(String secret, String reply, String told)
      throws Exception {
    TestLogin login = login(secret);
    try (SecretHunter hunter = SecretHunter.start().secret("secret", secret);
        ScriptedSmtpServer server =
            server()
                .on(trigger(secret), SmtpFault.garbage((reply + "\r\n").getBytes(UTF_8)))
                .start()) {
      MailConnectorException e = failure(server, login);

      assertThat(e).hasMessageContaining(told);
      assertClean(hunter, e);
    }
  }

  @Test
  void explanation_thatQuotesTheToken_isToldWithoutIt() throws Exception {
    try (SecretHunter hunter = SecretHunter.start().secret("token", TOKEN);
        ScriptedSmtpServer server =
            server()
                .mechanism(
                    saying(
                        "XOAUTH2",
                        Step.challenge(
                            ("{\"status\":\"401\",\"t\":\"" + TOKEN + "\"}").getBytes(UTF_8)),
                        Step.refused("535 5.7.8 " + TOKEN)))
                .start()) {
      MailConnectorException e = failure(server, login(TOKEN));

      assertThat(e.detail().explanation()).isEqualTo("{\"status\":\"401\",\"t\":\"***\"}");
      assertClean(hunter, e);
    }
  }

  @Test
  void answerToTheEndOfTheExchange_thatQuotesThePassword_isToldWithoutIt() throws Exception {
    try (SecretHunter hunter = SecretHunter.start().secret("password", PASSWORD);
        ScriptedSmtpServer server =
            server()
                .mechanism(saying("PLAIN", new Step.Text("(not base64) " + PASSWORD)))
                .on(Trigger.authResponse(), SmtpFault.reply("501 5.7.0 " + PASSWORD + " it was"))
                .start()) {
      MailConnectorException e = failure(server, login(PASSWORD));

      assertThat(e).hasMessageContaining("was given up").hasMessageContaining("501 5.7.0 *** it");
      assertClean(hunter, e);
    }
  }

  @Test
  void challenge_thatQuotesTheNonce_reachesTheMechanismAsItCame() throws Exception {
    String first = "n,,n=robot,r=fyko+d2lbbFgONRv9qkxdawL";
    ScriptedMechanism scram = ScriptedMechanism.speakingFirst("PLAIN", first, "proof");
    try (ScriptedSmtpServer server =
            server()
                .mechanism(
                    saying("PLAIN", Step.challenge(first.getBytes(UTF_8)), Step.accepted("robot")))
                .start();
        MailConnector connector =
            lab.connector(Lab.account(server, TlsMode.IMPLICIT).login(scram).build())) {
      connector.send(Lab.message());

      assertThat(scram.challenges).containsExactly("", first);
    }
  }

  private void assertClean(SecretHunter hunter, MailConnectorException e) {
    hunter.assertClean(e);
    hunter.assertCleanText(e.detail() + " " + e.reply() + " " + e.detail().explanation());
    List<ConnectorEvent> events = lab.events(ConnectorEvent.class);
    assertThat(events).isNotEmpty();
    hunter.assertCleanText(events.toString());
    hunter.assertNothingLeaked();
    assertThat(hunter.logRecords()).isPositive();
  }

  private static Trigger trigger(String secret) {
    if (secret.equals(PASSWORD)) {
      return Trigger.auth("PLAIN");
    }
    return secret.equals(TOKEN) ? Trigger.auth("XOAUTH2") : Trigger.authResponse();
  }

  private static TestLogin login(String secret) {
    return secret.equals(PASSWORD)
        ? TestLogin.password(USER, secret)
        : TestLogin.tokens(USER, generation -> secret);
  }

  private MailConnectorException failure(ScriptedSmtpServer server, TestLogin login) {
    try (MailConnector connector =
        lab.connector(Lab.account(server, TlsMode.IMPLICIT).login(login).build())) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static ScriptedSmtpServerBuilder server() {
    return Lab.server(ServerTls.IMPLICIT).loginRequired(true).mechanisms("PLAIN", "XOAUTH2");
  }

  private static ServerMechanism saying(String mechanism, Step... steps) {
    return new ServerMechanism() {
      @Override
      public String name() {
        return mechanism;
      }

      @Override
      public Exchange start(Context context) {
        Iterator<Step> next = List.of(steps).iterator();
        return response -> next.next();
      }
    };
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
