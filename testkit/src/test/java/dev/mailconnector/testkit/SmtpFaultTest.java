package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SmtpFaultTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final String MAIL = "MAIL FROM:<a@example.com>";
  private static final String RCPT = "RCPT TO:<b@example.com>";

  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .profile(SmtpProfile.PLAIN_RELAY)
          .offer("CHUNKING", "PIPELINING")
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void reply_negative_takesThePlaceOfTheCommand() throws Exception {
    PlacedFault fault =
        server.on(Trigger.command("RCPT").nth(2), SmtpFault.reply(450, "4.2.1 Slow", "4.2.1 down"));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say(MAIL);
      assertThat(client.say(RCPT)).isEqualTo("250 OK");
      assertThat(client.say(RCPT)).isEqualTo("450-4.2.1 Slow\n450 4.2.1 down");
      assertThat(client.say(RCPT)).isEqualTo("250 OK");
      deliver(client);

      assertThat(server.messages().get(0).recipients()).hasSize(2);
      assertThat(fault.hits()).isEqualTo(1);
    }
  }

  @Test
  void reply_positive_leavesTheEffect() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.reply("250 custom"));
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say(".")).isEqualTo("250 custom");
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void reply_atContentEnd_dropsTheMessage() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.reply("452 4.3.1 Out of storage"));
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say(".")).isEqualTo("452 4.3.1 Out of storage");
      assertThat(client.say(MAIL)).startsWith("250 ");
      assertThat(server.messages()).isEmpty();
    }
  }

  @Test
  void reply_421_closesTheConnection() throws Exception {
    server.on(Trigger.connect(), SmtpFault.reply("421 4.3.2 Service not active"));
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      assertThat(client.reply()).isEqualTo("421 4.3.2 Service not active");
      assertThat(client.reply()).isNull();
    }
  }

  @Test
  void reply_toBdat_swallowsTheChunk() throws Exception {
    server.on(Trigger.command("BDAT").nth(1), SmtpFault.reply("552 5.3.4 Too big"));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say(MAIL);
      client.say(RCPT);
      client.send("BDAT 6\r\nNOOP\r\n");
      assertThat(client.reply()).isEqualTo("552 5.3.4 Too big");
      assertThat(client.say("RSET")).startsWith("250 ");
    }
  }

  @Test
  void stall_saysNothingUntilTheClientLeaves() throws Exception {
    server.on(Trigger.command("NOOP"), SmtpFault.stall());
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.send("NOOP\r\nQUIT\r\n");
      server.await(counters -> counters.commands("NOOP") == 1, LIMIT);
    }

    server.await(counters -> counters.connectionsOpen() == 0, LIMIT);
    assertThat(server.sessions().get(0).serverLines()).noneMatch(line -> line.startsWith("221"));
  }

  @Test
  void stall_whenTheServerIsClosed_ends() throws Exception {
    server.on(Trigger.connect(), SmtpFault.stall());
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      server.await(counters -> counters.connectionsOpen() == 1, LIMIT);
      server.close();

      assertThat(client.reply()).isNull();
    }
  }

  @Test
  void slow_whenTheServerIsClosed_endsBeforeTheDelay() throws Exception {
    server.on(Trigger.command("NOOP"), SmtpFault.slow(Duration.ofDays(1)));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.send("NOOP\r\n");
      server.await(counters -> counters.commands("NOOP") == 1, LIMIT);
      server.close();

      assertThat(client.reply()).isNull();
      assertThat(server.counters().connectionsOpen()).isZero();
    }
  }

  @Test
  void slow_repliesAsUsualAfterwards() throws Exception {
    server.on(Trigger.command("NOOP"), SmtpFault.slow(Duration.ofMillis(10)));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void held_repliesAsUsualWhenItIsLetGo() throws Exception {
    Turnstile turnstile = Turnstile.shut();
    server.on(Trigger.contentEnd(), SmtpFault.held(turnstile));
    try (RawSmtpClient client = atContent()) {
      client.send(".\r\n");
      turnstile.awaitWaiting(1, LIMIT);
      assertThat(server.messages()).isEmpty();

      turnstile.open();

      assertThat(client.reply()).startsWith("250 ");
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void held_whenTheServerIsClosed_ends() throws Exception {
    Turnstile turnstile = Turnstile.shut();
    server.on(Trigger.connect(), SmtpFault.held(turnstile));
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      turnstile.awaitWaiting(1, LIMIT);
      server.close();

      assertThat(client.reply()).isNull();
      assertThat(turnstile.passed()).isZero();
    }
  }

  @Test
  void closeBefore_endsTheConnectionWithoutEffect() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.closeBefore());
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say(".")).isNull();
      server.await(counters -> counters.connectionsOpen() == 0, LIMIT);
      assertThat(server.messages()).isEmpty();
    }
  }

  @Test
  void closeAfterDot_keepsTheMessageAndSaysNothing() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.closeAfterDot());
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say(".")).isNull();
      assertThat(server.awaitMessages(1, LIMIT)).hasSize(1);
    }
  }

  @Test
  void stallAfterEffect_keepsTheMessage() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.stall().afterEffect());
    try (RawSmtpClient client = atContent()) {
      client.send(".\r\n");
      assertThat(server.awaitMessages(1, LIMIT)).hasSize(1);
    }
  }

  @Test
  void closeAfter_repliesAndCloses() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.closeAfter());
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say(".")).startsWith("250 ");
      assertThat(client.reply()).isNull();
    }
  }

  @Test
  void reset_endsInAReset() throws Exception {
    server.on(Trigger.command("NOOP"), SmtpFault.reset());
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThatThrownBy(() -> client.say("NOOP"))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
  }

  @Test
  void closeBefore_withinTheContent_strikesAtThatOctet() throws Exception {
    PlacedFault fault = server.on(Trigger.contentBytes(5), SmtpFault.closeBefore());
    try (RawSmtpClient client = atContent()) {
      client.send("1234");
      assertThat(fault.hits()).isZero();
      client.send("5");
      assertThat(client.reply()).isNull();
      assertThat(fault.hits()).isEqualTo(1);
    }
  }

  @Test
  void closeBefore_withinAChunk_strikesAtThatOctet() throws Exception {
    PlacedFault fault = server.on(Trigger.contentBytes(3), SmtpFault.closeBefore());
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.say(MAIL);
      client.say(RCPT);
      client.send("BDAT 2\r\n12");
      assertThat(client.reply()).startsWith("250 ");
      client.send("BDAT 100 LAST\r\n3");
      assertThat(client.reply()).isNull();
      assertThat(fault.hits()).isEqualTo(1);
    }
  }

  @Test
  void slow_withinTheContent_losesNothing() throws Exception {
    server.on(Trigger.contentBytes(2), SmtpFault.slow(Duration.ofMillis(1)));
    try (RawSmtpClient client = atContent()) {
      assertThat(client.say("12345\r\n.")).startsWith("250 ");
      assertThat(server.messages().get(0).text()).isEqualTo("12345\r\n");
    }
  }

  @Test
  void garbage_isSentAsItIs() throws Exception {
    server.on(Trigger.command("NOOP"), SmtpFault.garbage(new byte[] {0, (byte) 0xff, 7}));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      client.send("NOOP\r\n");
      assertThat(new int[] {client.read(), client.read(), client.read()})
          .containsExactly(0, 255, 7);
    }
  }

  @Test
  void endlessReply_goesOnUntilTheClientLeaves() throws Exception {
    server.on(Trigger.command("EHLO"), SmtpFault.endlessLines());
    server.on(Trigger.command("NOOP"), SmtpFault.endlessLine());
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      client.send("EHLO me\r\n");
      for (int i = 0; i < 1_000_000; i++) {
        assertThat(client.read()).isNotNegative();
      }
    }
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      client.send("NOOP\r\n");
      for (int i = 0; i < 1_000_000; i++) {
        assertThat(client.read()).isEqualTo('x');
      }
    }
    server.await(counters -> counters.connectionsOpen() == 0, LIMIT);
  }

  @Test
  void drip_deliversTheWholeReply() throws Exception {
    server.on(Trigger.command("EHLO"), SmtpFault.chunkEvery(3));
    server.on(Trigger.command("NOOP"), SmtpFault.dripByByte(Duration.ofNanos(1000)));
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).contains("250 PIPELINING");
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void extraReply_followsTheUsualOne() throws Exception {
    server.on(Trigger.command("NOOP").first(1), SmtpFault.extraReply("250 surplus"));
    try (RawSmtpClient client = RawSmtpClient.ready(server)) {
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
      assertThat(client.reply()).isEqualTo("250 surplus");
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void inject_afterStartTls_comesInClearWithThe220() throws Exception {
    try (ScriptedSmtpServer tls = tls(ServerTls.STARTTLS);
        RawSmtpClient client = RawSmtpClient.ready(tls)) {
      tls.on(
          Trigger.command("STARTTLS"),
          SmtpFault.inject("250 injected\r\n".getBytes(StandardCharsets.US_ASCII)));

      assertThat(client.say("STARTTLS")).startsWith("220 ");
      assertThat(client.reply()).isEqualTo("250 injected");
    }
  }

  @Test
  void tlsFail_endsTheHandshakeWithAnAlert() throws Exception {
    try (ScriptedSmtpServer tls = tls(ServerTls.IMPLICIT)) {
      tls.on(Trigger.tls().nth(1), SmtpFault.tlsFail());

      assertThatThrownBy(() -> RawSmtpClient.connectTls(tls, AUTHORITY.trustingContext()))
          .isInstanceOf(SSLException.class)
          .hasMessageContaining("handshake_failure");
      try (RawSmtpClient second = RawSmtpClient.connectTls(tls, AUTHORITY.trustingContext())) {
        assertThat(second.reply()).startsWith("220 ");
      }
    }
  }

  @Test
  void faultAtAuthResponse_strikesAfterThe334() throws Exception {
    try (ScriptedSmtpServer login =
            ScriptedSmtpServer.builder()
                .tls(ServerTls.NONE)
                .on(Trigger.authResponse(), SmtpFault.reply("454 4.7.0 Temporary"))
                .on(Trigger.auth("login"), SmtpFault.reply("432 4.7.12 Transition"))
                .start();
        RawSmtpClient client = RawSmtpClient.ready(login)) {
      assertThat(client.say("AUTH LOGIN")).isEqualTo("432 4.7.12 Transition");
      assertThat(client.say("AUTH PLAIN")).isEqualTo("334 ");
      assertThat(client.say("AAAA")).isEqualTo("454 4.7.0 Temporary");
    }
  }

  @Test
  void faults_thatStrikeAtOnce_theLastPlacedWinsUntilRemoved() throws Exception {
    server.on(Trigger.anyCommand().after(1), SmtpFault.reply("450 first placed"));
    PlacedFault last = server.on(Trigger.command("NOOP"), SmtpFault.reply("451 last placed"));
    try (RawSmtpClient client = RawSmtpClient.connect(server)) {
      client.reply();
      assertThat(client.say("EHLO me")).startsWith("250");
      assertThat(client.say("NOOP")).isEqualTo("451 last placed");
      last.remove();
      assertThat(client.say("NOOP")).isEqualTo("450 first placed");
      server.clearFaults();
      assertThat(client.say("NOOP")).isEqualTo("250 2.0.0 OK");
    }
  }

  @Test
  void nthConnection_isTheOneThatSuffers() throws Exception {
    server.on(Trigger.connect().nth(2), SmtpFault.closeBefore());
    try (RawSmtpClient first = RawSmtpClient.connect(server)) {
      assertThat(first.reply()).startsWith("220 ");
      try (RawSmtpClient second = RawSmtpClient.connect(server)) {
        assertThat(second.reply()).isNull();
      }
      try (RawSmtpClient third = RawSmtpClient.connect(server)) {
        assertThat(third.reply()).startsWith("220 ");
        assertThat(server.counters().connectionsTotal()).isEqualTo(3);
      }
    }
  }

  private RawSmtpClient atContent() throws IOException {
    RawSmtpClient client = RawSmtpClient.ready(server);
    client.say(MAIL);
    client.say(RCPT);
    assertThat(client.say("DATA")).startsWith("354 ");
    return client;
  }

  private static void deliver(RawSmtpClient client) throws IOException {
    client.say("DATA");
    assertThat(client.say(".")).startsWith("250 ");
  }

  private static ScriptedSmtpServer tls(ServerTls mode) {
    return ScriptedSmtpServer.builder().tls(mode).certificate(AUTHORITY.issue()).start();
  }
}
