package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.GoogleMetadataServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoogleKeylessTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_onAMachineOfGoogle_logsInAsTheUserAndSends(@TempDir Path folder) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        GoogleMetadataServer machine = GoogleMetadataServer.start(issuer);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.GMAIL, authority, issuer)) {
      issuer.delegateTo("news@example.com");
      Map<String, String> environment = new HashMap<>(machine.environment());
      environment.put("SERVICE_ACCOUNT", issuer.serviceAccountEmail());
      environment.put("IAM_ENDPOINT", issuer.iamEndpoint().toString());
      environment.put("TOKEN_ENDPOINT", issuer.tokenEndpoint().toString());
      environment.put("MAILBOX", "news@example.com");

      SendReceipt receipt =
          GoogleKeyless.send(Loopback.settings(server, authority, folder, environment));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "news@example.com"));
      assertThat(receipt.identity()).isEqualTo("news@example.com");
    }
  }

  @Test
  void recipe_withAWorkloadIdentity_logsInAsTheUserAndSends(@TempDir Path folder) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.GMAIL, authority, issuer)) {
      issuer.delegateTo("news@example.com");
      Path token = Files.writeString(folder.resolve("token"), issuer.foreignToken("pod"));
      Path federation =
          Files.writeString(
              folder.resolve("federation.json"),
              issuer.federationJson(Map.of("file", token.toString()), false));

      GoogleKeyless.send(
          Loopback.settings(
              server,
              authority,
              folder,
              Map.of(
                  "GOOGLE_APPLICATION_CREDENTIALS", federation.toString(),
                  "SERVICE_ACCOUNT", issuer.serviceAccountEmail(),
                  "IAM_ENDPOINT", issuer.iamEndpoint().toString(),
                  "TOKEN_ENDPOINT", issuer.tokenEndpoint().toString(),
                  "MAILBOX", "news@example.com")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "news@example.com"));
    }
  }
}
