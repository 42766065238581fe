package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GmailRefreshTokenTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_asAUserWhoConsented_logsInWithItsTokenAndSends(@TempDir Path folder)
      throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.GMAIL, authority, issuer)) {
      issuer.client("client", "s3cret");

      SendReceipt receipt =
          GmailRefreshToken.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "TOKEN_ENDPOINT", issuer.tokenEndpoint().toString(),
                      "CLIENT_ID", "client",
                      "CLIENT_SECRET", "s3cret",
                      "REFRESH_TOKEN", issuer.grantRefreshToken("client", "ann@gmail.com"),
                      "MAILBOX", "ann@gmail.com")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "ann@gmail.com"));
      assertThat(receipt.identity()).isEqualTo("ann@gmail.com");
    }
  }
}
