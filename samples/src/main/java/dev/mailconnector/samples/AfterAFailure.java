package dev.mailconnector.samples;

import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PartlyAcceptedException;
import jakarta.mail.internet.MimeMessage;

/** What a caller may do after a failure, by its advice. README.md shows it letter for letter. */
final class AfterAFailure {
  private AfterAFailure() {}

  static String send(MailConnector mail, MimeMessage message) {
    // README begin
    try {
      return mail.send(message).reply().text();
    } catch (PartlyAcceptedException e) {
      return "never to all again, at most to " + e.refused();
    } catch (MailConnectorException e) {
      return switch (e.advice()) {
        case RETRY_LATER, RETRY_OTHER_CONNECTION -> "put it back into the queue: " + e.getMessage();
        case FIX_MESSAGE -> "give it back to its author: " + e.getMessage();
        case FIX_CONFIGURATION -> "call the operator: " + e.getMessage();
        case MAY_HAVE_BEEN_SENT -> "look whether it arrived first: " + e.getMessage();
      };
    }
    // README end
  }
}
