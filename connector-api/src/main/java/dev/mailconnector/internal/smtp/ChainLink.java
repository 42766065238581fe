package dev.mailconnector.internal.smtp;

import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One message of a {@link DataChain}. */
final class ChainLink<T> {
  final T message;
  final MailExchange exchange;

  /** Whether its commands went out behind the content of another. */
  final boolean chained;

  /** The 354 to its DATA, once it is heard. */
  @Nullable SmtpReply ready;

  boolean contentSent;

  ChainLink(T message, MailExchange exchange, boolean chained) {
    this.message = message;
    this.exchange = exchange;
    this.chained = chained;
  }

  /** Sends the message, and in one go the commands of the next. */
  void sendContent(byte[] commands) throws IOException {
    contentSent = true;
    if (exchange.isEnvelopeRefused()) {
      // RFC 2920 section 3.1: a server that asks for a message for nobody gets an empty one.
      exchange.sendNothing(commands);
    } else {
      exchange.sendDotted(commands);
    }
  }

  /** What is known of it when its replies may be those of another. */
  Landing<T> mixedUp(IOException e) {
    return Landing.failed(message, contentSent ? exchange.mixedUp(e) : exchange.passedBy(e));
  }

  /** What is known of it when the line is lost. */
  Landing<T> lost(IOException e, boolean mixedUp) {
    if (!mixedUp) {
      return Landing.failed(message, exchange.lost(e));
    }
    return Landing.failed(
        message, exchange.isHandedOver() ? exchange.mixedUp(e) : exchange.passedBy(e));
  }
}
