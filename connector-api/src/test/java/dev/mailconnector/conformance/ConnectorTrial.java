package dev.mailconnector.conformance;

import dev.mailconnector.Account;
import dev.mailconnector.BulkMessage;
import dev.mailconnector.Envelope;
import dev.mailconnector.Lab;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.RecipientReply;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One behaviour met by our connector. */
final class ConnectorTrial {
  /** Waited for, so short; and no machine is so busy that what does come takes as long. */
  static final Duration SHORT = Duration.ofSeconds(4);

  private final Lab lab = new Lab();
  private final Behaviour behaviour;
  private final Sender sender;

  ConnectorTrial(Behaviour behaviour, Sender sender) {
    this.behaviour = behaviour;
    this.sender = sender;
  }

  MailConnector connector(int port, TlsMode tls) {
    Timeouts timeouts =
        behaviour.impatient ? Lab.TIMEOUTS.withCommand(SHORT).withFinalReply(SHORT) : Lab.TIMEOUTS;
    return lab.connector(
        Account.builder("robot", new SmtpEndpoint("localhost", port, tls))
            .trust(Trust.context(Lab.authority().trustingContext()))
            .ehloName("client.example")
            .timeouts(timeouts)
            .transactionLevel(sender.level)
            .pool(PoolSettings.defaults().withMaxConnections(1))
            .build());
  }

  /** Sends the message under test and says what was told. */
  String send(MailConnector connector) {
    byte[] message =
        sender == Sender.TWO_FLIGHTS ? Texts.large(behaviour.message) : behaviour.message;
    return told(
        () ->
            connector.send(
                message, to(behaviour.recipients).withAllOrNothing(behaviour.allOrNothing)));
  }

  /** The same with a message before it and one behind it; says what was told of each. */
  List<String> sendInBulk(MailConnector connector) {
    List<BulkMessage> messages =
        List.of(
            neighbour(Texts.BEFORE),
            BulkMessage.of(behaviour.message)
                .with(to(behaviour.recipients).withAllOrNothing(behaviour.allOrNothing)),
            neighbour(Texts.BEHIND));
    try (Stream<SendOutcome> outcomes = connector.sendAll(messages)) {
      return outcomes
          .sorted(Comparator.comparingLong(SendOutcome::index))
          .map(outcome -> told(outcome::receipt))
          .toList();
    }
  }

  private static BulkMessage neighbour(String subject) {
    return BulkMessage.of(Texts.message(subject)).with(to(List.of(Texts.NEIGHBOUR)));
  }

  static String sendOther(MailConnector connector, String subject) {
    return told(() -> connector.send(Texts.message(subject), to(List.of(Texts.NEIGHBOUR))));
  }

  static SendOptions to(List<String> names) {
    return SendOptions.defaults()
        .withEnvelope(new Envelope("robot@example.com", Texts.addresses(names)));
  }

  static String told(Runnable send) {
    try {
      send.run();
      return Observation.SENT;
    } catch (MailConnectorException e) {
      return describe(e);
    }
  }

  private static String describe(MailConnectorException e) {
    if (e instanceof PartlyAcceptedException partly) {
      return "partly, not "
          + partly.refused().stream()
              .map(ConnectorTrial::describe)
              .collect(Collectors.joining(", "));
    }
    if (e instanceof SendRefusedException refused) {
      return "refused "
          + refused.reply().map(reply -> ((SmtpReply) reply).code()).orElse(0)
          + " at "
          + (e.stage() == Stage.DATA || e.stage() == Stage.CONTENT ? "message" : e.stage());
    }
    if (e instanceof DeliveryUnknownException) {
      return Observation.UNKNOWN;
    }
    if (e instanceof ConnectionLostException) {
      return Observation.LOST;
    }
    if (e instanceof ConnectionFailedException) {
      return "no connection";
    }
    return e instanceof InvalidMessageException ? "not sent: message" : e.toString();
  }

  private static String describe(RecipientReply reply) {
    return Texts.name(reply.recipient()) + " " + reply.reply().code();
  }
}
