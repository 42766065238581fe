package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptedSmtpServerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  @Test
  void greeting_withADate_tellsTheTimeOfTheClock() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.EXCHANGE_SERVER)
                .tls(ServerTls.NONE)
                .clock(() -> Instant.parse("2026-01-02T03:04:05Z"))
                .start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      assertThat(client.reply()).contains("Fri, 2 Jan 2026 03:04:05 +0000");
    }
  }

  @Test
  void message_byDataWithoutTls_isKeptOctetForOctet() throws Exception {
    try (ScriptedSmtpServer server = relay().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("MAIL FROM:<ada@example.com> SIZE=40")).isEqualTo("250 OK");
      assertThat(client.say("RCPT TO:<bob@example.com>")).isEqualTo("250 OK");
      assertThat(client.say("DATA")).startsWith("354 ");
      client.send("Subject: x\r\n\r\n..dot\r\n.\r\n");
      assertThat(client.reply()).startsWith("250 ");

      ReceivedMessage message = server.awaitMessages(1, LIMIT).get(0);
      assertThat(message.sender()).isEqualTo("ada@example.com");
      assertThat(message.recipients()).containsExactly("bob@example.com");
      assertThat(message.mailParameters()).isEqualTo(Map.of("SIZE", "40"));
      assertThat(message.text()).isEqualTo("Subject: x\r\n\r\n.dot\r\n");
      assertThat(message.rawData()).asString().isEqualTo("Subject: x\r\n\r\n..dot\r\n");
      assertThat(message.header("subject")).contains("x");
      assertThat(message.body()).isEqualTo(".dot\r\n");
      assertThat(message.login()).isNull();
      assertThat(message.tlsProtocol()).isNull();
      assertThat(message.roundTrips()).isEqualTo(4);
    }
  }

  @Test
  void data_withStrayLineEnds_endsAtCrlfDotCrlfOnly() throws Exception {
    String smuggled = "a\n.\nb\r.\rc\n.\r\nd\r\n.\re\r\n";
    try (ScriptedSmtpServer server = relay().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("MAIL FROM:<>");
      client.say("RCPT TO:<bob@example.com>");
      client.say("DATA");
      client.send(smuggled + ".\r\n");
      assertThat(client.reply()).startsWith("250 ");

      assertThat(server.messages().get(0).rawData()).asString().isEqualTo(smuggled);
      assertThat(server.messages().get(0).text()).isEqualTo("a\n.\nb\r.\rc\n.\r\nd\r\n\re\r\n");
    }
  }

  @Test
  void flight_ofMailRcptBdat_isOneRoundTrip() throws Exception {
    try (ScriptedSmtpServer server =
            relay().offer("PIPELINING", "CHUNKING").latency(Duration.ofMillis(500)).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n");
      client.send("BDAT 4\r\n.a\r\n");
      client.send("BDAT 3 LAST\r\nb\r\n");
      for (int i = 0; i < 4; i++) {
        assertThat(client.reply()).startsWith("250 ");
      }

      ReceivedMessage message = server.messages().get(0);
      assertThat(message.text()).isEqualTo(".a\r\nb\r\n");
      assertThat(message.chunked()).isTrue();
      assertThat(message.roundTrips()).isEqualTo(1);
    }
  }

  @Test
  void flight_ofTwoMessagesUnderTls_countsOnceForBoth() throws Exception {
    String message = "RSET\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\n";
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .certificate(AUTHORITY.issue())
                .loginRequired(false)
                .latency(Duration.ofMillis(500))
                .start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("STARTTLS");
      client.startTls(AUTHORITY.trustingContext());
      client.say("EHLO client.example");
      client.send(message + "BDAT 3 LAST\r\na\r\n" + message);
      client.send("BDAT 3 LAST\r\nb\r\n");
      for (int i = 0; i < 8; i++) {
        assertThat(client.reply()).startsWith("250 ");
      }

      assertThat(server.messages()).extracting(ReceivedMessage::roundTrips).containsExactly(1, 0);
    }
  }

  @Test
  void ehlo_ofMicrosoft365_isThatOfItsRecordedSession() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.MICROSOFT365)
                .certificate(AUTHORITY.issue())
                .start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      assertThat(client.reply())
          .matches("220 \\S+ Microsoft ESMTP MAIL Service ready at .* \\[\\w+]");
      assertThat(client.say("EHLO me").lines().skip(1))
          .containsExactly(
              "250-SIZE 157286400",
              "250-PIPELINING",
              "250-DSN",
              "250-ENHANCEDSTATUSCODES",
              "250-STARTTLS",
              "250-8BITMIME",
              "250-BINARYMIME",
              "250-CHUNKING",
              "250 SMTPUTF8");
    }
  }

  @Test
  void ehlo_ofExchangeServer_offersNtlmBeforeTlsAndLoginAfter() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.EXCHANGE_SERVER)
                .certificate(AUTHORITY.issue())
                .start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).contains("250-AUTH GSSAPI NTLM\n");
      client.say("STARTTLS");
      client.startTls(AUTHORITY.trustingContext());
      assertThat(client.say("EHLO me")).contains("250-AUTH GSSAPI NTLM LOGIN\n");
    }
  }

  @Test
  void ehlo_setByTheTest_isSaidBeforeAndAfterTls() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .ehlo("8BITMIME", "AUTH", "X-MINE")
                .mechanisms("LOGIN", "PLAIN")
                .certificate(AUTHORITY.issue())
                .start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me").lines().skip(1))
          .containsExactly("250-8BITMIME", "250-STARTTLS", "250 X-MINE");
      client.say("STARTTLS");
      client.startTls(AUTHORITY.trustingContext());
      assertThat(client.say("EHLO me").lines().skip(1))
          .containsExactly("250-8BITMIME", "250-AUTH LOGIN PLAIN", "250 X-MINE");
    }
  }

  @Test
  void forgetSessions_inALongRun_dropsClosedOnesAndKeepsCounting() throws Exception {
    try (ScriptedSmtpServer server = relay().start();
        RawSmtpClient open = RawSmtpClient.ready(server)) {
      RawSmtpClient.ready(server).close();
      server.await(counters -> counters.connectionsOpen() == 1, LIMIT);
      server.forgetSessions();
      open.say("NOOP");

      assertThat(server.sessions()).hasSize(1);
      assertThat(server.sessions().get(0).clientLines()).containsExactly("NOOP");
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  @Test
  void startTls_thenLogin_reachesMail() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.MICROSOFT365)
                .certificate(AUTHORITY.issue())
                .tokens(TokenCheck.accepting("ada@contoso.example", "t0ken"))
                .start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("MAIL FROM:<ada@contoso.example>"))
          .isEqualTo("530 5.7.0 Must issue a STARTTLS command first");
      assertThat(client.say("AUTH LOGIN")).startsWith("530 5.7.0 ");
      assertThat(client.say("STARTTLS")).isEqualTo("220 2.0.0 SMTP server ready");
      client.startTls(AUTHORITY.trustingContext());
      assertThat(client.say("AUTH LOGIN")).isEqualTo("503 5.5.1 EHLO/HELO first");
      assertThat(client.say("EHLO client.example"))
          .contains("250-AUTH LOGIN XOAUTH2\n")
          .doesNotContain("STARTTLS");
      assertThat(client.say("MAIL FROM:<ada@contoso.example>")).startsWith("530 5.7.57 ");
      assertThat(
              client.say("AUTH XOAUTH2 " + RawSmtpClient.xoauth2("ada@contoso.example", "t0ken")))
          .isEqualTo("235 2.7.0 Authentication successful");
      assertThat(client.say("MAIL FROM:<ada@contoso.example>")).isEqualTo("250 2.1.0 Sender OK");

      SmtpSession session = server.sessions().get(0);
      assertThat(session.login()).isEqualTo(new Login("XOAUTH2", "ada@contoso.example"));
      assertThat(session.tlsProtocol()).isEqualTo("TLSv1.3");
      assertThat(server.counters().tlsHandshakes()).isEqualTo(1);
      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
    }
  }

  @Test
  void implicitTls_withOneProtocol_speaksOnlyThat() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .tls(ServerTls.IMPLICIT)
                .certificate(AUTHORITY.issue())
                .tlsProtocols("TLSv1.2")
                .start();
        RawSmtpClient client = RawSmtpClient.connectTls(server, AUTHORITY.trustingContext())) {
      assertThat(client.reply()).startsWith("220 ");
      assertThat(client.say("EHLO me")).doesNotContain("STARTTLS");
      assertThat(client.say("STARTTLS")).startsWith("502 ");
      assertThat(server.sessions().get(0).tlsProtocol()).isEqualTo("TLSv1.2");
    }
  }

  @Test
  void commands_beforeStartTlsHandshakeInOneFlight_areNotUsed() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder().certificate(AUTHORITY.issue()).start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.send("STARTTLS\r\nMAIL FROM:<a@example.com>\r\n");

      assertThat(client.reply()).startsWith("454 4.5.0 ");
    }
  }

  @Test
  void recipient_withRule_isRefusedAndOthersGetTheMessage() throws Exception {
    try (ScriptedSmtpServer server =
            relay().recipient("full@example.com", "552 5.2.2 Mailbox full").start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:<Full@example.com>")).isEqualTo("552 5.2.2 Mailbox full");
      assertThat(client.say("DATA")).startsWith("503 5.5.2 ");
      assertThat(client.say("RCPT TO:<b@example.com>")).isEqualTo("250 OK");
      client.say("DATA");
      assertThat(client.say(".")).startsWith("250 ");

      assertThat(server.messages().get(0).recipients()).containsExactly("b@example.com");
      assertThat(server.messages().get(0).content()).isEmpty();
    }
  }

  @Test
  void dataWithoutRecipients_takesTheContentAndRefusesIt() throws Exception {
    try (ScriptedSmtpServer server =
            relay().dataWithoutRecipients().recipient("b@example.com", "550 5.1.1 No").start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("DATA")).startsWith("503 ");
      client.say("MAIL FROM:<a@example.com>");
      assertThat(client.say("RCPT TO:<b@example.com>")).startsWith("550 ");
      assertThat(client.say("DATA")).startsWith("354 ");
      assertThat(client.say(".")).startsWith("503 5.5.2 ");
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("250 ");
      assertThat(server.messages()).isEmpty();
    }
  }

  @Test
  void size_overTheLimit_isRefusedByParameterAndByContent() throws Exception {
    try (ScriptedSmtpServer server = relay().sizeLimit(5).start();
        RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).contains("SIZE 5");
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=6")).startsWith("552 5.3.4 ");
      client.say("MAIL FROM:<a@example.com>");
      client.say("RCPT TO:<b@example.com>");
      client.say("DATA");
      client.send("123456\r\n.\r\n");
      assertThat(client.reply()).startsWith("552 5.3.4 ");
      assertThat(server.messages()).isEmpty();
      assertThat(client.say("MAIL FROM:<a@example.com>")).startsWith("250 ");
    }
  }

  @Test
  void parameters_notOffered_areRefused() throws Exception {
    try (ScriptedSmtpServer server = relay().withhold("SIZE").start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("MAIL FROM:<a@example.com> SIZE=6")).startsWith("555 5.5.4 ");
      assertThat(client.say("MAIL FROM:<a@example.com> RET=HDRS")).startsWith("555 5.5.4 ");
      assertThat(client.say("MAIL FROM:<a@example.com> BODY=BINARYMIME")).startsWith("555 5.5.4 ");
      assertThat(client.say("MAIL FROM:<a@example.com> NOTIFY=NEVER")).startsWith("555 5.5.4 ");
      assertThat(client.say("MAIL FROM:a@example.com")).startsWith("501 5.5.4 ");
      assertThat(client.say("MAIL FROM:<\u00e4@example.com>")).startsWith("553 5.6.7 ");
      assertThat(client.say("BDAT 0 LAST")).startsWith("502 5.5.1 ");
    }
  }

  @Test
  void dsnAndUtf8_whenOffered_areRecorded() throws Exception {
    try (ScriptedSmtpServer server = relay().offer("DSN", "SMTPUTF8").start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("MAIL FROM:<\u00e4@example.com> SMTPUTF8 RET=HDRS ENVID=e1 BODY=8BITMIME");
      client.say("RCPT TO:<\"a>b\"@example.com> NOTIFY=FAILURE,DELAY");
      client.say("DATA");
      client.send("\u00fc\r\n.\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(client.reply()).startsWith("250 ");

      ReceivedMessage message = server.messages().get(0);
      assertThat(message.sender()).isEqualTo("\u00e4@example.com");
      assertThat(message.mailParameters()).containsEntry("ENVID", "e1").containsKey("SMTPUTF8");
      assertThat(message.recipients()).containsExactly("\"a>b\"@example.com");
      assertThat(message.recipientParameters()).containsExactly(Map.of("NOTIFY", "FAILURE,DELAY"));
    }
  }

  @Test
  void transcript_ofASession_holdsBothSidesVerbatim() throws Exception {
    try (ScriptedSmtpServer server = relay().greeting("220 hello").ehlo("X-ONE").start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("quit")).startsWith("221 ");
      assertThat(client.reply()).isNull();

      server.await(counters -> counters.connectionsOpen() == 0, LIMIT);
      SmtpSession session = server.sessions().get(0);
      assertThat(session.open()).isFalse();
      assertThat(session.transcriptText())
          .isEqualTo(
              """
              S: 220 hello
              C: EHLO client.example
              S: 250-relay.intranet.example
              S: 250 X-ONE
              C: quit
              S: 221 Bye\
              """);
      assertThat(session.clientLines()).isEqualTo(List.of("EHLO client.example", "quit"));
      assertThat(server.counters().commands("QUIT")).isEqualTo(1);
    }
  }

  @Test
  void awaitMessages_whenNoneComes_saysWhatClientsDid() throws Exception {
    try (ScriptedSmtpServer server = relay().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say("RCPT TO:<b@example.com>");

      assertThatThrownBy(() -> server.awaitMessages(1, Duration.ofMillis(1)))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("last reply: 503 5.5.2 Need MAIL command");
    }
  }

  @Test
  void start_withTlsAndWithoutCertificate_saysWhereToGetOne() {
    assertThatThrownBy(() -> ScriptedSmtpServer.builder().start())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("TestAuthority.create().issue()");
  }

  @Test
  void close_withOpenConnections_closesThem() throws Exception {
    ScriptedSmtpServer server = relay().start();
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      server.close();

      assertThat(client.reply()).isNull();
      assertThat(server.counters().connectionsOpen()).isZero();
    }
  }

  @Test
  void dismissAll_whileClientsAreIdle_saysTheLineAndCloses() throws Exception {
    try (ScriptedSmtpServer server = relay().start();
        RawSmtpClient client = RawSmtpClient.ready(server)) {
      server.dismissAll("421 4.3.2 Service shutting down");

      assertThat(client.reply()).isEqualTo("421 4.3.2 Service shutting down");
      assertThat(client.reply()).isNull();
    }
  }

  private static ScriptedSmtpServerBuilder relay() {
    return ScriptedSmtpServer.builder().profile(SmtpProfile.PLAIN_RELAY);
  }
}
