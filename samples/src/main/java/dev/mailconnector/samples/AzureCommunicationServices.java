package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.transport.ProviderPreset;
import jakarta.mail.MessagingException;

/**
 * Azure Communication Services: it takes no tokens over SMTP; the client secret of an application
 * is the password.
 *
 * <p>{@code RESOURCE}, {@code CLIENT_ID}, {@code TENANT_ID}, {@code CLIENT_SECRET}, {@code
 * MAIL_FROM} of a domain that the resource has verified, {@code MAIL_TO}.
 */
public final class AzureCommunicationServices {
  private AzureCommunicationServices() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String user =
        String.join(
            "|", settings.text("RESOURCE"), settings.text("CLIENT_ID"), settings.text("TENANT_ID"));
    Account account =
        settings
            .redirected(Account.builder("news", ProviderPreset.AZURE_COMMUNICATION_SERVICES))
            .login(PasswordLogin.of(user, settings.secret("CLIENT_SECRET")))
            .from(settings.text("MAIL_FROM"))
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}
