package dev.mailconnector.samples;

import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.MailConfiguration;
import jakarta.mail.MessagingException;
import java.nio.file.Path;

/**
 * An application that comes from Spring: its {@code application.properties} are read as they are,
 * and what was made safe, or has no effect here, is told. {@link Dialect} names the other programs.
 *
 * <p>Arguments: the file, a recipient.
 */
public final class FromSpringProperties {
  private FromSpringProperties() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Path.of(arguments[0]), arguments[1]).reply());
  }

  static SendReceipt send(Path properties, String to) throws MessagingException {
    MailConfiguration theirs = MailConfiguration.read(properties, Dialect.SPRING);
    theirs.warnings().forEach(System.err::println);
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = theirs.connector().build()) {
      return mail.send(Messages.hello(to));
    }
  }
}
