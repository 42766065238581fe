package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OAuth2ServerFederatedTest {
  private final TestAuthority authority = TestAuthority.create();

  @Test
  void recipe_withTheTokenOfItsCluster_logsInAndSends(@TempDir Path folder) throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.DOVECOT, authority, issuer)) {
      String workload = "system:serviceaccount:mail:mailer";
      TestClientKey cluster = TestClientKey.rsa(InstantSource.system().instant());
      issuer.federatedClient("mailer", "https://cluster.example", workload, cluster.certificate());
      SignedJWT token =
          new SignedJWT(
              new JWSHeader(JWSAlgorithm.RS256),
              new JWTClaimsSet.Builder()
                  .issuer("https://cluster.example")
                  .subject(workload)
                  .audience(issuer.tokenEndpoint().toString())
                  .expirationTime(Date.from(InstantSource.system().instant().plusSeconds(3600)))
                  .build());
      token.sign(new RSASSASigner(cluster.privateKey()));

      SendReceipt receipt =
          OAuth2ServerFederated.send(
              Loopback.settings(
                  server,
                  authority,
                  folder,
                  Map.of(
                      "ISSUER", issuer.url().toString(),
                      "CLIENT_ID", "mailer",
                      "ASSERTION_FILE",
                          Files.writeString(folder.resolve("token"), token.serialize()).toString(),
                      "SCOPE", "smtp",
                      "MAILBOX", "robot@corp.example")));

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30))).hasSize(1);
      assertThat(receipt.identity()).isEqualTo("robot@corp.example");
      assertThat(issuer.requests().get(0).authentication()).isEqualTo("client_assertion");
    }
  }
}
