package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.BulkMessage;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Many messages at once, several in flight on each of several connections. The source may be a
 * stream that is longer than memory: it is read as fast as the outcomes are.
 *
 * <p>{@code MAIL_HOST}, {@code MAIL_FROM}; {@code MAIL_TO} has the recipients, with spaces between.
 */
public final class ManyMessages {
  private ManyMessages() {}

  /** Sends one message to each, and prints what did not go. */
  public static void main(String[] arguments) throws MessagingException {
    failures(Settings.ofEnvironment()).forEach(System.out::println);
  }

  static List<String> failures(Settings settings) throws MessagingException {
    SmtpEndpoint relay =
        new SmtpEndpoint(settings.text("MAIL_HOST"), 25, TlsMode.STARTTLS_IF_OFFERED);
    Account account =
        Account.builder("relay", settings.server(relay))
            .from(settings.text("MAIL_FROM"))
            .trust(settings.trust())
            .build();
    List<BulkMessage> messages = new ArrayList<>();
    for (String to : settings.text("MAIL_TO").split(" ")) {
      messages.add(BulkMessage.of(Messages.hello(to)));
    }
    // This program ends here; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return failures(mail, messages);
    }
  }

  private static List<String> failures(MailConnector mail, Iterable<BulkMessage> messages) {
    List<String> failures = new ArrayList<>();
    // README begin
    try (Stream<SendOutcome> outcomes = mail.sendAll(messages)) { // each a BulkMessage
      outcomes.forEach(
          outcome -> {
            if (outcome instanceof SendOutcome.Failed failed) {
              failures.add(failed.index() + ": " + failed.failure().getMessage());
            }
          });
    }
    // README end
    return failures;
  }
}
