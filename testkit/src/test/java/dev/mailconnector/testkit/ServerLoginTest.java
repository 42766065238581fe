package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.testkit.ServerMechanism.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerLoginTest {
  private static final String USER = "ada@example.com";
  private static final String TOKEN = "t0ken";
  private static final String OAUTHBEARER =
      RawSmtpClient.base64("n,a=" + USER + ",\1host=h\1port=587\1auth=Bearer " + TOKEN + "\1\1");
  private static final String GOOGLE_JSON =
      "{\"status\":\"400\",\"schemes\":\"Bearer\",\"scope\":\"https://mail.google.com/\"}";

  @ParameterizedTest
  @CsvSource({
    "PLAIN, AGFkYUBleGFtcGxlLmNvbQBww6RzcyB3b3Jk",
    "XOAUTH2, dXNlcj1hZGFAZXhhbXBsZS5jb20BYXV0aD1CZWFyZXIgdDBrZW4BAQ=="
  })
  void login_withAndWithoutInitialResponse_isAccepted(String mechanism, String response)
      throws Exception {
    try (ScriptedSmtpServer server = postfix().start()) {
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("AUTH " + mechanism + " " + response)).startsWith("235 2.7.0 ");
      }
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("auth " + mechanism)).isEqualTo("334 ");
        assertThat(client.say(response)).startsWith("235 2.7.0 ");
      }
      assertThat(server.sessions())
          .extracting(SmtpSession::login)
          .containsOnly(new Login(mechanism, USER));
      assertThat(server.counters().loginsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void oauthbearer_withAndWithoutInitialResponse_isAccepted() throws Exception {
    try (ScriptedSmtpServer server = postfix().start()) {
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("AUTH OAUTHBEARER " + OAUTHBEARER)).startsWith("235 ");
      }
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("AUTH OAUTHBEARER")).isEqualTo("334 ");
        assertThat(client.say(OAUTHBEARER)).startsWith("235 ");
      }
      assertThat(server.sessions().get(1).login()).isEqualTo(new Login("OAUTHBEARER", USER));
    }
  }

  @Test
  void login_byUserNameAndPassword_isAccepted() throws Exception {
    try (ScriptedSmtpServer server = postfix().start()) {
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("AUTH LOGIN")).isEqualTo("334 VXNlcm5hbWU6");
        assertThat(client.say(RawSmtpClient.base64(USER))).isEqualTo("334 UGFzc3dvcmQ6");
        assertThat(client.say(RawSmtpClient.base64("p\u00e4ss word"))).startsWith("235 ");
      }
      try (RawSmtpClient client = RawSmtpClient.ready(server)) {
        assertThat(client.say("AUTH LOGIN " + RawSmtpClient.base64(USER)))
            .isEqualTo("334 UGFzc3dvcmQ6");
        assertThat(client.say(RawSmtpClient.base64("wrong"))).startsWith("535 5.7.8 ");
      }
      assertThat(server.counters().loginsRefused()).isEqualTo(1);
    }
  }

  @Test
  void refusedToken_atGmail_getsJsonThenTwoLinesAfterTheEmptyLine() throws Exception {
    try (ScriptedSmtpServer server = server(SmtpProfile.GMAIL).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, "old")))
          .isEqualTo("334 " + RawSmtpClient.base64(GOOGLE_JSON));
      assertThat(client.say(""))
          .startsWith("535-5.7.8 Username and Password not accepted.")
          .contains("\n535 5.7.8  https://support.google.com/mail/?p=BadCredentials");
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, TOKEN)))
          .startsWith("235 ");
    }
  }

  @Test
  void refusedToken_byOauthbearer_wantsTheOneOctetAnswer() throws Exception {
    String wrong = RawSmtpClient.base64("n,a=" + USER + ",\1auth=Bearer old\1\1");
    try (ScriptedSmtpServer server = server(SmtpProfile.GMAIL).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH OAUTHBEARER " + wrong)).startsWith("334 ey");
      assertThat(client.say("AQ==")).startsWith("535-5.7.8 ");
      client.say("AUTH OAUTHBEARER " + wrong);
      assertThat(client.say("")).startsWith("501 5.5.2 ");
      assertThat(server.counters().loginsRefused()).isEqualTo(2);
    }
  }

  @Test
  void refusedToken_atMicrosoft_getsTheFinalReplyAtOnce() throws Exception {
    try (ScriptedSmtpServer server = server(SmtpProfile.MICROSOFT365).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, "old")))
          .startsWith("535 5.7.3 Authentication unsuccessful [");
    }
  }

  @Test
  void refusedToken_withTheChecksOwnWords_saysThem() throws Exception {
    try (ScriptedSmtpServer server =
            server(SmtpProfile.MICROSOFT365)
                .tokens((user, token) -> TokenVerdict.refused("535 5.7.142 Soon", "{}"))
                .start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, "old")))
          .isEqualTo("334 e30=");
      assertThat(client.say("")).isEqualTo("535 5.7.142 Soon");
    }
  }

  @Test
  void tokens_changedWhileRunning_countFromTheNextLogin() throws Exception {
    try (ScriptedSmtpServer server = server(SmtpProfile.MICROSOFT365).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      server.tokens(TokenCheck.accepting(USER, "new"));

      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, TOKEN)))
          .startsWith("535 ");
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, "new")))
          .startsWith("235 ");
    }
  }

  @Test
  void authLine_of512OctetsIsTaken_of513IsTooLong() throws Exception {
    String start = "AUTH XOAUTH2 ";
    try (ScriptedSmtpServer server = postfix().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say(start + "A".repeat(512 - start.length() - 2))).startsWith("501 5.5.2 ");
      assertThat(client.say(start + "A".repeat(513 - start.length() - 2)))
          .isEqualTo("500 5.5.2 Line too long");
    }
  }

  @Test
  void answerTo334_of12288OctetsIsTaken_ofMoreIsTooLong() throws Exception {
    try (ScriptedSmtpServer server = postfix().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("AUTH XOAUTH2");
      assertThat(client.say("A".repeat(12_286))).startsWith("501 5.5.2 ");
      client.say("AUTH XOAUTH2");
      assertThat(client.say("A".repeat(12_287))).startsWith("500 5.5.6 ");
    }
  }

  @Test
  void auth_cancelled_isAnswered501() throws Exception {
    try (ScriptedSmtpServer server = postfix().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("AUTH PLAIN");
      assertThat(client.say("*")).startsWith("501 5.7.0 ");
      assertThat(client.say("NOOP")).startsWith("250 ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, !!!!, 501 5.5.2",
    "PLAIN, QQ, 501 5.5.2",
    "PLAIN, =, 501 5.5.2 PLAIN is",
    "XOAUTH2, QUJD, 501 5.5.2 Cannot parse",
    "CRAM-MD5, QUJD, 504 5.7.4"
  })
  void auth_malformed_isRefused(String mechanism, String response, String reply) throws Exception {
    try (ScriptedSmtpServer server = postfix().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH " + mechanism + " " + response)).startsWith(reply);
    }
  }

  @Test
  void auth_twiceOrWithinAMessage_isRefused() throws Exception {
    try (ScriptedSmtpServer server = postfix().loginRequired(false).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("AUTH PLAIN")).startsWith("503 5.5.1 ");
      client.say("RSET");
      client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, TOKEN));
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, TOKEN)))
          .startsWith("503 5.5.1 ");
    }
  }

  @Test
  void mechanism_ofATest_takesPartInTheDialogue() throws Exception {
    try (ScriptedSmtpServer server =
            server(SmtpProfile.PLAIN_RELAY).mechanism(new Riddle()).start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).contains("AUTH RIDDLE");
      assertThat(client.say("AUTH RIDDLE")).isEqualTo("334 RIDDLE supported");
      assertThat(client.say("")).isEqualTo("334 " + RawSmtpClient.base64("6*7"));
      assertThat(client.say(RawSmtpClient.base64("41"))).isEqualTo("535 wrong");
      client.say("AUTH RIDDLE");
      client.say("");
      assertThat(client.say(RawSmtpClient.base64("42"))).startsWith("235 ");
      assertThat(server.sessions().get(0).login()).isEqualTo(new Login("RIDDLE", "sphinx"));
    }
  }

  @Test
  void mechanism_thatThrows_isReportedAtClose() throws Exception {
    ScriptedSmtpServer server =
        server(SmtpProfile.PLAIN_RELAY)
            .mechanisms("XOAUTH2")
            .tokens(
                (user, token) -> {
                  throw new UnsupportedOperationException("no idea");
                })
            .start();
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2(USER, TOKEN))).isNull();
    }

    assertThatThrownBy(server::close).hasRootCauseMessage("no idea");
  }

  @Test
  void ehlo_withoutAuth_offersNoLogin() throws IOException {
    try (ScriptedSmtpServer server = postfix().withhold("AUTH").start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).doesNotContain("AUTH");
      assertThat(client.say("AUTH PLAIN")).startsWith("504 ");
    }
  }

  private static ScriptedSmtpServerBuilder postfix() {
    return server(SmtpProfile.POSTFIX);
  }

  private static ScriptedSmtpServerBuilder server(SmtpProfile profile) {
    return ScriptedSmtpServer.builder()
        .profile(profile)
        .tls(ServerTls.NONE)
        .password(USER, "p\u00e4ss word")
        .tokens(TokenCheck.accepting(USER, TOKEN));
  }

  private static final class Riddle implements ServerMechanism {
    @Override
    public String name() {
      return "RIDDLE";
    }

    @Override
    public Exchange start(Context context) {
      return response -> {
        if (response == null) {
          return new Step.Text("RIDDLE supported");
        }
        String text = new String(response, StandardCharsets.UTF_8);
        if (text.isEmpty()) {
          return Step.challenge("6*7".getBytes(StandardCharsets.UTF_8));
        }
        return text.equals("42") ? Step.accepted("sphinx") : Step.refused("535 wrong");
      };
    }
  }
}
