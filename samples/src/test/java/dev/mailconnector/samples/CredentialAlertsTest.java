package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CredentialAlertsTest {
  private static final String SECRET = "s3cret-of-the-mailer";

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final CredentialAlerts listener =
      new CredentialAlerts(
          new CredentialAlerts.Alerts() {
            @Override
            public void open(String key, boolean page, String text) {
              heard.add((page ? "page " : "ticket ") + key + ": " + text);
            }

            @Override
            public void close(String key) {
              heard.add("close " + key);
            }
          });

  private String next() throws InterruptedException {
    return heard.poll(60, TimeUnit.SECONDS);
  }

  @Test
  void alerts_secretThatEndsSoonAndAnIssuerThatRefuses_openAndClose() throws Exception {
    SettableClock time = SettableClock.at("2026-11-22T10:00:00Z");
    TestAuthority authority = TestAuthority.create();
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .certificate(authority.issue())
                .tokens((user, token) -> TokenVerdict.accepted())
                .start();
        MailConnector mail =
            MailConnector.builder()
                .account(account(server, authority, issuer))
                .clock(time)
                .ticker(time::nanoTime)
                // The latest first look: the alerts come from what is done here.
                .random(() -> -1L)
                .listener(listener)
                .build()) {
      issuer.client("mailer", SECRET);
      issuer.failNext(IssuerFault.oauthError(401, "invalid_client", "unknown secret " + SECRET));

      assertThatThrownBy(mail::warmUp).isInstanceOf(CredentialException.class);

      assertThat(next())
          .startsWith("page login of robot: No token was renewed since 2026-11-22T10:00:00Z")
          .contains("sends fail", "invalid_client", "Whoever administers the client")
          .doesNotContain(SECRET);
      CredentialHealth ill = mail.credentialHealth("robot");
      assertThat(ill.failingSince()).isEqualTo(Instant.parse("2026-11-22T10:00:00Z"));
      assertThat(ill.warnings()).hasSize(1);

      time.advance(Duration.ofMinutes(1));
      mail.warmUp();

      assertThat(next()).isEqualTo("close login of robot");
      assertThat(next())
          .startsWith(
              "ticket client secret mailer until 2026-12-02T00:00:00Z: The client secret of")
          .contains("ends on 2026-12-02T00:00:00Z, in 9 days.", "auth.client-secret-expires");
      assertThat(mail.credentialHealth("robot").failingSince()).isNull();
    }
  }

  private static Account account(
      ScriptedSmtpServer server, TestAuthority authority, GenericIssuer issuer) {
    return Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.STARTTLS))
        .login(
            GenericOAuth2.discoveredAt(issuer.url())
                .clientCredentials("mailer", Secret.of(SECRET))
                .secretExpires(Instant.parse("2026-12-02T00:00:00Z"))
                .login("robot@corp.example"))
        .trust(Trust.context(authority.trustingContext()))
        .build();
  }
}
