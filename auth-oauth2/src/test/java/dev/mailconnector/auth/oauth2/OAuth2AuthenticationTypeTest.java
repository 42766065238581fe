package dev.mailconnector.auth.oauth2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.GoogleMetadataServer;
import dev.mailconnector.testkit.issuer.ManagedIdentityEndpoint;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every row of the table, up to a token that its issuer knows; and what each mistake is told. */
class OAuth2AuthenticationTypeTest {
  private static final String USER = "robot@contoso.com";

  private final AuthenticationType type = new OAuth2AuthenticationType();
  private final Map<String, String> environment = new HashMap<>();

  /**
   * Logs in once as configured, by a proxy that wants a login, and returns what the first mechanism
   * sends.
   */
  private String firstResponse(HttpForTests stack, Map<String, String> values) throws Exception {
    HandContext context = new HandContext().trust(stack.trust());
    try (HttpConnectProxy proxy = HttpConnectProxy.start("ann", "pr0xy-pass");
        CredentialProvider provider =
            type.create(new MapSettings(USER, through(proxy, values), environment))
                .create(context)) {
      Credential credential = provider.current();
      assertThat(proxy.tunnels()).isPositive();
      Mechanism first = credential.mechanisms().get(0);
      MechanismContext line = new MechanismContext("mx", 587, List.of(first.name()), true, null);
      return new String(first.start(line).evaluateChallenge(new byte[0]), UTF_8);
    }
  }

  private static Map<String, String> through(HttpConnectProxy proxy, Map<String, String> values) {
    Map<String, String> all = new HashMap<>(values);
    all.put("http-proxy.url", "http://" + proxy.host() + ":" + proxy.port());
    all.put("http-proxy.user", "ann");
    all.put("http-proxy.password", "pr0xy-pass");
    return all;
  }

  private static void assertCarriesValidToken(TokenIssuer issuer, String response) {
    String token = response.replaceFirst("(?s).*auth=Bearer ([^\1]*)\1\1", "$1");
    assertThat(issuer.isValid(USER, token)).isTrue();
  }

  @Test
  void type_isFoundByServiceLoaderUnderItsName() {
    assertThat(ServiceLoader.load(AuthenticationType.class))
        .singleElement()
        .isInstanceOf(OAuth2AuthenticationType.class)
        .extracting(AuthenticationType::name)
        .isEqualTo("oauth2");
  }

  @Test
  void keys_thatAreSecret_areDeclaredSo() {
    assertThat(type.keys())
        .filteredOn(key -> key.kind() == DeclaredKey.Kind.SECRET)
        .extracting(DeclaredKey::name)
        .containsExactly(
            "client-secret",
            "client-certificate.password",
            "refresh-token",
            "token-store.key",
            "token-store.key-store.password",
            "http-proxy.password");
  }

