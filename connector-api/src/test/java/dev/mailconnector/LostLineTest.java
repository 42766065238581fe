package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Rule 6: up to the last chunk nothing was sent, after it nobody knows, and nobody sends twice. */
class LostLineTest {
  private static final List<String> REPLIES =
      List.of(
          "220 hi",
          "250-hi\r\n250 SIZE",
          "250 2.1.0 ok",
          "250-2.1.5 so\r\n250 2.1.5 so",
          "354 go",
          "250-2.0.0 a\r\n250 2.0.0 b");

  private final Lab lab = new Lab();
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-22T00:00:00Z"));

  @Test
  void line_lostAtEveryByteOfTheServersWords_hasTheRightOutcome() throws Exception {
    byte[] words = (String.join("\r\n", REPLIES) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    int ehlo = lengthOf(2);
    int data = lengthOf(5);
    for (int cut = 0; cut <= words.length; cut++) {
      byte[] said = Arrays.copyOf(words, cut);
      try (RawServer server = cutOff(said);
          MailConnector connector = lab.connector(account(server))) {
        MailConnectorException e =
            catchThrowableOfType(MailConnectorException.class, () -> connector.send(Lab.message()));

        String where = "cut after " + cut + " bytes";
        if (cut < ehlo) {
          // Angus takes what came before the end of the line for a whole line.
          assertThat(e)
              .as(where)
              .isInstanceOfAny(ConnectionFailedException.class, ConnectionLostException.class);
          assertThat(e.advice()).as(where).isIn(Advice.RETRY_LATER, Advice.RETRY_OTHER_CONNECTION);
        } else if (cut < data) {
          assertThat(e).as(where).isInstanceOf(ConnectionLostException.class);
          assertThat(e.advice()).as(where).isEqualTo(Advice.RETRY_OTHER_CONNECTION);
          assertThat(e).hasMessageContaining("Nothing was sent");
        } else if (cut < words.length) {
          assertThat(e).as(where).isInstanceOf(DeliveryUnknownException.class);
          assertThat(e.advice()).as(where).isEqualTo(Advice.MAY_HAVE_BEEN_SENT);
          assertThat(e).hasMessageContaining("Look for its Message-ID");
        } else {
          assertThat(e).as(where).isNull();
        }
        assertThat(server.connections()).as(where).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"MAIL, MAIL", "RCPT, RCPT", "DATA, DATA"})
  void line_lostAtACommand_tellsWhich(String verb, Stage stage) throws Exception {
    for (SmtpFault fault : List.of(SmtpFault.closeBefore(), SmtpFault.reset())) {
      try (ScriptedSmtpServer server =
              Lab.server(ServerTls.STARTTLS).on(Trigger.command(verb), fault).start();
          MailConnector connector =
              lab.connector(
                  Lab.account(server, TlsMode.STARTTLS)
                      .transactionLevel(TransactionLevel.PLAIN)
                      .build())) {
        MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));

        assertThat(e)
            .isInstanceOf(ConnectionLostException.class)
            .hasMessageContaining(
                "The connection to localhost:" + server.port() + " broke at " + stage + " (")
            .hasMessageContaining("the message may be sent again at once");
        assertThat(e.stage()).isEqualTo(stage);
        assertThat(server.messages()).isEmpty();
        assertThat(server.counters().connectionsTotal()).isEqualTo(1);
      }
    }
  }

