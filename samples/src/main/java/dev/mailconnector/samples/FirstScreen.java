package dev.mailconnector.samples;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.auth.oauth2.Microsoft365;
import dev.mailconnector.spi.Secret;
import jakarta.mail.internet.MimeMessage;

/** The snippet on the first screen of README.md, letter for letter. */
final class FirstScreen {
  private FirstScreen() {}

  static SendReceipt send(
      String tenant, String clientId, String clientSecret, MimeMessage message) {
    // README begin
    Account robot =
        Microsoft365.account("robot")
            .login(
                Microsoft365.application(tenant, clientId)
                    .secret(Secret.of(clientSecret))
                    .login("robot@contoso.com"))
            .from("robot@contoso.com")
            .build();
    MailConnector mail = MailConnector.of(robot); // one for the life of the process
    SendReceipt receipt = mail.send(message); // a jakarta.mail MimeMessage
    // README end
    return receipt;
  }
}
