package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The recipes where a person consents, at others than Microsoft. */
class ConsentingUserSamplesTest {
  private static final String STORE_KEY = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";

  private final TestAuthority authority = TestAuthority.create();
  private final ConsentingUser user = ConsentingUser.trusting(authority);

  @Test
  void gmailUser_consentsInABrowser_andSends(@TempDir Path folder) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.GMAIL, authority, issuer)) {
      issuer.client("desktop", "s3cret");
      issuer.signIn("ann@gmail.com");
      Settings settings =
          Loopback.settings(
              server,
              authority,
              folder,
              Map.of(
                  "AUTH_ENDPOINT",
                  issuer.authorizationEndpoint().toString(),
                  "TOKEN_ENDPOINT",
                  issuer.tokenEndpoint().toString(),
                  "CLIENT_ID",
                  "desktop",
                  "CLIENT_SECRET",
                  "s3cret",
                  "MAILBOX",
                  "ann@gmail.com",
                  "STORE_FILE",
                  folder.resolve("tokens").toString(),
                  "STORE_KEY",
                  STORE_KEY));

      assertThat(
              GmailUser.login(
                      settings,
                      page ->
                          CompletableFuture.runAsync(() -> user.visit(page))
                              .orTimeout(30, TimeUnit.SECONDS))
                  .user())
          .isEqualTo("ann@gmail.com");
      GmailUser.send(settings);

      assertThat(server.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "ann@gmail.com"));
    }
  }

  @Test
  void oauth2ServerUser_consentsByDevice_andProgramsShareItsTokens(@TempDir Path folder)
      throws Exception {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:" + folder.resolve("db") + ";WRITE_DELAY=0");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(RefreshTokenStore.jdbcTable());
    }
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        ScriptedSmtpServer server = Loopback.server(SmtpProfile.DOVECOT, authority, issuer)) {
      issuer.publicClient("program");
      issuer.deviceCodes(900, 1);
      Settings settings =
          Loopback.settings(
              server,
              authority,
              folder,
              Map.of(
                  "ISSUER", issuer.url().toString(),
                  "CLIENT_ID", "program",
                  "SCOPE", "smtp offline_access",
                  "MAILBOX", "ann@example.com",
                  "STORE_KEY", STORE_KEY));

      OAuth2ServerUser.login(settings, database, prompt -> user.visit(prompt.complete()));
      OAuth2ServerUser.send(settings, database);
      OAuth2ServerUser.send(settings, database);

      assertThat(server.awaitMessages(2, Duration.ofSeconds(30))).hasSize(2);
      assertThat(issuer.requests())
          .filteredOn(request -> request.grant().equals("refresh_token"))
          .as("the second program uses the access token of the first")
          .hasSize(1);
    }
  }
}
