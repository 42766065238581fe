package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Microsoft365AppTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_asAnApplication_logsInWithItsTokenAndSends(@TempDir Path folder) throws Exception {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.MICROSOFT365, authority, issuer)) {
      issuer.app("contoso.onmicrosoft.com", "application", "s3cret");

      SendReceipt receipt =
          Microsoft365App.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "AUTHORITY", issuer.url().toString(),
                      "TENANT", "contoso.onmicrosoft.com",
                      "CLIENT_ID", "application",
                      "CLIENT_SECRET", "s3cret",
                      "MAILBOX", "robot@contoso.com")));

      ReceivedMessage message = server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
      assertThat(message.login()).isEqualTo(new Login("XOAUTH2", "robot@contoso.com"));
      assertThat(message.header("From")).contains("robot@contoso.com");
      assertThat(receipt.reply().code()).isEqualTo(250);
      assertThat(issuer.requests()).hasSize(1);
    }
  }
}
