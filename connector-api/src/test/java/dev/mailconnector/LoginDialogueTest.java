package dev.mailconnector;

import static dev.mailconnector.transport.TlsMode.NONE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.ChannelBinding;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerMechanism.Step;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The login, step by step: who speaks when, who gives up, and what the error says. */
class LoginDialogueTest {
  @RegisterExtension
  final SecretHunt hunt = SecretHunt.of("geheim", "geheimes Passwort", "pass-word-1");

  private final Lab lab = new Lab();
  private final List<String> responses = new CopyOnWriteArrayList<>();

  @Test
  void mechanism_isTheFirstOfTheCredentialThatIsOffered() throws Exception {
    ScriptedMechanism strong = ScriptedMechanism.speakingFirst("STRONG", "s");
    ScriptedMechanism weak = ScriptedMechanism.speakingFirst("WEAK", "w");
    ScriptedMechanism unknown = ScriptedMechanism.speakingFirst("UNKNOWN", "u");
    try (ScriptedSmtpServer server = accepting("WEAK", "STRONG").start()) {
      send(server, unknown.provider(first -> List.of(first, strong, weak)));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("STRONG");
      assertThat(strong.contexts.get(0).offered()).contains("WEAK", "STRONG");
      assertThat(strong.contexts.get(0).host()).isEqualTo("localhost");
      assertThat(strong.contexts.get(0).port()).isEqualTo(server.port());
      assertThat(strong.contexts.get(0).tls()).isTrue();
    }
  }

  @Test
  void mechanism_thatDoesNotFitTheConnection_isPassedOver() throws Exception {
    ScriptedMechanism bound = ScriptedMechanism.speakingFirst("BOUND", "b").fittingNowhere("x");
    ScriptedMechanism weak = ScriptedMechanism.speakingFirst("WEAK", "w");
    try (ScriptedSmtpServer server = accepting("BOUND", "WEAK").start()) {
      send(server, bound.provider(b -> List.of(b, weak)));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("WEAK");
    }
  }

  @Test
  void mechanism_thatDoesNotFitAndIsTheOnlyOne_saysWhy() throws Exception {
    ScriptedMechanism bound =
        ScriptedMechanism.speakingFirst("BOUND", "b").fittingNowhere("no channel to bind to");
    ScriptedMechanism weak = ScriptedMechanism.speakingFirst("WEAK", "w");
    try (ScriptedSmtpServer server = accepting("BOUND").start()) {
      assertThat(failure(server, bound.provider(b -> List.of(b, weak))))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("could not begin: no channel to bind to");
      assertNothingSent(server);
    }
  }

  @Test
  void mechanism_refused_isNotFollowedByAnother() throws Exception {
    ScriptedMechanism strong = ScriptedMechanism.speakingFirst("STRONG", "s");
    ScriptedMechanism weak = ScriptedMechanism.speakingFirst("WEAK", "w");
    try (ScriptedSmtpServer server =
        accepting("STRONG", "WEAK")
            .on(Trigger.auth("STRONG"), SmtpFault.reply("535 5.7.8 Bad credentials"))
            .start()) {
      MailConnectorException e = failure(server, strong.provider(s -> List.of(s, weak)));

      assertThat(e)
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("The login of robot by STRONG at localhost:" + server.port())
          .hasMessageContaining("the server said \"535 5.7.8 Bad credentials\"");
      assertThat(e.stage()).isEqualTo(Stage.AUTH);
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(weak.contexts).isEmpty();
      assertThat(server.counters().commands("MAIL")).isZero();
      assertThat(strong.disposed).hasValue(strong.contexts.size());
    }
  }

