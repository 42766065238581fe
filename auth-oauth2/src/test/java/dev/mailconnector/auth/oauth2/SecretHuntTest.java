package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClientCredentials;
import dev.mailconnector.auth.oauth2.internal.generic.GenericRefreshToken;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.google.CallerIdentity;
import dev.mailconnector.auth.oauth2.internal.google.CredentialFile;
import dev.mailconnector.auth.oauth2.internal.google.GoogleCalls;
import dev.mailconnector.auth.oauth2.internal.google.GoogleDelegation;
import dev.mailconnector.auth.oauth2.internal.google.GoogleRefreshToken;
import dev.mailconnector.auth.oauth2.internal.google.GoogleServiceAccount;
import dev.mailconnector.auth.oauth2.internal.google.MetadataServer;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClient;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClientCredentials;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftRefreshToken;
import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.auth.oauth2.internal.warning.CredentialWatch;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.CredentialWarning;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.GoogleMetadataServer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import dev.mailconnector.transport.ProxyServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** All sources, all loggers at ALL: whatever an issuer answers, no secret gets out. */
@Timeout(120)
class SecretHuntTest {
  private static final String CLIENT_SECRET = "cl1ent~s3cret value";
  private static final String PROXY_PASSWORD = "pr0xy-p4ssword";
  private static final String KEY_PASSWORD = "k3y-p4ssword";
  private static final Pattern PRIVATE_KEY = Pattern.compile("PRIVATE KEY-----\\\\n([^\\\\]{64})");

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final SecretHunter hunter = SecretHunter.start();
  private final Set<String> registered = new HashSet<>();
  private HttpConnectProxy proxy;

  @BeforeEach
  void start() {
    hunter.secret("client secret", CLIENT_SECRET).secret("proxy password", PROXY_PASSWORD);
    proxy = HttpConnectProxy.start("ann", PROXY_PASSWORD);
  }

  @AfterEach
  void stop() {
    try {
      assertThat(hunter.logRecords()).as("libraries that logged").isPositive();
      hunter.assertNothingLeaked();
    } finally {
      hunter.close();
      proxy.close();
      stack.close();
    }
  }

