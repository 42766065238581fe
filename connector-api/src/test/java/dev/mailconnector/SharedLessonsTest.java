package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What one send shows of a server counts for every account of that endpoint. */
class SharedLessonsTest {
  private static final byte[] MESSAGE = Lab.raw("From: robot@example.com", "", "hello");
  private static final Duration DAY = Duration.ofDays(1);

  private final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");

  @Test
  void refusedBdat_isTriedOnceForAllAccountsOfAnEndpoint() throws Exception {
    try (ScriptedSmtpServer server = withoutBdat();
        MailConnector connector = connector(account(server, "one"), account(server, "two"))) {
      send(connector, "one");
      send(connector, "two");
      connector.replace(account(server, "two"));
      send(connector, "two");

      assertThat(server.messages()).hasSize(3).noneMatch(ReceivedMessage::chunked);
      assertThat(server.counters().commands("BDAT")).isEqualTo(1);
    }
  }

  @Test
  void refusedBdat_isRememberedWhenTheLastAccountGoesAndComesBack() throws Exception {
    try (ScriptedSmtpServer server = withoutBdat();
        MailConnector connector = connector(account(server, "one"))) {
      send(connector, "one");
      connector.remove("one");
      connector.add(account(server, "one"));
      send(connector, "one");

      assertThat(server.counters().commands("BDAT")).isEqualTo(1);
    }
  }

  @Test
  void refusedBdat_isNoMatterOfAnotherConnector() throws Exception {
    try (ScriptedSmtpServer server = withoutBdat();
        MailConnector connector = connector(account(server, "one"));
        MailConnector other = connector(account(server, "one"))) {
      send(connector, "one");
      send(other, "one");

      assertThat(server.counters().commands("BDAT")).isEqualTo(2);
    }
  }

  @Test
  void ceilings_areEachAccountsOwn() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS).offer("PIPELINING", "CHUNKING").start();
        MailConnector connector =
            connector(
                builder(server, "low").transactionLevel(TransactionLevel.PLAIN).build(),
                account(server, "high"))) {
      send(connector, "low");
      send(connector, "high");
      send(connector, "low");

      assertThat(server.messages())
          .extracting(ReceivedMessage::chunked)
          .containsExactly(false, true, false);
    }
  }

  @Test
  void refusedBdat_isTriedAgainAfterADay() throws Exception {
    try (ScriptedSmtpServer server = repaired();
        MailConnector connector = connector(account(server, "one"))) {
      send(connector, "one");
      clock.advance(DAY.minusNanos(1));
      send(connector, "one");
      assertThat(server.counters().commands("BDAT")).isEqualTo(1);

      clock.advance(Duration.ofNanos(1));
      send(connector, "one");

      assertThat(server.messages())
          .extracting(ReceivedMessage::chunked)
          .containsExactly(false, false, true);
    }
  }

  @Test
  void refusedBdat_isTriedAgainAfterConnectionsWereEvicted() throws Exception {
    try (ScriptedSmtpServer server = repaired();
        MailConnector connector = connector(account(server, "one"))) {
      send(connector, "one");
      connector.evictConnections();
      send(connector, "one");

      assertThat(server.messages())
          .extracting(ReceivedMessage::chunked)
          .containsExactly(false, true);
    }
  }

  @Test
  void messageInDoubt_teachesAllAccountsForGood() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .offer("PIPELINING", "CHUNKING")
                .on(
                    Trigger.command("RCPT").first(1),
                    SmtpFault.reply("250 2.1.5 Ok\r\n250 2.1.5 Ok"))
                .start();
        MailConnector connector = connector(account(server, "one"), account(server, "two"))) {
      assertThat(Lab.failure(() -> send(connector, "one")))
          .isInstanceOf(DeliveryUnknownException.class);
      clock.advance(DAY.multipliedBy(30));

      send(connector, "two");

      assertThat(server.counters().commands("BDAT")).isEqualTo(1);
    }
  }

  private static ScriptedSmtpServer withoutBdat() throws Exception {
    return Lab.server(ServerTls.STARTTLS)
        .offer("PIPELINING", "CHUNKING")
        .on(Trigger.command("BDAT"), SmtpFault.reply("502 5.5.1 BDAT not implemented"))
        .start();
  }

  private static ScriptedSmtpServer repaired() throws Exception {
    return Lab.server(ServerTls.STARTTLS)
        .offer("PIPELINING", "CHUNKING")
        .on(Trigger.command("BDAT").first(1), SmtpFault.reply("502 5.5.1 BDAT not implemented"))
        .start();
  }

  private static Account account(ScriptedSmtpServer server, String name) {
    return builder(server, name).build();
  }

  private static Account.Builder builder(ScriptedSmtpServer server, String name) {
    SmtpEndpoint endpoint = new SmtpEndpoint("localhost", server.port(), TlsMode.STARTTLS);
    return Account.builder(name, endpoint)
        .trust(Trust.context(Lab.authority().trustingContext()))
        .timeouts(Lab.TIMEOUTS);
  }

  private MailConnector connector(Account... accounts) {
    MailConnector.Builder builder =
        MailConnector.builder()
            .clock(clock)
            .ticker(clock::nanoTime)
            .scheduler(new ManualScheduler(clock));
    for (Account account : accounts) {
      builder.account(account);
    }
    return builder.build();
  }

  private static void send(MailConnector connector, String account) {
    connector.send(
        MESSAGE,
        SendOptions.defaults()
            .withAccount(account)
            .withEnvelope(new Envelope("robot@example.com", List.of("ann@example.com"))));
  }
}
