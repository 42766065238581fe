package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.Account;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.GoogleMetadataServer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class LoginsTest {
  private static final Secret SECRET = Secret.of("s3cret-value");
  private static final Secret REFRESH = Secret.of("r3fresh-value");

  private final TestAuthority authority = TestAuthority.create();
  private final Trust trust = Trust.context(authority.trustingContext());
  private final WorkingContext context = new WorkingContext(trust);

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void microsoft365_clientCredentialsInAnyCase_credentialForTheMailbox() throws Exception {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
      issuer.app("contoso.com", "app", SECRET.reveal());
      OAuth2Login login =
          Microsoft365.application("Contoso.COM", "app")
              .secret(SECRET)
              .authority(URI.create(issuer.url().toString().toUpperCase(Locale.ROOT)))
              .login("robot@contoso.com");
      assertLogsIn(login, issuer, "robot@contoso.com");
    }
  }

  @Test
  void microsoft365_certificate_credentialForTheMailbox(@TempDir Path folder) throws Exception {
    TestClientKey key = TestClientKey.rsa(Instant.now());
    Path file = key.writePkcs12(folder.resolve("app.p12"), "mailer", "p4ss");
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
      issuer.certificate("contoso.com", "app", key.certificate());
      OAuth2Login login =
          Microsoft365.application("contoso.com", "app")
              .certificate(ClientCertificate.file(file).password(Secret.of("p4ss")).alias("mailer"))
              .authority(issuer.url())
              .login("robot@contoso.com");
      assertLogsIn(login, issuer, "robot@contoso.com");
      String assertion = issuer.requests().get(0).parameters().get("client_assertion");
      assertThat(SignedJWT.parse(assertion).getHeader().getAlgorithm())
          .as("as Microsoft documents it, without being asked for")
          .isEqualTo(JWSAlgorithm.PS256);
    }
  }

  @Test
  void microsoft365_certificateThatIsOver_accountIsTakenUpAndFailsWithoutARequest(
      @TempDir Path folder) throws Exception {
    Instant now = Instant.now();
    TestClientKey key = TestClientKey.rsa(now.minusSeconds(7200), now.minusSeconds(3600));
    Path file = key.writePem(folder.resolve("app.pem"));
    OAuth2Login login =
        Microsoft365.application("contoso.com", "app")
            .certificate(ClientCertificate.file(file))
            .login("robot@contoso.com");
    try (CredentialProvider provider = login.create(context)) {
      assertThatThrownBy(provider::current)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("expired on");
    }
  }

  @Test
  void microsoft365_certificateThatCannotSign_refusedAtOnce(@TempDir Path folder) throws Exception {
    Microsoft365 app = Microsoft365.application("contoso.com", "app");
    Path ec = TestClientKey.ec(Instant.now()).writePem(folder.resolve("ec.pem"));
    for (ClientCertificate unusable :
        List.of(
            ClientCertificate.file(ec),
            ClientCertificate.file(folder.resolve("none.p12")),
            ClientCertificate.file(ec).algorithm(AssertionAlgorithm.RS256))) {
      assertThatThrownBy(() -> app.certificate(unusable))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageStartingWith("auth.client-certificate.file");
    }
    assertThatThrownBy(
            () -> app.certificate(ClientCertificate.file(ec).algorithm(AssertionAlgorithm.ES256)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("Microsoft takes RSA");
  }

  @Test
  void microsoft365_refreshToken_credentialForTheMailboxAndSuccessorIsKept() throws Exception {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
      issuer.publicApp("contoso.com", "app");
      Secret first = Secret.of(issuer.grantRefreshToken("app", "ann@contoso.com"));
      RefreshTokenStore store = RefreshTokenStore.inMemory();
      OAuth2Login login =
          Microsoft365.application("contoso.com", "app")
              .authority(issuer.url())
              .refreshToken(first)
              .store(store)
              .login("ann@contoso.com");

      assertLogsIn(login, issuer, "ann@contoso.com");

      try (RefreshTokenStore.Lease lease =
          store.take("ann@contoso.com (app)", first, Instant.now())) {
        assertThat(lease.present()).isNotEqualTo(first);
      }
    }
  }

  @Test
  void microsoft365_scope_followsTheCloudUnlessItIsSet() {
    assertThat(MicrosoftCloud.of(URI.create("https://login.microsoftonline.us")).userScope())
        .isEqualTo("https://outlook.office365.us/SMTP.Send offline_access");
    assertThat(MicrosoftCloud.of(URI.create("https://login.chinacloudapi.cn")).applicationScope())
        .isEqualTo("https://partner.outlook.cn/.default");
    assertThat(MicrosoftCloud.of(URI.create("https://login.example")).applicationScope())
        .isEqualTo("https://outlook.office365.com/.default");
    Microsoft365 elsewhere =
        Microsoft365.application("contoso.us", "app")
            .secret(SECRET)
            .authority(URI.create("https://login.microsoftonline.us"))
            .scope("https://outlook.office365.us/SMTP.Send");
    assertThatThrownBy(() -> elsewhere.login("robot@contoso.us"))
        .hasMessageContaining("such as https://outlook.office365.us/.default");
  }

  @Test
  void microsoft365_federatedFileMissing_refusedAtOnce(@TempDir Path folder) {
    Microsoft365 app = Microsoft365.application("contoso.com", "app");
    assertThatThrownBy(() -> app.federated(folder.resolve("none")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.client-assertion-file");
  }

  @Test
  void microsoft365_withoutProof_refused() {
    assertThatThrownBy(() -> Microsoft365.application("contoso.com", "app").login("a@b.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.client-secret");
  }

  @Test
  void gmail_serviceAccount_credentialForTheMailbox(@TempDir Path folder) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority)) {
      Path file = folder.resolve("google.json");
      Files.writeString(file, issuer.serviceAccountKeyJson());
      assertLogsIn(
          Gmail.serviceAccount(file).login("news@example.com"), issuer, "news@example.com");
    }
  }

  @Test
  void gmail_serviceAccountWithSubject_tokenIsTheSubjects(@TempDir Path folder) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority)) {
      SecretSource json = SecretSource.fixed(Secret.of(issuer.serviceAccountKeyJson()));
      String token =
          tokenOf(Gmail.serviceAccount(json).subject("boss@example.com").login("news@example.com"));
      assertThat(issuer.isValid("boss@example.com", token)).isTrue();
      assertThat(issuer.isValid("news@example.com", token)).isFalse();
    }
  }

  @Test
  void gmail_keylessForTwoMailboxes_eachHasATokenOfItsOwnAndKeepsIt() throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      KeylessServiceAccount robot =
          Gmail.impersonate(
                  issuer.serviceAccountEmail(),
                  GoogleIdentity.metadataServer(machine.environment()))
              .iamEndpoint(issuer.iamEndpoint())
              .tokenEndpoint(issuer.tokenEndpoint());
      String token = tokenOf(robot.login("news@example.com"));
      assertThat(issuer.isValid("news@example.com", token)).isTrue();
      assertThat(issuer.isValid("ann@example.com", token)).isFalse();
      try (CredentialProvider ann = robot.login("ann@example.com").create(context);
          CredentialProvider ben = robot.login("ben@example.com").create(context)) {
        int before = issuer.requests().size();
        Credential first = ann.current();
        assertThat(ann.current()).isSameAs(first);
        assertThat(ben.current()).isSameAs(ben.current()).isNotSameAs(first);
        assertThat(issuer.requests()).hasSize(before + 4);
      }
    }
  }

  @Test
  void gmail_keylessAccountThatIsNone_refused() {
    for (String account : List.of("", "mailer", "a/b@p.example", "a@b\r\nc")) {
      assertThatThrownBy(() -> Gmail.impersonate(account, GoogleIdentity.metadataServer(Map.of())))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("e-mail address of a service account");
    }
  }

  @Test
  void gmail_refreshTokenOfTheStoreAlone_credentialForTheMailboxAndASuccessorIsKept()
      throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority)) {
      issuer.client("desktop", SECRET.reveal());
      String refresh = issuer.grantRefreshToken("desktop", "ann@example.com");
      String next = issuer.grantRefreshToken("desktop", "ann@example.com");
      RefreshTokenStore store = RefreshTokenStore.inMemory();
      store.put("ann@example.com (desktop)", Secret.of(refresh), Instant.now());
      OAuth2Login login =
          Gmail.refreshToken("desktop", SecretSource.fixed(SECRET), store)
              .tokenEndpoint(issuer.tokenEndpoint())
              .login("ann@example.com");
      issuer.failNext(IssuerFault.with("refresh_token", next));
      assertLogsIn(login, issuer, "ann@example.com");
      issuer.revokeRefreshToken(refresh);
      assertThat(issuer.isValid("ann@example.com", tokenOf(login))).isTrue();
    }
  }

  @Test
  void gmail_refreshToken_credentialForTheMailbox() throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority)) {
      issuer.client("desktop", SECRET.reveal());
      Secret refresh = Secret.of(issuer.grantRefreshToken("desktop", "ann@gmail.com"));
      OAuth2Login login =
          Gmail.refreshToken("desktop", SECRET, refresh)
              .tokenEndpoint(issuer.tokenEndpoint())
              .login("ann@gmail.com");
      assertLogsIn(login, issuer, "ann@gmail.com");
    }
  }

  @Test
  void generic_clientCredentialsByDiscovery_credentialForTheMailbox() throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority)) {
      issuer.client("mailer", SECRET.reveal(), "smtp");
      OAuth2Login login =
          GenericOAuth2.discoveredAt(issuer.url())
              .clientCredentials("mailer", SECRET)
              .scope("smtp")
              .authentication(ClientAuthentication.POST)
              .login("robot@corp.example");
      assertLogsIn(login, issuer, "robot@corp.example");
    }
  }

  @Test
  void generic_refreshTokenThroughAProxy_credentialForTheMailbox() throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        HttpConnectProxy proxy = HttpConnectProxy.start("ann", "pr0xy-pass")) {
      issuer.client("mailer", SECRET.reveal());
      Secret refresh = Secret.of(issuer.grantRefreshToken("mailer", "ann@corp.example"));
      OAuth2Login login =
          GenericOAuth2.at(issuer.tokenEndpoint())
              .refreshToken("mailer", SECRET, refresh)
              .proxy(
                  ProxyServer.http(proxy.host(), proxy.port())
                      .login("ann", Secret.of("pr0xy-pass")))
              .login("ann@corp.example");
      assertLogsIn(login, issuer, "ann@corp.example");
      assertThat(proxy.tunnels()).isPositive();
    }
  }

  @Test
  void generic_publicClient_namesItselfAndShowsNoSecret() {
    try (GenericIssuer issuer = GenericIssuer.start(authority)) {
      CredentialProvider provider =
          GenericOAuth2.at(issuer.tokenEndpoint())
              .publicClient("desktop", REFRESH)
              .login("ann@corp.example")
              .create(context);

      assertThatThrownBy(provider::current).isInstanceOf(CredentialException.class);

      IssuerRequest request = issuer.requests().get(0);
      assertThat(request.grant()).isEqualTo("refresh_token");
      assertThat(request.clientId()).isEqualTo("desktop");
      assertThat(request.authentication()).isEqualTo("none");
      provider.close();
    }
  }

  @Test
  void login_issuerRefuses_senderIsToldEverything() {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
      issuer.app("contoso.com", "app", SECRET.reveal());
      issuer.failAll(EntraError.EXPIRED_SECRET);
      CredentialProvider provider =
          Microsoft365.application("contoso.com", "app")
              .secret(SECRET)
              .authority(issuer.url())
              .login("robot@contoso.com")
              .create(context);
      CredentialException failure =
          catchThrowableOfType(CredentialException.class, provider::current);
      assertThat(failure.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(failure)
          .hasMessageContaining("The token request (client credentials) of application app")
          .hasMessageContaining("HTTP 401 invalid_client \"AADSTS7000222: ")
          .hasMessageContaining("The client secret has expired. Whoever administers the app");
      provider.close();
    }
  }

  @Test
  void trust_ofTheLogin_winsOverTheAccounts() throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        WorkingContext stranger = new WorkingContext(Trust.platform())) {
      issuer.client("mailer", SECRET.reveal());
      GenericOAuth2.Client client =
          GenericOAuth2.at(issuer.tokenEndpoint()).clientCredentials("mailer", SECRET);
      try (CredentialProvider untrusting = client.login("a@b.example").create(stranger);
          CredentialProvider trusting = client.trust(trust).login("a@b.example").create(stranger)) {
        assertThatThrownBy(untrusting::current)
            .isInstanceOf(CredentialException.class)
            .hasMessageContaining("the certificate was refused");
        assertThat(trusting.current()).isNotNull();
      }
    }
  }

  @Test
  void create_unreachableIssuer_doesNoInputOrOutput() {
    CredentialProvider provider =
        GenericOAuth2.discoveredAt(URI.create("https://issuer.invalid"))
            .clientCredentials(
                "mailer",
                () -> {
                  throw new AssertionError("read too early");
                })
            .login("a@b.example")
            .create(context);
    assertThat(provider.identity()).isEqualTo("a@b.example");
    provider.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "contoso/../evil", "a b", "contoso.com/", "-x"})
  void microsoft365_tenantThatIsNone_refused(String tenant) {
    assertThatThrownBy(() -> Microsoft365.application(tenant, "app").secret(SECRET))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.tenant");
  }

  @ParameterizedTest
  @ValueSource(strings = {"common", "Organizations"})
  void microsoft365_applicationOfNoTenantOfItsOwn_refused(String tenant) {
    Microsoft365 application = Microsoft365.application(tenant, "app").secret(SECRET);

    assertThatThrownBy(() -> application.login("robot@contoso.com"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.tenant")
        .hasMessageContaining("needs the tenant of its mailboxes");
    assertThat(application.refreshToken(SECRET).login("ann@contoso.com")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.microsoftonline.com",
        "https://login.microsoftonline.com/contoso.com",
        "login.microsoftonline.com",
        "http://localhost:8080"
      })
  void microsoft365_authorityThatIsNone_refused(String authority) {
    Microsoft365 application = Microsoft365.application("contoso.com", "app").secret(SECRET);
    assertThatThrownBy(() -> application.authority(URI.create(authority)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.authority")
        .hasMessageContaining("https URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://outlook.office.com/SMTP.Send", "a/.default b/.default"})
  void microsoft365_scopeThatNoApplicationCanAsk_refused(String scope) {
    Microsoft365 application = Microsoft365.application("contoso.com", "app").secret(SECRET);
    assertThatThrownBy(() -> application.scope(scope).login("a@b.example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("https://outlook.office365.com/.default");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://issuer.example", "ftp://x/", "/token", "https://ann:pw@issuer.example"})
  void generic_urlThatWouldNotHideSecrets_refusedAndNoPasswordShown(String url) {
    assertThatThrownBy(() -> GenericOAuth2.at(URI.create(url)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.token-endpoint")
        .hasMessageNotContaining("pw");
    assertThatThrownBy(() -> GenericOAuth2.discoveredAt(URI.create(url)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.issuer");
  }

  @Test
  void microsoft_account_hasTheLimitsOfExchangeOnline() {
    Account account = Microsoft365.account("robot").build();

    assertThat(account.endpoint()).isEqualTo(SmtpEndpoint.submission("smtp.office365.com"));
    assertThat(account.pool().maxConnections()).isEqualTo(3);
    assertThat(account.pool().maxAge()).isEqualTo(Duration.ofMinutes(9));
  }

  @Test
  void gmail_account_isAtGmailOverImplicitTls() {
    assertThat(Gmail.account("ann").build().endpoint())
        .isEqualTo(SmtpEndpoint.submissions("smtp.gmail.com"));
  }

  @Test
  void gmail_keyFileMissing_refusedAtConstruction(@TempDir Path folder) {
    assertThatThrownBy(() -> Gmail.serviceAccount(folder.resolve("no.json")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.key-file")
        .hasMessageContaining("no.json");
  }

  @Test
  void proxy_socks_refusedSinceTokenTrafficTakesHttpOnly() {
    GenericOAuth2.Client client =
        GenericOAuth2.at(URI.create("https://issuer.example/token"))
            .clientCredentials("mailer", SECRET);
    assertThatThrownBy(() -> client.proxy(ProxyServer.socks5("proxy", 1080)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth.http-proxy");
  }

  @Test
  void clientId_controlCharacter_refusedAndNotRepeated() {
    assertThatThrownBy(
            () ->
                GenericOAuth2.at(URI.create("https://issuer.example/token"))
                    .clientCredentials("a\r\nb", SECRET))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("a??b");
  }

  @Test
  void toString_everyBuilder_showsWhoAndNoSecret() {
    assertThat(
            List.of(
                Microsoft365.application("contoso.com", "app").secret(SECRET).toString(),
                Microsoft365.application("contoso.com", "app").refreshToken(REFRESH).toString(),
                Gmail.refreshToken("desktop", SECRET, REFRESH).toString(),
                Gmail.serviceAccount(SecretSource.fixed(SECRET)).toString(),
                Gmail.impersonate("a@b.example", GoogleIdentity.json(SecretSource.fixed(SECRET)))
                    .toString(),
                GenericOAuth2.at(URI.create("https://issuer.example/token"))
                    .refreshToken("mailer", SECRET, REFRESH)
                    .toString()))
        .containsExactly(
            "Microsoft 365 application app of contoso.com",
            "consent to Microsoft 365 application app of contoso.com",
            "consent to the Google client desktop",
            "Google service account of a fixed secret",
            "Google service account a@b.example by the credentials in a fixed secret",
            "client mailer of https://issuer.example/token");
  }

  private void assertLogsIn(OAuth2Login login, TokenIssuer issuer, String mailbox)
      throws Exception {
    String token = tokenOf(login);
    assertThat(issuer.isValid(mailbox, token)).isTrue();
    assertThat(issuer.requests()).hasSize(1);
  }

  /** The token as it goes over the wire in XOAUTH2. */
  private String tokenOf(OAuth2Login login) throws Exception {
    try (CredentialProvider provider = login.create(context)) {
      Credential credential = provider.current();
      Mechanism xoauth2 = credential.mechanisms().get(0);
      MechanismContext line =
          new MechanismContext("smtp.example", 587, List.of("XOAUTH2"), true, null);
      byte[] response = xoauth2.start(line).evaluateChallenge(new byte[0]);
      String text = new String(response, StandardCharsets.UTF_8);
      return text.substring(text.indexOf("Bearer ") + 7).replace("\u0001", "");
    }
  }
}
