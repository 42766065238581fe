package dev.mailconnector.samples;

import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.config.MailConfiguration;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;

/** A service with the accounts of a YAML file. README.md shows it letter for letter. */
final class FromConfiguration implements AutoCloseable {
  // README begin
  private final MailConnector mail;

  FromConfiguration(Path file) { // once, when the application starts
    mail = MailConfiguration.read(file).connector().build();
  }

  SendReceipt send(MimeMessage message) {
    return mail.send(message, SendOptions.account("relay"));
  }

  @Override
  public void close() { // once, when it stops
    mail.close();
  }
  // README end
}
