package dev.mailconnector.samples;

import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.config.MailConfiguration;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;

/** Accounts of a YAML file. README.md shows it letter for letter. */
final class FromConfiguration {
  private FromConfiguration() {}

  static SendReceipt send(Path file, MimeMessage message) {
    // README begin
    try (MailConnector mail = MailConfiguration.read(file).connector().build()) {
      return mail.send(message, SendOptions.account("relay"));
    }
    // README end
  }
}