  @Test
  void reply_thatNeverComes_leavesNobodyKnowing() throws Exception {
    for (SmtpFault fault :
        List.of(
            SmtpFault.closeAfterDot(),
            SmtpFault.reset().afterEffect(),
            SmtpFault.stall().afterEffect(),
            SmtpFault.garbage("hm\r\n".getBytes(StandardCharsets.US_ASCII)).afterEffect(),
            SmtpFault.reply("354 go on").afterEffect(),
            SmtpFault.endlessLines().afterEffect(),
            SmtpFault.endlessLine().afterEffect())) {
      try (ScriptedSmtpServer server =
              Lab.server(ServerTls.STARTTLS).on(Trigger.contentEnd(), fault).start();
          MailConnector connector =
              lab.connector(
                  Lab.account(server, TlsMode.STARTTLS)
                      .transactionLevel(TransactionLevel.PLAIN)
                      .timeouts(Lab.TIMEOUTS.withFinalReply(Duration.ofSeconds(1)))
                      .build())) {
        MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));

        assertThat(e)
            .as(fault.toString())
            .isInstanceOf(DeliveryUnknownException.class)
            .hasMessageContaining(
                "The message went out to localhost:"
                    + server.port()
                    + ", but its reply did not come (")
            .hasMessageContaining("before sending it again");
        assertThat(e.stage()).isEqualTo(Stage.CONTENT);
        assertThat(server.counters().connectionsTotal()).isEqualTo(1);
        assertThat(server.counters().messages()).isEqualTo(1);
      }
    }
  }

  @Test
  void line_lostBeforeTheLastChunk_sentNothing() throws Exception {
    byte[] message = large(2_000_000);
    for (SmtpFault fault : List.of(SmtpFault.closeBefore(), SmtpFault.reset())) {
      try (ScriptedSmtpServer server =
              Lab.server(ServerTls.NONE).on(Trigger.contentBytes(100_000), fault).start();
          MailConnector connector =
              lab.connector(
                  Lab.account(server, TlsMode.NONE)
                      .transactionLevel(TransactionLevel.PLAIN)
                      .build())) {
        MailConnectorException e =
            Lab.failure(() -> connector.send(message, SendOptions.defaults()));

        // What the kernel still takes after the server has gone may be all of it.
        assertThat(e)
            .isInstanceOfAny(ConnectionLostException.class, DeliveryUnknownException.class);
        assertThat(server.messages()).isEmpty();
        assertThat(server.counters().connectionsTotal()).isEqualTo(1);
      }
    }
  }

  @Test
  void write_thatBlocks_isEndedByTheWatchdog() throws Exception {
    Turnstile content = Turnstile.shut();
    byte[] message = large(24_000_000);
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE)
                .sizeLimit(100_000_000)
                .on(Trigger.contentBytes(1000), SmtpFault.held(content))
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.NONE)
                    .transactionLevel(TransactionLevel.PLAIN)
                    .timeouts(Lab.TIMEOUTS.withCommand(Duration.ofMinutes(5)))
                    .build(),
                scheduler)) {
      CompletableFuture<MailConnectorException> failure =
          Lab.async(() -> Lab.failure(() -> connector.send(message, SendOptions.defaults())));
      content.awaitWaiting(1, Duration.ofSeconds(30));

      // The limit is that of one piece, and more pieces may leave before one blocks.
      Lab.until(
          () -> {
            scheduler.advance(Duration.ofMinutes(1));
            return failure.isDone();
          });

      assertThat(failure.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("broke at DATA (timed out)")
          .hasMessageContaining("Nothing was sent");
    }
  }

  @ParameterizedTest
  @EnumSource
  void deadline_overWhileTheContentLeaves_endsItUnsent(TransactionLevel level) throws Exception {
    Turnstile content = Turnstile.shut();
    byte[] message = large(24_000_000);
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE)
                .sizeLimit(100_000_000)
                .on(Trigger.contentBytes(1000), SmtpFault.held(content))
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.NONE)
                    .transactionLevel(level)
                    .timeouts(Lab.TIMEOUTS.withCommand(Duration.ofMinutes(5)))
                    .build(),
                scheduler)) {
      SendOptions options = SendOptions.defaults().withDeadline(Duration.ofMinutes(1));
      CompletableFuture<MailConnectorException> failure =
          Lab.async(() -> Lab.failure(() -> connector.send(message, options)));
      content.awaitWaiting(1, Duration.ofSeconds(30));

      scheduler.advance(Duration.ofMinutes(2));

      assertThat(failure.get(30, TimeUnit.SECONDS))
          .isInstanceOf(ConnectionLostException.class)
          .hasMessageContaining("Nothing was sent");
    }
  }

  @Test
  void reason_givenInTheMiddleOfTheMessage_isNotLost() throws Exception {
    byte[] message = large(24_000_000);
    try (RawServer server =
            RawServer.start(
                (in, out) -> {
                  for (String reply : REPLIES.subList(0, 5)) {
                    RawServer.say(out, reply);
                    in.readLine();
                  }
                  RawServer.say(out, "552 5.3.4 That is too much");
                });
        MailConnector connector = lab.connector(account(server))) {
      MailConnectorException e = Lab.failure(() -> connector.send(message, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining("the server said \"552 5.3.4 That is too much\"")
          .hasMessageContaining("too large");
      assertThat(e.advice()).isEqualTo(Advice.FIX_MESSAGE);
    }
  }

  @Test
  void reason_givenBeforeTheLineBreaks_isNotLost() throws Exception {
    byte[] message = large(24_000_000);
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.NONE)
                .sizeLimit(100_000_000)
                .on(Trigger.contentBytes(1000), SmtpFault.reply("421 4.3.1 Out of storage"))
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.NONE)
                    .transactionLevel(TransactionLevel.PLAIN)
                    .build())) {
      MailConnectorException e = Lab.failure(() -> connector.send(message, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(SendRefusedException.class)
          .hasMessageContaining("the server said \"421 4.3.1 Out of storage\"");
      assertThat(server.messages()).isEmpty();
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void temporaryFile_thatIsGone_isNoFaultOfTheLine(@TempDir Path folder) throws Exception {
    byte[] message = large(5_000_000);
    try (RawServer server =
            RawServer.start(
                (in, out) -> {
                  for (String reply : REPLIES.subList(0, 4)) {
                    RawServer.say(out, reply);
                    in.readLine();
                  }
                  try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.toList()) {
                      Files.delete(file);
                    }
                  }
                  RawServer.say(out, "354 go");
                });
        MailConnector connector =
            MailConnector.builder().account(account(server)).temporaryFolder(folder).build()) {
      MailConnectorException e = Lab.failure(() -> connector.send(message, SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("could not be read from its file while it was sent (")
          .hasMessageContaining("NoSuchFileException")
          .hasMessageContaining("Nothing was sent");
      assertThat(e.stage()).isEqualTo(Stage.DATA);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
    }
  }

  @Test
  void server_thatHangsUpAfterTheMessage_changesNothing() throws Exception {
    for (SmtpFault fault :
        List.of(
            SmtpFault.closeBefore(),
            SmtpFault.reset(),
            SmtpFault.garbage("hm\r\n".getBytes(StandardCharsets.US_ASCII)),
            SmtpFault.reply("500 5.5.1 QUIT?"))) {
      try (ScriptedSmtpServer server =
          Lab.server(ServerTls.STARTTLS).on(Trigger.command("QUIT"), fault).start()) {
        try (MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .transactionLevel(TransactionLevel.PLAIN)
                    .build())) {
          assertThat(connector.send(Lab.message()).reply().code()).isEqualTo(250);
        }
        assertThat(server.messages()).hasSize(1);
      }
    }
  }

  @Test
  void server_thatClosesRightAfterThe250_changesNothing() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .on(Trigger.contentEnd(), SmtpFault.closeAfter())
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .transactionLevel(TransactionLevel.PLAIN)
                    .build())) {
      assertThat(connector.send(Lab.message()).reply().code()).isEqualTo(250);
      assertThat(connector.send(Lab.message()).reply().code()).isEqualTo(250);

      assertThat(server.messages()).hasSize(2);
      assertThat(server.counters().connectionsTotal()).isEqualTo(2);
    }
  }

  private static RawServer cutOff(byte[] words) {
    return RawServer.start(
        (in, out) -> {
          int said = 0;
          for (int i = 0; i < REPLIES.size(); i++) {
            int end = Math.min(words.length, lengthOf(i + 1));
            out.write(words, said, end - said);
            said = end;
            if (end < lengthOf(i + 1)) {
              return;
            }
            if (i == 4) {
              RawServer.readContent(in);
            } else if (in.readLine() == null) {
              return;
            }
          }
        });
  }

  private static int lengthOf(int replies) {
    return REPLIES.subList(0, replies).stream().mapToInt(reply -> reply.length() + 2).sum();
  }

  private static Account account(RawServer server) throws IOException {
    return Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
        .timeouts(Lab.TIMEOUTS)
        .build();
  }

  private static byte[] large(int size) {
    byte[] header = Lab.raw("From: robot@example.com", "To: ann@example.com", "", "x");
    byte[] message = Arrays.copyOf(header, size);
    Arrays.fill(message, header.length, size, (byte) 'x');
    for (int i = header.length + 70; i + 1 < size; i += 72) {
      message[i] = '\r';
      message[i + 1] = '\n';
    }
    return message;
  }
}
