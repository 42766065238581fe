package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleServiceAccountTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_asADelegatedServiceAccount_logsInAsTheUserAndSends(@TempDir Path folder)
      throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.GMAIL, authority, issuer)) {
      issuer.delegateTo("news@example.com");
      Path key = Files.writeString(folder.resolve("key.json"), issuer.serviceAccountKeyJson());

      SendReceipt receipt =
          GoogleServiceAccount.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of("KEY_FILE", key.toString(), "MAILBOX", "news@example.com")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "news@example.com"));
      assertThat(receipt.identity()).isEqualTo("news@example.com");
    }
  }
}