  @Test
  void login_notOfferedAtAll_failsClosed() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).mechanisms().start()) {
      MailConnectorException e = failure(server, ScriptedMechanism.speakingFirst("PLAIN", "x"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("offers no login at all (no AUTH in its EHLO reply after TLS)")
          .hasMessageContaining("by PLAIN")
          .hasMessageContaining("Remove user and secret");
      assertNothingSent(server);
    }
  }

  @Test
  void login_offeredAfterTlsOnly_isHintedAt() throws Exception {
    try (ScriptedSmtpServer server =
        accepting("PLAIN").tls(ServerTls.STARTTLS).ehloBeforeTls("STARTTLS").start()) {
      MailConnectorException e =
          failure(server, TlsMode.NONE, ScriptedMechanism.speakingFirst("PLAIN", "x"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("no AUTH in its EHLO reply on an unencrypted line")
          .hasMessageContaining("set tls: starttls");
      assertNothingSent(server);
    }
  }

  @Test
  void login_offeredBeforeTlsOnly_isNotUsed() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(ServerTls.STARTTLS)
            .ehlo("8BITMIME")
            .ehloBeforeTls("STARTTLS", "AUTH PLAIN")
            .start()) {
      MailConnectorException e = failure(server, ScriptedMechanism.speakingFirst("PLAIN", "x"));

      assertThat(e).hasMessageContaining("offers no login at all");
      assertNothingSent(server);
    }
  }

  @Test
  void login_withoutCommonMechanism_namesBothSides() throws Exception {
    try (ScriptedSmtpServer server = accepting("NTLM", "GSSAPI").start()) {
      MailConnectorException e =
          failure(
              server,
              ScriptedMechanism.speakingFirst("XOAUTH2", "x")
                  .provider(x -> List.of(x, ScriptedMechanism.speakingFirst("OAUTHBEARER", "y"))));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining(
              "offers NTLM, GSSAPI after TLS; the account logs in by XOAUTH2 or OAUTHBEARER")
          .hasMessageContaining("(auth.type: ntlm, auth.type: kerberos), or ask whoever runs it")
          .hasMessageContaining("to enable XOAUTH2 or OAUTHBEARER.");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertNothingSent(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, SCRAM-SHA-256, find out first why SCRAM-SHA-256 is not offered",
    "SCRAM-SHA-256-PLUS, PLAIN, 'set auth.mechanism to one that the server offers, or remove it'",
    "LOGIN, NTLM, (auth.type: password)",
    "OAUTHBEARER, NTLM, (auth.type: oauth2)",
    "SCRAM-SHA-512, PLAIN, (auth.type)"
  })
  void login_withoutCommonMechanism_saysWhichSettingHelps(
      String offered, String wanted, String remedy) throws Exception {
    try (ScriptedSmtpServer server = accepting(offered).start()) {
      assertThat(failure(server, ScriptedMechanism.speakingFirst(wanted, "x")))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining(remedy);
    }
  }

  @Test
  void login_byTheOldAuthLine_works() throws Exception {
    try (ScriptedSmtpServer server =
        accepting("LOGIN").ehlo("8BITMIME", "AUTH=LOGIN", "AUTH LOGIN").start()) {
      send(server, ScriptedMechanism.speakingFirst("LOGIN", "x"));

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void secret_overAnUnencryptedLine_isRefusedUnlessPermitted() throws Exception {
    try (ScriptedSmtpServer server = accepting("PLAIN").tls(ServerTls.NONE).start()) {
      MailConnectorException e =
          failure(server, TlsMode.NONE, ScriptedMechanism.speakingFirst("PLAIN", "geheim"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is not encrypted, so PLAIN would show the secret to anyone")
          .hasMessageContaining("allow-cleartext-credentials: true");
      assertNothingSent(server);
    }
  }

  @Test
  void secret_overAnUnencryptedLineThatIsPermitted_isWarnedOf() throws Exception {
    try (ScriptedSmtpServer server = accepting("PLAIN").tls(ServerTls.NONE).start();
        TrustTest.Warnings warnings = new TrustTest.Warnings();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.NONE)
                    .login(ScriptedMechanism.speakingFirst("PLAIN", "geheim"))
                    .dangerouslyAllowCleartextCredentials()
                    .build())) {
      connector.send(Lab.message());

      assertThat(server.messages()).hasSize(1);
      assertThat(warnings.texts())
          .singleElement()
          .asString()
          .contains("the login at localhost:" + server.port() + " goes over an unencrypted line");
    }
  }

  @Test
  void mechanism_thatHidesItsSecret_mayGoUnencrypted() throws Exception {
    try (ScriptedSmtpServer server = accepting("CRAM").tls(ServerTls.NONE).start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.NONE)
                    .login(ScriptedMechanism.speakingFirst("CRAM", "x").harmless())
                    .build())) {
      connector.send(Lab.message());

      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"511, true", "512, true", "513, false", "516, false"})
  void initialResponse_goesAlongUpTo512OctetsOfLine(int octets, boolean inline) throws Exception {
    // The name of the mechanism makes up for base64, which comes in fours.
    String name = "M".repeat(4 + octets % 4);
    int room = octets - ("AUTH " + name + " ").length() - 2;
    String response = "r".repeat(room / 4 * 3);
    assertThat(room % 4).isZero();
    try (ScriptedSmtpServer server = accepting(name).start()) {
      send(server, ScriptedMechanism.speakingFirst(name, response));

      List<String> lines = server.sessions().get(0).clientLines();
      String encoded = base64(response);
      if (inline) {
        String line = "AUTH " + name + " " + encoded;
        assertThat(line.length() + 2).isEqualTo(octets);
        assertThat(lines).contains(line);
      } else {
        assertThat(lines).containsSubsequence("AUTH " + name, encoded);
      }
      assertThat(responses).containsExactly(response);
    }
  }

  @Test
  void initialResponse_empty_isAnEqualsSign() throws Exception {
    try (ScriptedSmtpServer server = accepting("EXTERNAL").start()) {
      send(server, ScriptedMechanism.speakingFirst("EXTERNAL", ""));

      assertThat(server.sessions().get(0).clientLines()).contains("AUTH EXTERNAL =");
    }
  }

  @Test
  void laterResponse_empty_isAnEmptyLine() throws Exception {
    try (ScriptedSmtpServer server =
        server("M", Step.challenge(utf8("c")), Step.accepted("robot")).start()) {
      send(server, ScriptedMechanism.speakingFirst("M", "r", ""));

      assertThat(server.sessions().get(0).clientLines())
          .containsSubsequence("AUTH M " + base64("r"), "");
    }
  }

  @Test
  void words_afterABareAuth_areIgnored() throws Exception {
    String response = "r".repeat(600);
    try (ScriptedSmtpServer server =
        server("NTLM", Step.challenge(utf8("c")), Step.accepted("robot"))
            .on(Trigger.auth("NTLM"), SmtpFault.reply("334 NTLM supported"))
            .start()) {
      ScriptedMechanism ntlm = ScriptedMechanism.speakingFirst("NTLM", response, "second");
      send(server, ntlm);

      assertThat(ntlm.challenges).containsExactly("", "c");
      assertThat(server.sessions().get(0).clientLines())
          .containsSubsequence("AUTH NTLM", base64(response), base64("second"));
    }
  }

  @Test
  void challenge_thatIsNotBase64_isAnsweredByAnAsterisk() throws Exception {
    try (ScriptedSmtpServer server = server("M", new Step.Text("Rubbish!")).start()) {
      ScriptedMechanism mechanism = ScriptedMechanism.speakingFirst("M", "r", "s");
      MailConnectorException e = failure(server, mechanism);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("was given up: the server's challenge is not base64")
          .returns("login-given-up", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("the server said \"501 5.7.0 Authentication aborted\"")
          .hasMessageContaining("show this line to whoever runs it");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
      assertThat(mechanism.disposed).hasValue(1);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void client_thatGivesUp_sendsAnAsterisk() throws Exception {
    try (ScriptedSmtpServer server = server("M", Step.challenge(utf8("forged"))).start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("M", "r").completeAfter(2));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("was given up: the server's proof is wrong")
          .hasMessageContaining("or asks for what cannot be given");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
    }
  }

  @Test
  void cancel_answeredByAClosedLine_stillSaysWhy() throws Exception {
    try (ScriptedSmtpServer server =
        server("M", new Step.Text("Rubbish!"))
            .on(Trigger.authResponse(), SmtpFault.closeBefore())
            .start()) {
      MailConnectorException e = failure(server, ScriptedMechanism.speakingFirst("M", "r", "s"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("the server's challenge is not base64");
    }
  }

  @Test
  void client_thatIsComplete_answersNoFurtherChallenge() throws Exception {
    try (ScriptedSmtpServer server = server("M", Step.challenge(utf8("more"))).start()) {
      ScriptedMechanism mechanism = ScriptedMechanism.speakingFirst("M", "r");
      MailConnectorException e = failure(server, mechanism);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("the server goes on asking after the exchange is over");
      assertThat(mechanism.challenges).containsExactly("");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
    }
  }

  @Test
  void challenges_withoutEnd_areBounded() throws Exception {
    Step[] endless = new Step[40];
    Arrays.fill(endless, Step.challenge(utf8("c")));
    String[] answers = new String[50];
    Arrays.fill(answers, "a");
    try (ScriptedSmtpServer server = server("M", endless).start()) {
      MailConnectorException e = failure(server, ScriptedMechanism.speakingFirst("M", answers));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("the server goes on asking");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
    }
  }

  @Test
  void refusal_thatIsExplained_carriesBothTheReasonAndTheFinalReply() throws Exception {
    String json = "{\"status\":\"400\",\"schemes\":\"Bearer\"}";
    try (ScriptedSmtpServer server =
        server(
                "XOAUTH2",
                Step.challenge(utf8(json)),
                Step.refused("535-5.7.8 Username and Password not accepted.\n535 5.7.8  Bye"))
            .start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("XOAUTH2", "r").explaining());

      assertThat(e)
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining(
              "\"535 5.7.8 Username and Password not accepted. | 5.7.8  Bye\" and explained "
                  + json);
      assertThat(e.explanation()).contains(json);
      assertThat(e.reply().orElseThrow().code()).isEqualTo(535);
      assertThat(server.sessions().get(0).clientLines()).contains(base64("\1"));
    }
  }

  @Test
  void refusal_thatIsExplained_isNotUndoneByA235() throws Exception {
    try (ScriptedSmtpServer server =
        server("XOAUTH2", Step.challenge(utf8("{}")), Step.accepted("robot")).start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("XOAUTH2", "r").explaining());

      assertThat(e).isInstanceOf(LoginRefusedException.class);
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void refusal_explainedWithoutEnd_isGivenUp() throws Exception {
    try (ScriptedSmtpServer server =
        server("XOAUTH2", Step.challenge(utf8("{}")), Step.challenge(utf8("{}"))).start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("XOAUTH2", "r").explaining());

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("the server goes on asking");
    }
  }

  @Test
  void success_beforeTheServersProof_failsClosed() throws Exception {
    try (ScriptedSmtpServer server = accepting("SCRAM").start()) {
      ScriptedMechanism mechanism =
          ScriptedMechanism.speakingFirst("SCRAM", "first").completeAfter(3);
      MailConnectorException e = failure(server, mechanism);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("said that the login by SCRAM is done before it proved who it is")
          .returns("server-unproven", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("Somebody may be in the way");
      assertThat(mechanism.disposed).hasValue(1);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void success_early_isTakenOnceTheServerIsProven() throws Exception {
    try (ScriptedSmtpServer server = accepting("GSSAPI").start()) {
      send(server, ScriptedMechanism.speakingFirst("GSSAPI", "t").completeAfter(3).provenAfter(1));

      assertThat(server.messages()).hasSize(1);
    }
    try (ScriptedSmtpServer server = accepting("GSSAPI").start()) {
      assertThat(
              failure(
                  server,
                  ScriptedMechanism.speakingFirst("GSSAPI", "t").completeAfter(3).provenAfter(2)))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is done before it proved who it is");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void securityLayer_negotiated_isRefused() throws Exception {
    try (ScriptedSmtpServer server = accepting("GSSAPI").start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("GSSAPI", "t").qop("auth-conf"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("negotiated a security layer (auth-conf)")
          .returns("login-security-layer", told -> told.diagnosis().orElseThrow().id());
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void client_thatCannotBegin_saysSoAndSendsNothing() throws Exception {
    try (ScriptedSmtpServer server = accepting("M").start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("M", "r").failingToStart("no ticket"));

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("The login by M at localhost:" + server.port() + " could not begin")
          .returns("login-not-begun", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("no ticket");
      assertNothingSent(server);
    }
  }

  @Test
  void client_withoutInitialResponse_answersTheServer() throws Exception {
    try (ScriptedSmtpServer server =
        server(
                "LOGIN",
                Step.challenge(utf8("User:")),
                Step.challenge(utf8("Password:")),
                Step.accepted("robot"))
            .start()) {
      ScriptedMechanism login = ScriptedMechanism.answering("LOGIN", "robot", "geheim");
      send(server, login);

      assertThat(login.challenges).containsExactly("User:", "Password:");
      assertThat(server.sessions().get(0).clientLines())
          .containsSubsequence("AUTH LOGIN", base64("robot"), base64("geheim"));
    }
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void line_brokenDuringTheLogin_isNoRefusal(boolean atAuth) throws Exception {
    Trigger place = atAuth ? Trigger.command("AUTH") : Trigger.authResponse();
    try (ScriptedSmtpServer server =
        server("M", Step.challenge(utf8("c")), Step.accepted("robot"))
            .on(place, SmtpFault.closeBefore())
            .start()) {
      MailConnectorException e = failure(server, ScriptedMechanism.speakingFirst("M", "r", "s"));

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining(
              "broke during the login of robot (the server closed the connection)");
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(e.stage()).isEqualTo(Stage.AUTH);
    }
  }

  @Test
  void secret_quotedByTheServer_isNotRepeated() throws Exception {
    String secret = base64("geheimes Passwort");
    for (String reply : List.of("500 5.5.1 Unknown: AUTH M ", "Unknown: AUTH M ")) {
      try (ScriptedSmtpServer server =
          accepting("M").on(Trigger.auth("M"), SmtpFault.reply(reply + secret)).start()) {
        MailConnectorException e =
            failure(server, ScriptedMechanism.speakingFirst("M", "geheimes Passwort"));

        assertThat(e).hasMessageContaining("Unknown: AUTH M ***").hasMessageNotContaining(secret);
        assertThat(e).hasStackTraceContaining("AUTH M ***");
        assertThat(stackTrace(e)).doesNotContain(secret);
      }
    }
  }

  @Test
  void secret_quotedInASurplusReply_isNotRepeated() throws Exception {
    String secret = base64("geheimes Passwort".repeat(4));
    for (String first : List.of("334 ", "235 2.7.0 Fine")) {
      try (RawServer server =
              RawServer.start(
                  (in, out) -> {
                    RawServer.say(out, "220 raw.example");
                    in.readLine();
                    RawServer.say(out, "250-raw.example\r\n250 AUTH M");
                    in.readLine();
                    out.write(
                        (first + "\r\n500 Unknown command: " + secret.substring(40) + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                  });
          MailConnector connector =
              lab.connector(
                  Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), NONE))
                      .timeouts(Lab.TIMEOUTS)
                      .login(
                          ScriptedMechanism.speakingFirst(
                                  "M", "geheimes Passwort".repeat(4), "second")
                              .completeAfter(first.startsWith("235") ? 1 : 2))
                      .dangerouslyAllowCleartextCredentials()
                      .build())) {
        MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));

        assertThat(stackTrace(e))
            .contains("Unknown command: ***")
            .doesNotContain(secret.substring(40));
      }
    }
  }

  @Test
  void secret_quotedDecoded_isNotRepeated() throws Exception {
    try (ScriptedSmtpServer server =
        accepting("M")
            .on(Trigger.auth("M"), SmtpFault.reply("535 5.7.8 robot: bad password pass-word-1"))
            .start()) {
      MailConnectorException e =
          failure(server, ScriptedMechanism.speakingFirst("M", "\0robot\0pass-word-1"));

      assertThat(e).hasMessageContaining("535 5.7.8 robot: bad password ***");
      assertThat(stackTrace(e)).doesNotContain("pass-word-1");
    }
  }

  @ParameterizedTest
  @CsvSource({"IMPLICIT", "STARTTLS"})
  void channelBinding_isTheHashOfTheServersCertificate(ServerTls tls) throws Exception {
    TestCertificate certificate = Lab.authority().issue("localhost");
    ScriptedMechanism mechanism = ScriptedMechanism.speakingFirst("M", "r");
    try (ScriptedSmtpServer server = accepting("M").tls(tls).certificate(certificate).start()) {
      send(server, TlsMode.valueOf(tls.name()), mechanism);

      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(certificate.certificate().getEncoded());
      assertThat(mechanism.contexts.get(0).channelBinding())
          .isEqualTo(new ChannelBinding("tls-server-end-point", hash));
      ChannelBinding exporter = mechanism.contexts.get(0).exporterBinding();
      if (Runtime.version().feature() < 25) {
        assertThat(exporter).isNull();
      } else {
        assertThat(exporter.type()).isEqualTo("tls-exporter");
        assertThat(exporter.data()).hasSize(32);
      }
    }
  }

  private ScriptedSmtpServerBuilder accepting(String... names) {
    ScriptedSmtpServerBuilder builder = Lab.server(ServerTls.STARTTLS).mechanisms(names);
    for (String name : names) {
      builder.mechanism(new Script(name, List.of(Step.accepted("robot"))));
    }
    return builder.loginRequired(true);
  }

  /** The server's steps, after the first response of the client. */
  private ScriptedSmtpServerBuilder server(String name, Step... steps) {
    return Lab.server(ServerTls.STARTTLS)
        .mechanisms(name)
        .mechanism(new Script(name, List.of(steps)))
        .loginRequired(true);
  }

  private final class Script implements ServerMechanism {
    private final String name;
    private final List<Step> steps;

    Script(String name, List<Step> steps) {
      this.name = name;
      this.steps = steps;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Exchange start(Context context) {
      Iterator<Step> rest = steps.iterator();
      boolean serverFirst = name.equals("LOGIN") && steps.size() > 1;
      return response -> {
        if (response == null && !serverFirst) {
          return Step.challenge(new byte[0]);
        }
        if (response != null) {
          responses.add(new String(response, StandardCharsets.UTF_8));
        }
        return rest.hasNext() ? rest.next() : Step.refused();
      };
    }
  }

  private void send(ScriptedSmtpServer server, CredentialProviderFactory login) throws Exception {
    send(server, TlsMode.STARTTLS, login);
  }

  private void send(ScriptedSmtpServer server, TlsMode mode, CredentialProviderFactory login)
      throws Exception {
    try (MailConnector connector = lab.connector(Lab.account(server, mode).login(login).build())) {
      connector.send(Lab.message());
    }
  }

  private MailConnectorException failure(ScriptedSmtpServer server, CredentialProviderFactory login)
      throws Exception {
    return failure(server, TlsMode.STARTTLS, login);
  }

  private MailConnectorException failure(
      ScriptedSmtpServer server, TlsMode mode, CredentialProviderFactory login) throws Exception {
    try (MailConnector connector = lab.connector(Lab.account(server, mode).login(login).build())) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static void assertNothingSent(ScriptedSmtpServer server) {
    assertThat(server.counters().commands("AUTH")).isZero();
    assertThat(server.counters().commands("MAIL")).isZero();
  }

  private static String stackTrace(Throwable e) {
    StringWriter text = new StringWriter();
    e.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(utf8(text));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