  @Test
  void genericClientCredentials_withACertificate_bringAValidToken(@TempDir Path folder)
      throws Exception {
    InstantSource clock = new HandContext().clock();
    TestClientKey key = TestClientKey.rsa(clock.instant());
    try (HttpForTests stack = new HttpForTests();
        GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.clock(clock);
      issuer.client("mailer", key.certificate());
      issuer.assertionAudience(issuer.url().toString());

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "generic",
                  "grant", "client-credentials",
                  "issuer", issuer.url().toString(),
                  "client-id", "mailer",
                  "client-certificate.file",
                      key.writePkcs12(folder.resolve("k.p12"), "k", "p4ss").toString(),
                  "client-certificate.password", "p4ss",
                  "token-auth", "private-key-jwt",
                  "assertion-audience", "issuer"));

      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void external_asConfigured_bringsTheTokenOfTheFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "opaque-1\n");
    Map<String, String> values = Map.of("grant", "external", "token-file", file.toString());
    try (CredentialProvider provider =
        type.create(new MapSettings(USER, values, environment)).create(new HandContext())) {
      Mechanism first = provider.current().mechanisms().get(0);
      MechanismContext line = new MechanismContext("mx", 587, List.of(first.name()), true, null);
      assertThat(new String(first.start(line).evaluateChallenge(new byte[0]), UTF_8))
          .contains("auth=Bearer opaque-1\1");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "grant=external | auth.token-file is missing: an external login needs it.",
        "grant=external,token-file=/nowhere/token | does not exist or cannot be read",
        "grant=external,token-file=/dev/null,scope=smtp | no effect with the grant external",
        "grant=external,token-file=/dev/null,http-proxy.url=http://p:1 | no effect with the grant",
        "token-service=generic,grant=client-credentials,issuer=https://i.example,client-id=m,"
            + "client-secret=s,token-auth=private-key-jwt | add auth.client-certificate.file",
        "token-service=generic,grant=client-credentials,issuer=https://i.example,client-id=m,"
            + "client-secret=s,assertion-audience=issuer | belongs to auth.client-certificate.file",
        "token-service=generic,grant=client-credentials,issuer=https://i.example,client-id=m,"
            + "client-secret=s,client-secret-expires=31.1.2027 | It must be a day like 2027-01-31",
        "token-service=generic,grant=refresh-token,issuer=https://i.example,client-id=m,"
            + "refresh-token=s,client-secret-expires=2027-01-31 | belongs to auth.client-secret",
        "token-service=microsoft,grant=refresh-token,tenant=contoso.com,client-id=m,"
            + "refresh-token=s,client-secret-expires=2027-01-31 | belongs to auth.client-secret",
        "token-service=generic,grant=client-credentials,issuer=https://i.example,client-id=m"
            + " | auth.client-secret (or auth.client-certificate.file or"
            + " auth.client-assertion-file) is missing"
      })
  void genericOrExternal_mistake_isExplained(String settings, String explained) {
    Map<String, String> values = new HashMap<>();
    for (String pair : settings.split(",")) {
      values.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
    }
    assertThatThrownBy(() -> type.create(new MapSettings(USER, values, environment)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(explained);
  }

  @ParameterizedTest
  @CsvSource({"2027-01-31, 2027-01-31T00:00:00Z", "2027-01-31T08:00:00Z, 2027-01-31T08:00:00Z"})
  void clientSecretExpires_dayOrMoment_isWarnedOf(String text, Instant end) {
    for (String service : List.of("generic", "microsoft")) {
      Map<String, String> values = new HashMap<>();
      values.put("token-service", service);
      values.put("grant", "client-credentials");
      values.put("client-id", "mailer");
      values.put("client-secret", "s3cret");
      values.put("client-secret-expires", text);
      values.put(service.equals("generic") ? "token-endpoint" : "tenant", "https://i.example/t");
      values.replace("tenant", "contoso.com");
      OAuth2Login login = (OAuth2Login) type.create(new MapSettings(USER, values, environment));
      try (TokenSource source = login.open(new HandContext())) {
        assertThat(source.ends())
            .extracting(CredentialEnd::part, CredentialEnd::name, CredentialEnd::endsAt)
            .containsExactly(tuple(CredentialEnd.Part.CLIENT_SECRET, "mailer", end));
      }
    }
  }

  @Test
  void genericClientCredentials_asConfigured_bringAValidToken() throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", "s3cret", "smtp");
      issuer.authenticationMethods("client_secret_post");

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "generic",
                  "grant", "client-credentials",
                  "token-endpoint", issuer.tokenEndpoint().toString(),
                  "client-id", "mailer",
                  "client-secret", "s3cret",
                  "scope", "smtp",
                  "token-auth", "post",
                  "mechanism", "OAUTHBEARER"));

      assertThat(response).startsWith("n,a=" + USER + ",\1host=mx\1port=587\1");
      assertCarriesValidToken(issuer, response);
      assertThat(issuer.requests().get(0).scope()).isEqualTo("smtp");
    }
  }

  @Test
  void microsoftCertificate_asConfigured_bringsAValidToken(@TempDir Path folder) throws Exception {
    InstantSource clock = new HandContext().clock();
    TestClientKey key = TestClientKey.rsa(clock.instant());
    Path file = folder.resolve("app.p12");
    TestClientKey.writePkcs12(file, "p4ss", new String[] {"a", "b"}, key, key);
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.clock(clock);
      issuer.certificate("contoso.com", "app", key.certificate());

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "microsoft",
                  "grant", "client-credentials",
                  "authority", issuer.url().toString(),
                  "tenant", "contoso.com",
                  "client-id", "app",
                  "client-certificate.file", file.toString(),
                  "client-certificate.password", "p4ss",
                  "client-certificate.alias", "b",
                  "assertion-algorithm", "RS256"));

      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void microsoftCertificate_thatCannotBeUsed_isToldWithItsPlace(@TempDir Path folder)
      throws Exception {
    Path file = TestClientKey.rsa(Instant.now()).writePkcs12(folder.resolve("a"), "a", "p4ss");
    Map<String, String> application =
        with(
            "token-service", "microsoft",
            "grant", "client-credentials",
            "tenant", "contoso.com",
            "client-id", "app");
    Map<String, String> withFile = new HashMap<>(application);
    withFile.put("client-certificate.file", file.toString());

    assertRefused(withFile, "client-certificate.password", "wants a password");
    withFile.put("client-certificate.key-id", "k");
    assertRefused(withFile, "client-certificate.key-id", "It has no effect");
    withFile.remove("client-certificate.key-id");
    withFile.put("client-secret", "s3cret");
    assertRefused(withFile, "client-secret", "There is auth.client-certificate.file already");
    application.put("client-secret", "s3cret");
    application.put("client-certificate.alias", "a");
    assertRefused(
        application, "client-certificate.alias", "It belongs to auth.client-certificate.file");
  }

  @Test
  void microsoftAssertionFile_asConfigured_bringsAValidToken(@TempDir Path folder)
      throws Exception {
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.federate("contoso.com", "app");
      Path file = folder.resolve("token");
      Files.writeString(file, issuer.federatedToken("app", Duration.ofHours(1)));

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "microsoft",
                  "grant", "client-credentials",
                  "authority", issuer.url().toString(),
                  "tenant", "contoso.com",
                  "client-id", "app",
                  "client-assertion-file", file.toString()));

      assertCarriesValidToken(issuer, response);
    }
  }

  @ParameterizedTest
  @CsvSource({"standard, 1", "high-volume-email, 2"})
  void renewal_forHighVolumeEmail_beginsEarlier(String renewal, int requests) {
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.app("contoso.com", "app", "s3cret");
      HandContext context = new HandContext().trust(stack.trust());
      Map<String, String> values =
          with(
              "token-service", "microsoft",
              "grant", "client-credentials",
              "authority", issuer.url().toString(),
              "tenant", "contoso.com",
              "client-id", "app",
              "client-secret", "s3cret");
      values.put("renewal", renewal);
      try (CredentialProvider provider =
          type.create(new MapSettings(USER, values, environment)).create(context)) {
        provider.current();
        context.time.advance(Duration.ofMinutes(38));
        assertThat(issuer.requests()).hasSize(requests);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void microsoftRefreshToken_asConfigured_bringsAValidToken(boolean confidential) throws Exception {
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      Map<String, String> values =
          with(
              "token-service", "microsoft",
              "grant", "refresh-token",
              "authority", issuer.url().toString(),
              "tenant", "consumers",
              "client-id", "app");
      if (confidential) {
        issuer.app("consumers", "app", "s3cret");
        values.put("client-secret", "s3cret");
      } else {
        issuer.publicApp("consumers", "app");
      }
      values.put("refresh-token", issuer.grantRefreshToken("app", USER));

      assertCarriesValidToken(issuer, firstResponse(stack, values));
    }
  }

  @Test
  void workloadIdentity_ofTheEnvironment_bringsAValidToken(@TempDir Path folder) throws Exception {
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.federate("contoso.com", "app");
      Path file = folder.resolve("token");
      Files.writeString(file, issuer.federatedToken("app", Duration.ofHours(1)));
      environment.put("AZURE_TENANT_ID", "contoso.com");
      environment.put("AZURE_CLIENT_ID", "app");
      environment.put("AZURE_FEDERATED_TOKEN_FILE", file.toString());
      environment.put("AZURE_AUTHORITY_HOST", issuer.url() + "/");

      String response =
          firstResponse(stack, Map.of("token-service", "microsoft", "grant", "workload-identity"));

      assertCarriesValidToken(issuer, response);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void managedIdentity_asConfigured_bringsAValidToken(boolean machine) throws Exception {
    try (ManagedIdentityEndpoint azure = ManagedIdentityEndpoint.start()) {
      azure.userAssigned("assigned");
      environment.putAll(machine ? azure.virtualMachine() : azure.appService());
      Map<String, String> values =
          with("token-service", "microsoft", "grant", "managed-identity", "client-id", "assigned");

      try (CredentialProvider provider =
          type.create(new MapSettings(USER, values, environment)).create(new HandContext())) {
        assertThat(provider.current()).isNotNull();
      }

      assertThat(azure.requests())
          .singleElement()
          .asString()
          .contains("resource=https%3A%2F%2Foutlook.office365.com&client_id=assigned");
    }
  }

  @Test
  void managedIdentity_throughAProxyOrWhereItIsNotBuilt_isRefused() {
    assertRefused(
        with(
            "token-service", "microsoft",
            "grant", "managed-identity",
            "http-proxy.url", "http://proxy.example:3128"),
        "http-proxy.url",
        "It has no effect");
    environment.put("MSI_ENDPOINT", "http://localhost:50342/oauth2/token");
    assertRefused(
        with("token-service", "microsoft", "grant", "managed-identity"), "grant", "Cloud Shell");
    environment.put("IDENTITY_ENDPOINT", "http://localhost:40342/metadata/identity/oauth2/token");
    assertRefused(
        with("token-service", "microsoft", "grant", "managed-identity"), "grant", "Azure Arc");
    environment.put("IDENTITY_HEADER", "x");
    environment.put("IDENTITY_ENDPOINT", "http://evil.example/msi/token");
    assertRefused(
        with("token-service", "microsoft", "grant", "managed-identity"),
        "grant",
        "IDENTITY_ENDPOINT must be an http URL of this machine");
  }

  @Test
  void workloadIdentity_withoutEnvironment_namesKeyAndVariable() {
    assertRefused(
        with("token-service", "microsoft", "grant", "workload-identity", "tenant", "a.example"),
        "client-id",
        "It is missing, and AZURE_CLIENT_ID is not set in the environment either.");
    environment.put("AZURE_CLIENT_ID", "app");
    environment.put("AZURE_FEDERATED_TOKEN_FILE", "/no/such");
    assertRefused(
        with("token-service", "microsoft", "grant", "workload-identity", "tenant", "a.example"),
        "client-assertion-file",
        "The file does not exist");
  }

  @Test
  void genericRefreshToken_ofADiscoveredIssuer_bringsAValidToken() throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", "s3cret", "smtp");

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "generic",
                  "grant", "refresh-token",
                  "issuer", issuer.url().toString(),
                  "client-id", "mailer",
                  "client-secret", "s3cret",
                  "refresh-token", issuer.grantRefreshToken("mailer", USER, "smtp")));

      assertThat(response).startsWith("user=" + USER + "\1");
      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void microsoftClientCredentials_asConfigured_bringAValidToken() throws Exception {
    try (HttpForTests stack = new HttpForTests();
        MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.app("contoso.onmicrosoft.com", "app-id", "s3cret");

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "microsoft",
                  "grant", "client-credentials",
                  "tenant", "contoso.onmicrosoft.com",
                  "authority", issuer.url().toString(),
                  "client-id", "app-id",
                  "client-secret", "s3cret",
                  "keep-token", "always"));

      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void googleServiceAccount_asConfigured_bringsAValidToken(@TempDir Path folder) throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      issuer.delegateTo(USER);
      Path keyFile = Files.writeString(folder.resolve("key.json"), issuer.serviceAccountKeyJson());

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "google",
                  "grant", "service-account",
                  "key-file", keyFile.toString()));

      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void googleKeyless_asConfigured_bringsAValidToken(@TempDir Path folder) throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GoogleIssuer issuer = GoogleIssuer.start(stack.authority());
        GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      issuer.clock(new HandContext().clock());
      Path key = Files.writeString(folder.resolve("key.json"), issuer.serviceAccountKeyJson());
      Path token = Files.writeString(folder.resolve("token"), issuer.foreignToken("pod"));
      Path federation =
          Files.writeString(
              folder.resolve("federation.json"),
              issuer.federationJson(Map.of("file", token.toString()), false));
      Map<String, String> values = keyless(issuer, "service-account");

      environment.putAll(machine.environment());
      assertCarriesValidToken(issuer, firstResponse(stack, values));
      values.put("grant", "workload-identity");
      assertCarriesValidToken(issuer, firstResponse(stack, values));
      assertThat(machine.requests()).hasSize(2);

      values.put("key-file", federation.toString());
      assertCarriesValidToken(issuer, firstResponse(stack, values));
      values.remove("key-file");
      environment.put("GOOGLE_APPLICATION_CREDENTIALS", federation.toString());
      assertCarriesValidToken(issuer, firstResponse(stack, values));
      values.put("grant", "service-account");
      values.put("key-file", key.toString());
      assertCarriesValidToken(issuer, firstResponse(stack, values));
      assertThat(machine.requests()).hasSize(2);

      values.put("subject", "ann@example.com");
      String other = firstResponse(stack, values);
      assertThatThrownBy(() -> assertCarriesValidToken(issuer, other))
          .isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void googleKeyless_settingsThatCannotWork_areRefused(@TempDir Path folder) throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      Path key = Files.writeString(folder.resolve("key.json"), issuer.serviceAccountKeyJson());
      Path program =
          Files.writeString(
              folder.resolve("program.json"),
              issuer.federationJson(Map.of("executable", Map.of("command", "/bin/id")), false));
      Map<String, String> values = keyless(issuer, "workload-identity");
      values.put("key-file", key.toString());
      assertRefused(values, "key-file", "a workload identity has no key");
      values.put("key-file", program.toString());
      assertRefused(values, "key-file", "a program (executable), which is not built");
      values.put("key-file", folder.resolve("none").toString());
      assertRefused(values, "key-file", "does not exist");
      values.remove("key-file");
      environment.put("GOOGLE_APPLICATION_CREDENTIALS", key.toString());
      assertRefused(values, "impersonate", "a workload identity has no key");
      environment.clear();
      values.put("impersonate", "mailer");
      assertRefused(values, "impersonate", "e-mail address of a service account");
      values.remove("impersonate");
      assertRefused(values, "impersonate", "is missing");
      values.put("grant", "service-account");
      values.put("key-file", key.toString());
      assertRefused(values, "iam-endpoint", "belongs to auth.impersonate");
    }
  }

  private static Map<String, String> keyless(GoogleIssuer issuer, String grant) {
    return with(
        "token-service", "google",
        "grant", grant,
        "impersonate", issuer.serviceAccountEmail(),
        "iam-endpoint", issuer.iamEndpoint().toString(),
        "token-endpoint", issuer.tokenEndpoint().toString());
  }

  @Test
  void googleRefreshToken_asConfigured_bringsAValidToken() throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      issuer.client("client", "s3cret");

      String response =
          firstResponse(
              stack,
              Map.of(
                  "token-service", "google",
                  "grant", "refresh-token",
                  "client-id", "client",
                  "client-secret", "s3cret",
                  "refresh-token", issuer.grantRefreshToken("client", USER),
                  "token-endpoint", issuer.tokenEndpoint().toString()));

      assertCarriesValidToken(issuer, response);
    }
  }

  @Test
  void tokenStore_asConfigured_keepsTheNewTokenAndThenNeedsNoOther(@TempDir Path folder)
      throws Exception {
    try (HttpForTests stack = new HttpForTests();
        GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", "s3cret");
      for (String file : List.of("ann.token", "tokens/")) {
        String consent = issuer.grantRefreshToken("mailer", USER);
        Map<String, String> values = tokenStore(issuer, folder + "/" + file);
        values.put("refresh-token", consent);
        assertCarriesValidToken(issuer, firstResponse(stack, values));
        int requests = issuer.requests().size();

        values.remove("refresh-token");
        HandContext context = new HandContext().trust(stack.trust());
        try (CredentialProvider provider =
            type.create(new MapSettings(USER, values, Map.of())).create(context)) {
          assertThat(provider.current()).isNotNull();
        }
        assertThat(issuer.requests()).as("the token was young enough").hasSize(requests);
      }
      assertThat(folder.resolve("ann.token")).isRegularFile();
      assertThat(folder.resolve("tokens")).isDirectoryContaining("glob:**.token");
    }
  }

  @Test
  void tokenStore_keyInAKeyStore_opensWhatThatKeyClosed(@TempDir Path folder) throws Exception {
    Path keys = folder.resolve("keys.p12");
    char[] password = "key store".toCharArray();
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, password);
    byte[] key = HexFormat.of().parseHex("ff".repeat(32));
    store.setEntry(
        "tokens",
        new KeyStore.SecretKeyEntry(new SecretKeySpec(key, "AES")),
        new KeyStore.PasswordProtection(password));
    try (var out = Files.newOutputStream(keys)) {
      store.store(out, password);
    }
    try (HttpForTests stack = new HttpForTests();
        GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", "s3cret");
      Map<String, String> values = tokenStore(issuer, folder + "/ann.token");
      values.put("refresh-token", issuer.grantRefreshToken("mailer", USER));
      assertCarriesValidToken(issuer, firstResponse(stack, values));

      values.remove("refresh-token");
      values.remove("token-store.key");
      values.put("token-store.key-store.file", keys.toString());
      assertRefused(values, "token-store.key-store.password", "it opens the key store");
      values.put("token-store.key-store.password", "key store");
      values.put("token-store.key-store.alias", "tokens");
      HandContext context = new HandContext().trust(stack.trust());
      try (CredentialProvider provider =
          type.create(new MapSettings(USER, values, Map.of())).create(context)) {
        assertThat(provider.current()).isNotNull();
      }
      values.put("token-store.key", "ff".repeat(32));
      assertRefused(values, "token-store.key", "There is auth.token-store.key-store.file already");
      values.remove("token-store.key");
      values.remove("token-store.file");
      values.put("refresh-token", "r");
      assertRefused(values, "token-store.file", "encrypts nothing without it");
    }
  }

  private static Map<String, String> tokenStore(GenericIssuer issuer, String file) {
    return with(
        "token-service", "generic",
        "grant", "refresh-token",
        "token-endpoint", issuer.tokenEndpoint().toString(),
        "client-id", "mailer",
        "client-secret", "s3cret",
        "token-store.file", file,
        "token-store.key", "ff".repeat(32));
  }

  @Test
  void tokenStore_fileWithoutKeyOrTheOtherWay_isAskedFor() {
    Map<String, String> values =
        with(
            "token-service", "google",
            "grant", "refresh-token",
            "client-id", "c",
            "client-secret", "s",
            "refresh-token", "r",
            "token-store.file", "f");
    assertRefused(values, "token-store.key", "openssl rand -base64 32");
    values.remove("token-store.file");
    values.put("token-store.key", "ff");
    assertRefused(values, "token-store.file", "encrypts nothing without it");
  }

  @Test
  void tokenStore_whereThereIsNoRefreshToken_hasNoEffect() {
    assertRefused(
        with(
            "token-service", "google",
            "grant", "service-account",
            "key-file", "f",
            "token-store.file", "f"),
        "token-store.file",
        "no effect");
  }

  private void assertRefused(Map<String, String> values, String key, String rule) {
    assertThatThrownBy(() -> type.create(new MapSettings(USER, values, environment)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("mail.yaml:7 auth." + key)
        .hasMessageContaining(rule);
  }

  private static Map<String, String> with(String... pairs) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      values.put(pairs[i], pairs[i + 1]);
    }
    return values;
  }

  @Test
  void user_thatIsMissing_isAskedFor() {
    assertThatThrownBy(() -> type.create(new MapSettings(null, Map.of(), Map.of())))
        .hasMessageContaining("auth.user")
        .hasMessageContaining("the mailbox it logs in to");
  }

  @Test
  void user_withALineBreak_isRefused() {
    assertThatThrownBy(
            () ->
                type.create(
                    new MapSettings(
                        "a\nb",
                        with(
                            "token-service", "google",
                            "grant", "refresh-token",
                            "client-id", "c",
                            "client-secret", "s",
                            "refresh-token", "r"),
                        Map.of())))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("control characters");
  }

  @ParameterizedTest
  @ValueSource(strings = {"token-service", "grant"})
  void key_thatIsAlwaysNeeded_isAskedFor(String key) {
    Map<String, String> values = with("token-service", "generic", "grant", "refresh-token");
    values.remove(key);
    assertRefused(values, key, "needs it");
  }

  @ParameterizedTest
  @CsvSource({
    "microsoft, client-credentials, tenant",
    "google, service-account, key-file",
    "google, refresh-token, client-id",
    "generic, client-credentials, issuer",
  })
  void key_thatTheGrantNeeds_isAskedFor(String service, String grant, String key) {
    assertRefused(with("token-service", service, "grant", grant), key, "needs");
  }

  @Test
  void keys_thatTheGrantNeeds_areNamedTogether() {
    assertRefused(
        with("token-service", "microsoft", "grant", "client-credentials"),
        "tenant",
        "auth.tenant, auth.client-id and auth.client-secret (or auth.client-certificate.file or"
            + " auth.client-assertion-file) are missing: a client-credentials login at Microsoft"
            + " needs them.");
    assertRefused(
        with("token-service", "generic", "grant", "refresh-token", "client-id", "c"),
        "issuer",
        "auth.issuer (or auth.token-endpoint) and auth.refresh-token (or auth.token-store.file) are"
            + " missing: a refresh-token login at a generic token service needs them.");
    assertRefused(
        with(
            "token-service", "generic",
            "grant", "client-credentials",
            "token-endpoint", "https://a.example/token",
            "client-id", "c"),
        "client-secret",
        "auth.client-secret (or auth.client-certificate.file or auth.client-assertion-file) is"
            + " missing: a client-credentials login at a generic token service needs it.");
  }

  @ParameterizedTest
  @CsvSource({
    "microsoft, service-account, 'client-credentials, workload-identity, managed-identity, refresh-token and external only'",
    "google, client-credentials, 'service-account, workload-identity, refresh-token and external only'",
    "generic, service-account, 'client-credentials, refresh-token and external only'",
  })
  void grant_thatTheServiceDoesNotHave_isRefused(String service, String grant, String rule) {
    assertRefused(with("token-service", service, "grant", grant), "grant", rule);
  }

  @Test
  void key_thatWouldHaveNoEffect_isRefused() {
    assertRefused(
        with("token-service", "google", "grant", "service-account", "tenant", "contoso.com"),
        "tenant",
        "no effect with the token service google and the grant service-account");
  }

  @Test
  void issuerAndEndpoint_together_areRefused() {
    assertRefused(
        with(
            "token-service", "generic",
            "grant", "client-credentials",
            "issuer", "https://a.example",
            "token-endpoint", "https://a.example/token",
            "client-id", "c",
            "client-secret", "s"),
        "issuer",
        "not both");
  }

  @Test
  void valueThatABuilderRefuses_isToldWithItsPlace() {
    assertRefused(
        with(
            "token-service", "microsoft",
            "grant", "client-credentials",
            "tenant", "not a tenant",
            "client-id", "c",
            "client-secret", "s"),
        "tenant",
        "contoso.onmicrosoft.com");
  }

  @ParameterizedTest
  @CsvSource({
    "url, socks5://proxy.example:1080, http://host:port",
    "url, https://proxy.example:3128, http://host:port",
    "url, http://proxy.example, http://host:port",
    "url, http://proxy.example:3128/path, http://host:port",
    "url, http://ann:hunter2@proxy.example:3128, login has keys of its own",
    "url, http://a b, http://host:port",
    "user, ann, come together",
    "password, s, come together",
  })
  void httpProxy_thatCannotBe_isRefused(String key, String value, String rule) {
    assertRefused(
        with(
            "token-service",
            "microsoft",
            "grant",
            "client-credentials",
            "tenant",
            "contoso.com",
            "client-id",
            "c",
            "client-secret",
            "s",
            "http-proxy." + key,
            value),
        "http-proxy." + key,
        rule);
  }

  @ParameterizedTest
  @CsvSource({
    "ann, add mailconnector-auth-ntlm",
    "CORP\\ann, leave one of them out",
    ", Add auth.http-proxy.user"
  })
  void httpProxy_domain_isForNtlmAndAUserWithoutOne(String user, String rule) {
    Map<String, String> values =
        with(
            "token-service", "google",
            "grant", "refresh-token",
            "client-id", "c",
            "client-secret", "s",
            "refresh-token", "r",
            "http-proxy.url", "http://proxy.corp:3128",
            "http-proxy.domain", "CORP");
    if (user != null) {
      values.put("http-proxy.user", user);
      values.put("http-proxy.password", "p");
    }

    assertRefused(values, "http-proxy.domain", rule);
  }

  @Test
  void httpProxy_loginWithoutUrl_isRefused() {
    assertRefused(
        with(
            "token-service", "google",
            "grant", "refresh-token",
            "client-id", "c",
            "client-secret", "s",
            "refresh-token", "r",
            "http-proxy.user", "ann",
            "http-proxy.password", "p"),
        "http-proxy.user",
        "Add auth.http-proxy.url");
  }
}
