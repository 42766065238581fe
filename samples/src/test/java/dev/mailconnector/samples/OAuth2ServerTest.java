package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2ServerTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withADiscoveredServer_logsInWithItsTokenAndSends(@TempDir Path folder)
      throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.DOVECOT, authority, issuer)) {
      issuer.client("mailer", "s3cret", "smtp");

      SendReceipt receipt =
          OAuth2Server.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "ISSUER", issuer.url().toString(),
                      "CLIENT_ID", "mailer",
                      "CLIENT_SECRET", "s3cret",
                      "SCOPE", "smtp",
                      "MAILBOX", "robot@corp.example")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30))).hasSize(1);
      assertThat(receipt.identity()).isEqualTo("robot@corp.example");
      assertThat(issuer.documentsFetched()).isNotEmpty();
    }
  }

  @Test
  void recipe_whereTheServerTakesTheSecretInTheBodyOnly_logsInAndSends(@TempDir Path folder)
      throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.DOVECOT, authority, issuer)) {
      issuer.client("mailer", "s3cret", "smtp");
      issuer.authenticationMethods("client_secret_post");

      OAuth2Server.send(
          Loopback.settings(
              server,
              authority,
              folder,
              Map.of(
                  "ISSUER", issuer.url().toString(),
                  "CLIENT_ID", "mailer",
                  "CLIENT_SECRET", "s3cret",
                  "SECRET_IN_BODY", "yes",
                  "SCOPE", "smtp",
                  "MAILBOX", "robot@corp.example")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30))).hasSize(1);
    }
  }
}
