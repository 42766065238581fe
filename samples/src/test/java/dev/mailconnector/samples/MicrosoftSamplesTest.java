package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.ManagedIdentityEndpoint;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recipe for Microsoft but the first one, which has a test of its own. */
class MicrosoftSamplesTest {
  private static final String TENANT = "contoso.onmicrosoft.com";
  private static final String ROBOT = "robot@contoso.com";
  private static final String STORE_KEY = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";

  private final TestAuthority authority = TestAuthority.create();
  private final MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
  private final ScriptedSmtpServer server =
      Loopback.server(SmtpProfile.MICROSOFT365, authority, issuer);
  private final ConsentingUser user = ConsentingUser.trusting(authority);
  @TempDir Path folder;

  @AfterEach
  void close() {
    server.close();
    issuer.close();
  }

  private Settings settings(Map<String, String> more) throws Exception {
    Map<String, String> values = new HashMap<>();
    values.put("AUTHORITY", issuer.url().toString());
    values.put("TENANT", TENANT);
    values.put("CLIENT_ID", "application");
    values.put("MAILBOX", ROBOT);
    values.put("STORE_FILE", folder.resolve("tokens").toString());
    values.put("STORE_KEY", STORE_KEY);
    values.putAll(more);
    return Loopback.settings(server, authority, folder, values);
  }

  private ReceivedMessage received() {
    return server.awaitMessages(1, Duration.ofSeconds(30)).get(0);
  }

  @Test
  void withoutSecret_byACertificate_signsLogsInAndSends() throws Exception {
    TestClientKey key = TestClientKey.rsa(InstantSource.system().instant());
    issuer.certificate(TENANT, "application", key.certificate());

    Microsoft365WithoutSecret.send(
        settings(
            Map.of(
                "CLIENT_KEY_FILE",
                key.writePkcs12(folder.resolve("k.p12"), "k", "p4ss").toString(),
                "CLIENT_KEY_PASSWORD",
                "p4ss")));

    assertThat(received().login()).isEqualTo(new Login("XOAUTH2", ROBOT));
    assertThat(issuer.requests().get(0).authentication()).isEqualTo("client_assertion");
  }

  @Test
  void withoutSecret_byAWorkloadIdentity_logsInAndSends() throws Exception {
    issuer.federate(TENANT, "application");
    Path token =
        Files.writeString(
            folder.resolve("azure"), issuer.federatedToken("application", Duration.ofHours(1)));

    Microsoft365WithoutSecret.send(
        settings(Map.of("AZURE_FEDERATED_TOKEN_FILE", token.toString())));

    assertThat(received().login()).isEqualTo(new Login("XOAUTH2", ROBOT));
  }

