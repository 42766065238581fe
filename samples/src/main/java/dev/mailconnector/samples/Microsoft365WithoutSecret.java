package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.ClientCertificate;
import dev.mailconnector.auth.oauth2.Microsoft365;
import jakarta.mail.MessagingException;

/**
 * The same as {@link Microsoft365App} without a secret that travels: the application proves itself
 * by the key of a certificate, or by the token of a workload identity.
 *
 * <p>{@code TENANT}, {@code CLIENT_ID}, {@code MAILBOX}, {@code MAIL_TO}; either {@code
 * CLIENT_KEY_FILE} (PKCS#12) and {@code CLIENT_KEY_PASSWORD}, or {@code
 * AZURE_FEDERATED_TOKEN_FILE}, which Kubernetes sets.
 */
public final class Microsoft365WithoutSecret {
  private Microsoft365WithoutSecret() {}

  /** Sends one message and prints the server's answer. */
  public static void main(String[] arguments) throws MessagingException {
    System.out.println(send(Settings.ofEnvironment()).reply());
  }

  static SendReceipt send(Settings settings) throws MessagingException {
    String mailbox = settings.text("MAILBOX");
    Microsoft365 application =
        Microsoft365.application(settings.text("TENANT"), settings.text("CLIENT_ID"))
            .authority(settings.url("AUTHORITY", "https://login.microsoftonline.com"));
    Microsoft365 proven =
        settings.has("AZURE_FEDERATED_TOKEN_FILE")
            ? application.federated(settings.file("AZURE_FEDERATED_TOKEN_FILE"))
            : application.certificate(
                ClientCertificate.file(settings.file("CLIENT_KEY_FILE"))
                    .password(settings.secret("CLIENT_KEY_PASSWORD")));
    Account account =
        settings
            .redirected(Microsoft365.account("robot"))
            .login(proven.login(mailbox))
            .from(mailbox)
            .build();
    // This program ends after one message; an application keeps its connector until it stops.
    try (MailConnector mail = MailConnector.of(account)) {
      return mail.send(Messages.hello(settings.text("MAIL_TO")));
    }
  }
}
