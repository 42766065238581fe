package dev.mailconnector.live;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.OAuth2Login;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Messages to oneself, each by one level of transactions, through the library as users have it. */
final class SendFlows {
  private final SmtpEndpoint endpoint;
  private final Trust trust;
  private final String user;
  private final OAuth2Login login;
  private final ProviderContext context;

  SendFlows(
      SmtpEndpoint endpoint, Trust trust, String user, OAuth2Login login, ProviderContext context) {
    this.endpoint = endpoint;
    this.trust = trust;
    this.user = user;
    this.login = login;
    this.context = context;
  }

  private static String name(TransactionLevel level) {
    return "two messages to oneself, level " + level;
  }

  List<FlowResult> run() {
    List<FlowResult> results = new ArrayList<>();
    for (TransactionLevel level : TransactionLevel.values()) {
      results.add(Flow.run(name(level), context.ticker(), said -> send(level, said)));
    }
    return results;
  }

  static List<FlowResult> notAllowed() {
    List<FlowResult> results = new ArrayList<>();
    for (TransactionLevel level : TransactionLevel.values()) {
      results.add(
          FlowResult.notSetUp(
              name(level), "To have them sent: " + Variables.full("DELIVER") + "=yes"));
    }
    return results;
  }

  private boolean send(TransactionLevel level, List<String> said) {
    Account account =
        Account.builder("live", endpoint).trust(trust).login(login).transactionLevel(level).build();
    List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
    try (MailConnector connector =
        MailConnector.builder().account(account).listener(events::add).build()) {
      for (int message = 1; message <= 2; message++) {
        SendReceipt receipt =
            connector.send(
                message(level), SendOptions.defaults().withEnvelope(Envelope.of(user, user)));
        said.add(
            receipt.reply()
                + "\nin "
                + receipt.took().toMillis()
                + " ms, attempts: "
                + receipt.attempts());
      }
    }
    for (ConnectorEvent event : events) {
      if (event instanceof ConnectorEvent.ConnectionOpened opened) {
        said.add(
            "opened by "
                + opened.mechanism()
                + " over "
                + opened.tlsProtocol()
                + " in "
                + opened.took().toMillis()
                + " ms");
      }
    }
    return true;
  }

  private byte[] message(TransactionLevel level) {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            context.clock().instant().atOffset(ZoneOffset.UTC));
    return """
        From: <%1$s>
        To: <%1$s>
        Subject: Mail Connector live: %2$s
        Date: %3$s
        Message-ID: <%4$s@mailconnector.invalid>
        MIME-Version: 1.0
        Content-Type: text/plain; charset=us-ascii

        .This message was asked for by MAILCONNECTOR_LIVE_DELIVER=yes.
        """
        .formatted(user, level, date, UUID.randomUUID())
        .replace("\n", "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