  @Test
  void azureIdentity_onAMachineOfAzure_logsInAndSends() throws Exception {
    try (ManagedIdentityEndpoint azure = ManagedIdentityEndpoint.start();
        ScriptedSmtpServer exchange =
            ScriptedSmtpServer.builder()
                .profile(SmtpProfile.MICROSOFT365)
                .certificate(authority.issue())
                .tokens(
                    (mailbox, token) ->
                        azure.isValid(mailbox, token)
                            ? TokenVerdict.accepted()
                            : TokenVerdict.refused())
                .start()) {
      Map<String, String> environment = new HashMap<>(azure.appService());
      environment.put("MAILBOX", ROBOT);

      AzureIdentity.send(Loopback.settings(exchange, authority, folder, environment));

      assertThat(exchange.awaitMessages(1, Duration.ofSeconds(30)).get(0).login())
          .isEqualTo(new Login("XOAUTH2", ROBOT));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void user_consentsOnce_andEveryLaterProgramSends(boolean device) throws Exception {
    issuer.publicApp(TENANT, "application");
    issuer.deviceCodes(900, 1);
    issuer.signIn("ann@contoso.com");
    Settings settings = settings(Map.of("MAILBOX", "ann@contoso.com"));
    Account account = Microsoft365User.account(settings);

    GrantedConsent granted =
        device
            ? Microsoft365User.onOtherDevice(account, prompt -> user.visit(prompt.complete()))
            : Microsoft365User.inBrowser(
                account,
                page ->
                    CompletableFuture.runAsync(() -> user.visit(page))
                        .orTimeout(30, TimeUnit.SECONDS));
    assertThat(granted.user()).isEqualTo("ann@contoso.com");

    Microsoft365User.send(Microsoft365User.account(settings), settings);

    assertThat(received().login()).isEqualTo(new Login("XOAUTH2", "ann@contoso.com"));
    assertThat(Files.readString(folder.resolve("tokens"))).doesNotContain("ann@contoso");
  }

  /** Exchange looks at the mailbox; whose token it is decides whether it lets it in. */
  @Test
  void sharedMailbox_byAPersonsConsent_hasFourAddresses() throws Exception {
    issuer.publicApp(TENANT, "application");
    issuer.signIn("ann@contoso.com");
    try (ScriptedSmtpServer exchange =
        ScriptedSmtpServer.builder()
            .profile(SmtpProfile.MICROSOFT365)
            .certificate(authority.issue())
            .tokens(
                (mailbox, token) ->
                    mailbox.equals("info@contoso.com") && issuer.isValid("ann@contoso.com", token)
                        ? TokenVerdict.accepted()
                        : TokenVerdict.refused())
            .start()) {
      Map<String, String> values = new HashMap<>();
      values.put("AUTHORITY", issuer.url().toString());
      values.put("TENANT", TENANT);
      values.put("CLIENT_ID", "application");
      values.put("STORE_FILE", folder.resolve("tokens").toString());
      values.put("STORE_KEY", STORE_KEY);
      values.put("USER", "ann@contoso.com");
      values.put("MAILBOX", "info@contoso.com");
      values.put("FROM", "sales@contoso.com");
      values.put("BOUNCES", "bounces@contoso.com");
      Settings settings = Loopback.settings(exchange, authority, folder, values);

      GrantedConsent granted =
          SharedMailbox.login(
              settings,
              page ->
                  CompletableFuture.runAsync(() -> user.visit(page))
                      .orTimeout(30, TimeUnit.SECONDS));
      SharedMailbox.send(settings);

      assertThat(granted.user()).isEqualTo("ann@contoso.com");
      ReceivedMessage message = exchange.awaitMessages(1, Duration.ofSeconds(30)).get(0);
      assertThat(message.login()).isEqualTo(new Login("XOAUTH2", "info@contoso.com"));
      assertThat(message.header("From")).contains("sales@contoso.com");
      assertThat(message.sender()).isEqualTo("bounces@contoso.com");
    }
  }

  @Test
  void highVolumeEmail_asksForItsOwnScopeAndSends() throws Exception {
    issuer.app(TENANT, "application", "s3cret");

    HighVolumeEmail.send(
        settings(Map.of("CLIENT_SECRET", "s3cret", "MAILBOX", "bulk@contoso.com")));

    assertThat(received().login()).isEqualTo(new Login("XOAUTH2", "bulk@contoso.com"));
    assertThat(issuer.requests().get(0).scope()).contains("https://outlook.office.com/.default");
  }

  @Test
  void nationalCloud_asksForItsOwnScopeAndSends() throws Exception {
    issuer.app(TENANT, "application", "s3cret");

    NationalCloud.send(settings(Map.of("CLIENT_SECRET", "s3cret")));

    assertThat(received().login()).isEqualTo(new Login("XOAUTH2", ROBOT));
    assertThat(issuer.requests().get(0).scope()).contains("https://outlook.office365.us/.default");
  }

  @Test
  void azureCommunicationServices_logsInByTheSecretOfTheApplication() throws Exception {
    String login = "resource|application|tenant-id";
    try (ScriptedSmtpServer azure =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .password(login, "s3cret")
            .start()) {

      AzureCommunicationServices.send(
          Loopback.settings(
              azure,
              authority,
              folder,
              Map.of(
                  "RESOURCE", "resource",
                  "CLIENT_ID", "application",
                  "TENANT_ID", "tenant-id",
                  "CLIENT_SECRET", "s3cret",
                  "MAIL_FROM", "news@contoso.com")));

      assertThat(azure.awaitMessages(1, Duration.ofSeconds(30)).get(0).login().user())
          .isEqualTo(login);
    }
  }
}
