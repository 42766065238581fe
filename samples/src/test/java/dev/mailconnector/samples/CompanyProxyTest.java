package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanyProxyTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_behindAProxyThatWantsNtlm_fetchesItsTokenAndSends(@TempDir Path folder)
      throws Exception {
    NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", "pr0xy-word");
    Path password = Files.writeString(folder.resolve("proxy"), "pr0xy-word\n");
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.MICROSOFT365, authority, issuer);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp)) {
      issuer.app("contoso.onmicrosoft.com", "application", "cl1ent-word");
      CompanyProxy.send(
          Loopback.settings(
              server,
              authority,
              folder,
              Map.of(
                  "AUTHORITY", issuer.url().toString(),
                  "TENANT", "contoso.onmicrosoft.com",
                  "CLIENT_ID", "application",
                  "CLIENT_SECRET", "cl1ent-word",
                  "MAILBOX", "robot@contoso.com",
                  "PROXY_HOST", proxy.host(),
                  "PROXY_PORT", String.valueOf(proxy.port()),
                  "PROXY_USER", "CORP\\svc",
                  "PROXY_PASSWORD_FILE", password.toString())));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "robot@contoso.com"));
      assertThat(proxy.tunnels()).isEqualTo(2);
    }
    assertThat(corp.verdicts()).hasSize(2).allMatch(NtlmVerdict::isAccepted);
  }
}
