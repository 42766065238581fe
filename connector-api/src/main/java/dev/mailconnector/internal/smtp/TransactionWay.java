package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.util.Set;

/**
 * The ways to group the commands of a transaction, from one round trip to many. All lead to the
 * same deliveries and the same outcome; what differs is how often the line is crossed. Never BDAT
 * and DATA in one transaction (RFC 3030 section 2).
 */
enum TransactionWay {
  /**
   * MAIL, RCPT and the whole message in one flight: one round trip. A partial refusal cannot be
   * called off.
   */
  ONE_FLIGHT {
    @Override
    Delivery run(MailExchange exchange) throws IOException {
      exchange.mail().recipients().sendWithChunk();
      exchange.hearEnvelope();
      SmtpReply verdict = exchange.hearVerdictOfFlight();
      exchange.hearNoMore();
      exchange.requireEnvelope();
      return chunkSettled(exchange, verdict);
    }
  },

  /** MAIL and RCPT, then the message as a chunk: two round trips. */
  TWO_FLIGHTS {
    @Override
    Delivery run(MailExchange exchange) throws IOException {
      exchange.mail().recipients().send();
      exchange.hearEnvelope();
      exchange.requireEnvelope();
      exchange.sendWithChunk();
      return chunkSettled(exchange, exchange.hearVerdict());
    }
  },

  /**
   * MAIL, RCPT and DATA, then the message: two round trips. A partial refusal cannot be called off.
   */
  PIPELINED {
    @Override
    Delivery run(MailExchange exchange) throws IOException {
      exchange.mail().recipients().data().send();
      exchange.hearEnvelope();
      SmtpReply ready = exchange.hearReady();
      if (exchange.isEnvelopeRefused() && ready.code() == 354) {
        // RFC 2920 section 3.1: a server that asks for a message for nobody gets an empty one, and
        // refuses it.
        exchange.sendNothing();
        exchange.hearVerdict();
        exchange.transactionIsOver();
      }
      exchange.requireEnvelope();
      return data(exchange, ready);
    }
  },

  /** MAIL and RCPT, then DATA, then the message: three round trips. */
  PIPELINED_ENVELOPE {
    @Override
    Delivery run(MailExchange exchange) throws IOException {
      exchange.mail().recipients().send();
      exchange.hearEnvelope();
      exchange.requireEnvelope();
      exchange.data().send();
      return data(exchange, exchange.hearReady());
    }
  },

  /** One command at a time. */
  ONE_BY_ONE {
    @Override
    Delivery run(MailExchange exchange) throws IOException {
      exchange.mail().send();
      exchange.hearSender();
      exchange.requireEnvelope();
      for (String recipient : exchange.recipientAddresses()) {
        exchange.recipient(recipient).send();
        exchange.hearRecipient();
      }
      exchange.requireEnvelope();
      exchange.data().send();
      return data(exchange, exchange.hearReady());
    }
  };

  /**
   * Replies to BDAT that are about the command and not about the message (RFC 5321 section 4.2.2).
   */
  private static final Set<Integer> ABOUT_THE_COMMAND = Set.of(500, 501, 502, 503, 504);

  /** Says and hears all of it. */
  abstract Delivery run(MailExchange exchange) throws IOException;

  /** Hears the replies to MAIL, RCPT and the message in one flight, of which others may follow. */
  static Delivery hearFlight(MailExchange exchange) throws IOException {
    exchange.hearEnvelope();
    SmtpReply verdict = exchange.hearVerdictOfFlight();
    exchange.requireEnvelope();
    return chunkSettled(exchange, verdict);
  }

  /** Whether this refusal says that the server does not know BDAT, although it announced it. */
  boolean wasTrippedOver(SendRefusedException refusal) {
    boolean chunked = this == ONE_FLIGHT || this == TWO_FLIGHTS;
    return chunked
        && refusal.stage() == Stage.CONTENT
        && refusal.reply().filter(reply -> ABOUT_THE_COMMAND.contains(reply.code())).isPresent();
  }

  /** RFC 3030 section 2: after a refused BDAT the client must send RSET. */
  private static Delivery chunkSettled(MailExchange exchange, SmtpReply verdict) {
    if (!verdict.isPositive()) {
      throw exchange.refused(Stage.CONTENT, verdict);
    }
    return exchange.accepted(verdict);
  }

  private static Delivery data(MailExchange exchange, SmtpReply ready) throws IOException {
    if (ready.code() != 354) {
      throw exchange.refused(Stage.DATA, ready);
    }
    exchange.sendDotted();
    return hearDotted(exchange);
  }

  /** Hears the reply to a message that was sent after a 354. */
  static Delivery hearDotted(MailExchange exchange) throws IOException {
    SmtpReply verdict = exchange.hearVerdict();
    exchange.transactionIsOver();
    exchange.requireEnvelope();
    if (!verdict.isPositive()) {
      throw exchange.refused(Stage.CONTENT, verdict);
    }
    return exchange.accepted(verdict);
  }
}