  @Test
  void microsoft_everyAnswer_nothingLeaks() {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.app("contoso.com", "app", CLIENT_SECRET);
      hunt(issuer, microsoft(issuer, new ClientProof.SharedSecret(fixed(CLIENT_SECRET))));
    }
  }

  @Test
  void microsoftCertificate_everyAnswer_nothingLeaks(@TempDir Path folder) throws Exception {
    TestClientKey key = TestClientKey.rsa(clock.instant());
    String pem = key.privateKeyPem();
    hunter.secret("private key", pem.substring(28, 92)).secret("key password", KEY_PASSWORD);
    Path file = key.writePkcs12(folder.resolve("app.p12"), "mailer", KEY_PASSWORD);
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.clock(clock);
      issuer.certificate("contoso.com", "app", key.certificate());
      KeyFile keyFile = new KeyFile("client-certificate", file, fixed(KEY_PASSWORD), null);
      hunt(
          issuer,
          microsoft(issuer, new ClientProof.Certificate(new AssertionKey(keyFile, null, null))));
    }
  }

  @Test
  void microsoftFederated_everyAnswer_nothingLeaks() {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.federate("contoso.com", "app");
      String token = issuer.federatedToken("app", Duration.ofHours(1));
      register("federated token", token);
      hunt(issuer, microsoft(issuer, new ClientProof.Federated(fixed(token))));
    }
  }

  @Test
  void microsoftRefreshToken_everyAnswer_nothingLeaks() {
    for (boolean isPublic : new boolean[] {true, false}) {
      try (MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
        if (isPublic) {
          issuer.publicApp("contoso.com", "app");
        } else {
          issuer.app("contoso.com", "app", CLIENT_SECRET);
        }
        String refresh = issuer.grantRefreshToken("app", "ann@contoso.com");
        register("first refresh token", refresh);
        ClientProof proof = isPublic ? null : new ClientProof.SharedSecret(fixed(CLIENT_SECRET));
        hunt(issuer, new MicrosoftRefreshToken(client(issuer, proof), kept(refresh)));
      }
    }
  }

  private TokenSource microsoft(MicrosoftIssuer issuer, ClientProof proof) {
    return new MicrosoftClientCredentials(client(issuer, proof));
  }

  private MicrosoftClient client(MicrosoftIssuer issuer, @Nullable ClientProof proof) {
    var settings =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/contoso.com/"),
            "app",
            proof,
            "https://outlook.office365.com/.default");
    return new MicrosoftClient(settings, stack.through(proxy()), clock);
  }

  @Test
  void googleServiceAccount_everyAnswer_nothingLeaks() {
    try (GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      String json = issuer.serviceAccountKeyJson();
      Matcher key = PRIVATE_KEY.matcher(json);
      assertThat(key.find()).isTrue();
      hunter.secret("private key", key.group(1));
      var settings =
          new GoogleServiceAccount.Settings(
              fixed(json), "keys", "news@example.com", "https://mail.google.com/");
      hunt(issuer, new GoogleServiceAccount(settings, stack.through(proxy()), clock));
    }
  }

  @Test
  void googleKeyless_everyAnswer_nothingLeaks() {
    try (GoogleIssuer issuer = GoogleIssuer.start(stack.authority());
        GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      issuer.clock(clock);
      String url = machine.identityUrl().toString();
      Map<String, Object> place =
          Map.of("url", url, "headers", Map.of("Metadata-Flavor", "Google"));
      for (CallerIdentity caller :
          List.of(
              MetadataServer.of(machine.environment()),
              new CredentialFile(fixed(issuer.federationJson(place, true))))) {
        var settings =
            new GoogleDelegation.Settings(
                caller,
                issuer.serviceAccountEmail(),
                "news@example.com",
                "https://mail.google.com/",
                issuer.iamEndpoint(),
                issuer.tokenEndpoint());
        var calls = new GoogleCalls(stack.through(proxy()), clock);
        int steps = caller instanceof MetadataServer ? 2 : 4;
        for (int step = 0; step < steps; step++) {
          hunt(issuer, new GoogleDelegation(settings, calls), step);
        }
      }
    }
  }

  @Test
  void googleRefreshToken_everyAnswer_nothingLeaks() {
    try (GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      issuer.client("desktop", CLIENT_SECRET);
      String refresh = issuer.grantRefreshToken("desktop", "ann@example.com");
      var settings =
          new GoogleRefreshToken.Settings(issuer.tokenEndpoint(), "desktop", fixed(CLIENT_SECRET));
      hunt(issuer, new GoogleRefreshToken(settings, kept(refresh), stack.through(proxy()), clock));
    }
  }

  @Test
  void generic_everyAnswer_nothingLeaks() {
    for (ClientAuthentication way : ClientAuthentication.values()) {
      try (GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
        issuer.client("mailer", CLIENT_SECRET);
        issuer.rotating(false);
        String refresh = issuer.grantRefreshToken("mailer", "ann@example.com");
        GenericClient client =
            new GenericClient(
                GenericClient.Settings.of(
                        new TokenServer.Discovered(issuer.url()),
                        "mailer",
                        new ClientProof.SharedSecret(fixed(CLIENT_SECRET)))
                    .withAuthentication(way),
                stack.through(proxy()),
                clock);
        hunt(issuer, new GenericClientCredentials(client));
        hunt(issuer, new GenericRefreshToken(client, kept(refresh)));
      }
    }
  }

  @Test
  void tokenStores_everyFailure_nothingLeaks(@TempDir Path folder) throws Exception {
    String key = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";
    hunter.secret("store key", key);
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:hunt;DB_CLOSE_DELAY=-1");
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(RefreshTokenStore.jdbcTable());
    }
    Path file = folder.resolve("ann.token");
    try (GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", CLIENT_SECRET);
      huntStore(issuer, RefreshTokenStore.encryptedFile(file, fixed(key)));
      huntStore(issuer, RefreshTokenStore.jdbc(database, fixed(key)));
      String good = Files.readString(file);
      huntUnreadable(RefreshTokenStore.encryptedFile(file, fixed("ff".repeat(32))));
      huntUnreadable(RefreshTokenStore.jdbc(database, fixed("ff".repeat(32))));
      huntUnreadable(RefreshTokenStore.encryptedFile(file, fixed(key + "x")));
      Files.writeString(file, good.substring(0, good.length() - 5) + "AAAAA");
      huntUnreadable(RefreshTokenStore.encryptedFile(file, fixed(key)));
      try (Connection connection = database.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("DROP TABLE mailconnector_refresh_token");
      }
      huntUnreadable(RefreshTokenStore.jdbc(database, fixed(key)));
    }
  }

  private void huntStore(GenericIssuer issuer, RefreshTokenStore store) throws Exception {
    String refresh = issuer.grantRefreshToken("mailer", "ann@example.com");
    GenericClient client =
        new GenericClient(
            GenericClient.Settings.of(
                TokenServer.Known.at(issuer.tokenEndpoint()),
                "mailer",
                new ClientProof.SharedSecret(fixed(CLIENT_SECRET))),
            stack.http(),
            clock);
    TokenSource source =
        new GenericRefreshToken(client, new KeptRefreshToken(store, "ann", fixed(refresh)));
    fetch(source);
    fetch(source);
    try (RefreshTokenStore.Lease lease = store.take("ann", null, clock.instant())) {
      register("kept refresh token", lease.present().reveal());
      hunter.assertCleanText(lease + " " + lease.recent() + " " + store);
      lease.settle(lease.present(), null);
    }
    issuer.failNext(new IssuerFault.Altered(good -> Map.of()));
    for (int i = 0; i < 2; i++) {
      Throwable failure = catchThrowable(source::fetch);
      registerSecrets(issuer);
      hunter.assertClean(failure);
    }
  }

  private void huntUnreadable(RefreshTokenStore store) {
    Throwable failure = catchThrowable(() -> store.take("ann", null, clock.instant()));
    assertThat(failure).isInstanceOf(TokenException.class);
    hunter.assertClean(failure);
  }

  private void hunt(TokenIssuer issuer, TokenSource source) {
    hunt(issuer, source, 0);
  }

  /** Hunts in the trip whose request goes wrong that so many good ones precede. */
  private void hunt(TokenIssuer issuer, TokenSource source, int before) {
    AccessToken good = fetch(source);
    hunter.assertCleanText(good.toString());
    Map<String, String> sent = issuer.requests().get(before).parameters();
    String secret =
        Stream.of("client_secret", "assertion", "client_assertion", "subject_token", "access_token")
            .map(sent::get)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("?");
    for (IssuerFault fault : faults(secret, good.value().reveal())) {
      for (int i = 0; i < before; i++) {
        issuer.failNext(IssuerFault.with("ignored", "1"));
      }
      issuer.failNext(fault);
      Throwable failure = catchThrowable(source::fetch);
      if (failure != null) {
        registerSecrets(issuer);
        // Has the failure itself as its cause.
        CredentialException refused = ((TokenException) failure).toCredentialException("robot");
        hunter.assertClean(refused);
        hunter.assertCleanText(warnings(source, refused));
      }
    }
    registerSecrets(issuer);
    hunter.assertCleanText(source.toString());
  }

  /** What operators are told of this failure and of what ends. */
  private static String warnings(TokenSource source, CredentialException refused) {
    HandContext context = new HandContext();
    Instant now = context.clock().instant();
    try (CredentialWatch watch = new CredentialWatch(context, source, "login")) {
      watch.context().publish(new TokenUnchanged("robot", now, 1, now, now));
      watch.context().publish(new TokenRenewalFailed("robot", now, true, refused, 1, now, null));
      assertThat(watch.health().failingSince()).isEqualTo(now);
      return context.events(CredentialWarning.class).stream()
              .map(CredentialWarning::message)
              .collect(Collectors.joining("\n"))
          + context.events
          + watch.health();
    }
  }

  /** Answers that repeat what they should not. */
  private static List<IssuerFault> faults(String secret, String token) {
    String told = "you sent " + secret + " and had " + token;
    return List.of(
        IssuerFault.oauthError(400, "invalid_grant", told),
        IssuerFault.oauthError(401, secret, token),
        IssuerFault.oauthError(503, "temporarily_unavailable", told),
        IssuerFault.json(200, "{\"access_token\":\"" + token + "\""),
        IssuerFault.json(200, "{\"access_token\":\"" + token + " \"}"),
        IssuerFault.json(500, "{\"message\":\"" + told + "\"}"),
        new IssuerFault.Answer(502, "text/html", "<p>" + told + "</p>", Map.of()),
        IssuerFault.with("token_type", secret),
        IssuerFault.json(307, "{}").header("Location", "https://evil.example/?x=" + token),
        IssuerFault.garbage(),
        IssuerFault.dropped(),
        IssuerFault.truncated());
  }

  @Test
  void consents_everyWay_nothingLeaks() throws Exception {
    ConsentingUser user = ConsentingUser.trusting(stack.authority());
    RefreshTokenStore store = RefreshTokenStore.inMemory();
    try (GenericIssuer issuer = GenericIssuer.start(stack.authority());
        WorkingContext context = new WorkingContext(stack.trust())) {
      issuer.client("mailer", CLIENT_SECRET);
      issuer.deviceCodes(900, 1);
      OAuth2Login login =
          GenericOAuth2.discoveredAt(issuer.url())
              .refreshToken("mailer", fixed(CLIENT_SECRET), store)
              .login("ann@example.com");
      Consent consent = login.consent();
      consent.onOtherDevice(context, prompt -> user.visit(prompt.complete()));
      consent.inBrowser(context, url -> CompletableFuture.runAsync(() -> user.visit(url)));
      fetch(login.open(context));
      issuer.failNext(IssuerFault.oauthError(400, "invalid_grant", "no " + CLIENT_SECRET));
      Throwable refused =
          catchThrowable(
              () ->
                  consent.inBrowser(
                      context, url -> CompletableFuture.runAsync(() -> user.visit(url))));
      for (IssuerRequest request : issuer.requests()) {
        // Not the code: the scripted user's browser, which is the JDK's, logs the URL it stands in.
        for (String name : List.of("code_verifier", "device_code")) {
          String value = request.parameters().get(name);
          if (value != null) {
            register(name, value);
          }
        }
      }
      registerSecrets(issuer);
      hunter.assertClean(refused);
      hunter.assertCleanText(consent + " " + login);
    }
  }

  private void registerSecrets(TokenIssuer issuer) {
    for (String token : issuer.tokensIssued()) {
      register("access token", token);
    }
    for (IssuerRequest request : issuer.requests()) {
      for (String name :
          List.of(
              "refresh_token", "assertion", "client_assertion", "subject_token", "access_token")) {
        String value = request.parameters().get(name);
        if (value != null) {
          register(name, value);
        }
      }
    }
  }

  private void register(String name, String secret) {
    if (registered.add(secret)) {
      hunter.secret(name, secret);
    }
  }

  private ProxyServer proxy() {
    return ProxyServer.http(proxy.host(), proxy.port()).login("ann", Secret.of(PROXY_PASSWORD));
  }

  private static AccessToken fetch(TokenSource source) {
    try {
      return source.fetch();
    } catch (TokenException e) {
      throw new AssertionError(e);
    }
  }

  private static KeptRefreshToken kept(String refreshToken) {
    return new KeptRefreshToken(RefreshTokenStore.inMemory(), "ann", fixed(refreshToken));
  }

  private static SecretSource fixed(String text) {
    return SecretSource.fixed(Secret.of(text));
  }
}
