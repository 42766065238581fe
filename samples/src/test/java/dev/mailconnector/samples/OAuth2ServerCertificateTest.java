package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2ServerCertificateTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withAnUploadedCertificate_signsLogsInAndSends(@TempDir Path folder) throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.DOVECOT, authority, issuer)) {
      TestClientKey key = TestClientKey.rsa(InstantSource.system().instant());
      issuer.client("mailer", key.certificate());

      SendReceipt receipt =
          OAuth2ServerCertificate.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "ISSUER", issuer.url().toString(),
                      "CLIENT_ID", "mailer",
                      "CLIENT_KEY_FILE",
                          key.writePkcs12(folder.resolve("k.p12"), "k", "p4ss").toString(),
                      "CLIENT_KEY_PASSWORD", "p4ss",
                      "SCOPE", "smtp",
                      "MAILBOX", "robot@corp.example")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30))).hasSize(1);
      assertThat(receipt.identity()).isEqualTo("robot@corp.example");
      assertThat(issuer.requests().get(0).authentication()).isEqualTo("client_assertion");
    }
  }
}
