package dev.mailconnector.auth.oauth2;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.consent.BrowserConsent;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.consent.DeviceConsent;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * One way to a token, through the front door of the library, against a server that answers every
 * request with {@link #GOOD}.
 *
 * @param name what it is called in the name of a test
 * @param requests how many requests it takes
 * @param nearby how many of them, the first ones, go to an endpoint of the machine, never by proxy
 * @param patient whether a lost answer is no failure but asked for again
 * @param secrets what must not come out, by name
 * @param run takes the way
 */
record TokenWay(
    String name, int requests, int nearby, boolean patient, Map<String, String> secrets, Run run) {

  /** What a way needs. */
  record Scene(
      URI issuer, URI machine, @Nullable ProxyServer proxy, ProviderContext context, Path folder) {

    URI issuer(String path) {
      return issuer.resolve(path);
    }

    private <B> B proxied(B builder, BiFunction<B, ProxyServer, B> through) {
      return proxy == null ? builder : through.apply(builder, proxy);
    }

    private TokenTraffic traffic() {
      return proxied(TokenTraffic.DIRECT, (way, to) -> way.through(to, ProxyEngine.MAILCONNECTOR));
    }
  }

  /** The way itself. */
  @FunctionalInterface
  interface Run {
    AccessToken token(Scene scene) throws TokenException;
  }

  /** A login whose source is asked once. */
  @FunctionalInterface
  private interface Login {
    OAuth2Login of(Scene scene);
  }

  static final String ACCESS_TOKEN = "access-t0ken-of-the-hostile-server";
  static final String CODE = "authorization-c0de-of-the-browser";
  static final String DEVICE_CODE = "device-c0de-of-the-hostile-server";
  static final String NEW_REFRESH_TOKEN = "next-refresh-t0ken-of-the-server";
  static final String SUBJECT_TOKEN = "subject-t0ken-of-another-provider";
  static final String SIGNED_JWT = "signed-jwt.of-the-hostile.server";
  private static final String CLIENT_SECRET = "cl1ent~s3cret value/with+signs";
  private static final String REFRESH_TOKEN = "first-refresh-t0ken-configured";
  private static final String FEDERATED_TOKEN = "federated-t0ken-of-kubernetes";
  private static final String KEY_PASSWORD = "k3y-p4ssword-of-the-store";
  private static final String IDENTITY_HEADER = "identity-header-s3cret";
  private static final String MAILBOX = "news@example.com";
  private static final TestClientKey KEY = TestClientKey.rsa(Instant.now());

  /** An answer that every kind of request is content with. */
  static String good(URI issuer) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("access_token", ACCESS_TOKEN);
    json.put("accessToken", ACCESS_TOKEN);
    json.put("token_type", "Bearer");
    json.put("expires_in", 3600);
    json.put("refresh_token", NEW_REFRESH_TOKEN);
    json.put("signedJwt", SIGNED_JWT);
    json.put("subject", SUBJECT_TOKEN);
    json.put("issuer", issuer.toString());
    json.put("token_endpoint", issuer.resolve("/token").toString());
    json.put("authorization_endpoint", issuer.resolve("/authorize").toString());
    json.put("device_authorization_endpoint", issuer.resolve("/device").toString());
    json.put("device_code", DEVICE_CODE);
    json.put("user_code", "WDJB-MJHT");
    json.put("verification_uri", issuer.resolve("/activate").toString());
    json.put("interval", 1);
    return JSONObjectUtils.toJSONString(json);
  }

  /** All ways there are. */
  static List<TokenWay> all() {
    return List.of(
        way(
            "Microsoft client secret",
            1,
            0,
            clientSecret(),
            s -> app(s).secret(secret()).login(MAILBOX)),
        way(
            "Microsoft certificate",
            1,
            0,
            certificateSecrets(),
            s -> app(s).certificate(certificate(s)).login(MAILBOX)),
        way(
            "Microsoft federated",
            1,
            0,
            Map.of("federated token", FEDERATED_TOKEN),
            s -> app(s).federated(file(s, "federated", FEDERATED_TOKEN)).login(MAILBOX)),
        way(
            "Microsoft refresh token",
            1,
            0,
            userSecrets(),
            s -> app(s).secret(secret()).refreshToken(Secret.of(REFRESH_TOKEN)).login(MAILBOX)),
        way(
            "Microsoft refresh token of a public client",
            1,
            0,
            Map.of("refresh token", REFRESH_TOKEN),
            s -> app(s).refreshToken(Secret.of(REFRESH_TOKEN)).login(MAILBOX)),
        way(
            "Azure managed identity of a machine",
            1,
            1,
            Map.of("access token", ACCESS_TOKEN),
            s ->
                Microsoft365.managedIdentity(
                        Map.of("AZURE_POD_IDENTITY_AUTHORITY_HOST", s.machine().toString()))
                    .login(MAILBOX)),
        way(
            "Azure managed identity of an app",
            1,
            1,
            Map.of("identity header", IDENTITY_HEADER),
            s ->
                Microsoft365.managedIdentity(
                        Map.of(
                            "IDENTITY_ENDPOINT",
                            s.machine().resolve("/msi/token").toString(),
                            "IDENTITY_HEADER",
                            IDENTITY_HEADER))
                    .login(MAILBOX)),
        way(
            "Google service account",
            1,
            0,
            keySecrets(),
            s ->
                s.proxied(Gmail.serviceAccount(keyJson(s)), Gmail.ServiceAccount::proxy)
                    .login(MAILBOX)),
        way(
            "Google refresh token",
            1,
            0,
            userSecrets(),
            s ->
                s.proxied(
                        Gmail.refreshToken("desktop", secret(), Secret.of(REFRESH_TOKEN))
                            .tokenEndpoint(s.issuer("/token")),
                        Gmail.UserConsent::proxy)
                    .login(MAILBOX)),
        way(
            "Google keyless by a key",
            3,
            0,
            keySecrets(),
            s -> keyless(s, GoogleIdentity.json(keyJson(s)))),
        way(
            "Google keyless by the metadata server",
            3,
            1,
            Map.of("caller's token", ACCESS_TOKEN, "signed JWT", SIGNED_JWT),
            s -> keyless(s, GoogleIdentity.metadataServer(metadata(s)))),
        way(
            "Google keyless by federation from a file",
            3,
            0,
            federationSecrets(),
            s -> keyless(s, GoogleIdentity.json(federation(s, false)))),
        way(
            "Google keyless by federation from a URL, with impersonation",
            5,
            1,
            federationSecrets(),
            s -> keyless(s, GoogleIdentity.json(federation(s, true)))),
        way(
            "generic client secret, basic",
            1,
            0,
            clientSecret(),
            s -> generic(s, server(s).clientCredentials("mailer", secret()))),
        way(
            "generic client secret, post",
            1,
            0,
            clientSecret(),
            s ->
                generic(
                    s,
                    server(s)
                        .clientCredentials("mailer", secret())
                        .authentication(ClientAuthentication.POST))),
        way(
            "generic certificate",
            1,
            0,
            certificateSecrets(),
            s -> generic(s, server(s).clientCredentials("mailer", certificate(s)))),
        way(
            "generic federated",
            1,
            0,
            Map.of("federated token", FEDERATED_TOKEN),
            s ->
                generic(
                    s,
                    server(s)
                        .clientCredentials(
                            "mailer",
                            ClientAssertion.file(file(s, "federated", FEDERATED_TOKEN))))),
        way(
            "generic refresh token",
            1,
            0,
            userSecrets(),
            s -> generic(s, server(s).refreshToken("mailer", secret(), Secret.of(REFRESH_TOKEN)))),
        way(
            "generic refresh token of a public client",
            1,
            0,
            Map.of("refresh token", REFRESH_TOKEN),
            s -> generic(s, server(s).publicClient("desktop", Secret.of(REFRESH_TOKEN)))),
        way(
            "generic client secret by discovery",
            2,
            0,
            clientSecret(),
            s ->
                generic(
                    s,
                    GenericOAuth2.discoveredAt(s.issuer()).clientCredentials("mailer", secret()))),
        new TokenWay(
            "authorization code",
            1,
            0,
            false,
            Map.of(
                "code", CODE, "refresh token", NEW_REFRESH_TOKEN, "client secret", CLIENT_SECRET),
            TokenWay::byBrowser),
        new TokenWay(
            "device code",
            2,
            0,
            true,
            Map.of(
                "device code",
                DEVICE_CODE,
                "refresh token",
                NEW_REFRESH_TOKEN,
                "client secret",
                CLIENT_SECRET),
            TokenWay::byDevice));
  }

  private static TokenWay way(
      String name, int requests, int nearby, Map<String, String> secrets, Login login) {
    return new TokenWay(
        name,
        requests,
        nearby,
        false,
        secrets,
        scene -> {
          try (TokenSource source = login.of(scene).open(scene.context())) {
            return source.fetch();
          }
        });
  }

  private static Map<String, String> clientSecret() {
    return Map.of("client secret", CLIENT_SECRET);
  }

  private static Map<String, String> userSecrets() {
    return Map.of(
        "client secret",
        CLIENT_SECRET,
        "refresh token",
        REFRESH_TOKEN,
        "next refresh token",
        NEW_REFRESH_TOKEN);
  }

  private static Map<String, String> certificateSecrets() {
    return Map.of("private key", KEY.privateKeyPem().substring(28, 92), "password", KEY_PASSWORD);
  }

  private static Map<String, String> keySecrets() {
    return Map.of("private key", KEY.privateKeyPem().substring(28, 92), "signed JWT", SIGNED_JWT);
  }

  private static Map<String, String> federationSecrets() {
    return Map.of(
        "subject token", SUBJECT_TOKEN, "caller's token", ACCESS_TOKEN, "signed JWT", SIGNED_JWT);
  }

  private static Microsoft365 app(Scene s) {
    return s.proxied(
        Microsoft365.application("contoso.com", "app").authority(s.issuer()), Microsoft365::proxy);
  }

  private static GenericOAuth2 server(Scene s) {
    return GenericOAuth2.at(s.issuer("/token"));
  }

  private static OAuth2Login generic(Scene s, GenericOAuth2.Client client) {
    return s.proxied(client, GenericOAuth2.Client::proxy).login(MAILBOX);
  }

  private static OAuth2Login keyless(Scene s, GoogleIdentity caller) {
    return s.proxied(
            Gmail.impersonate("mailer@p.iam.gserviceaccount.com", caller)
                .iamEndpoint(s.issuer("/"))
                .tokenEndpoint(s.issuer("/token")),
            KeylessServiceAccount::proxy)
        .login(MAILBOX);
  }

  private static AccessToken byBrowser(Scene s) throws TokenException {
    try (GenericClient client = client(s)) {
      return new BrowserConsent(
              ConsentPlan.of(settings(s), MAILBOX),
              client,
              new SecureRandom(),
              s.context().workers())
          .ask(TokenWay::consent, Duration.ofSeconds(60))
          .accessToken();
    }
  }

  private static AccessToken byDevice(Scene s) throws TokenException {
    AtomicLong time = new AtomicLong();
    try (GenericClient client = client(s)) {
      return new DeviceConsent(
              ConsentPlan.of(settings(s), MAILBOX),
              client,
              time::get,
              pause -> time.addAndGet(Duration.ofMinutes(1).toNanos()))
          .ask(prompt -> {}, Duration.ofMinutes(3))
          .accessToken();
    }
  }

  private static GenericClient client(Scene s) {
    return new GenericClient(settings(s), s.traffic().open(s.context()), s.context().clock());
  }

  private static GenericClient.Settings settings(Scene s) {
    return GenericClient.Settings.of(
        new TokenServer.Known(
            new ServerMetadata(
                null, s.issuer("/token"), s.issuer("/authorize"), s.issuer("/device"))),
        "mailer",
        new ClientProof.SharedSecret(SecretSource.fixed(secret())));
  }

  /** What a browser sends to the loopback address once the user has consented. */
  private static void consent(URI url) {
    String query = url.getRawQuery();
    URI back = URI.create(parameter(query, "redirect_uri"));
    try (Socket browser = new Socket("127.0.0.1", back.getPort())) {
      OutputStream out = browser.getOutputStream();
      String line = "GET /?code=" + CODE + "&state=" + parameter(query, "state") + " HTTP/1.1";
      out.write((line + "\r\nHost: 127.0.0.1\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      browser.getInputStream().readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String parameter(String query, String name) {
    String from = query.substring(query.indexOf(name + "=") + name.length() + 1);
    int end = from.indexOf('&');
    return URLDecoder.decode(end < 0 ? from : from.substring(0, end), StandardCharsets.UTF_8);
  }

  private static Secret secret() {
    return Secret.of(CLIENT_SECRET);
  }

  private static ClientCertificate certificate(Scene s) {
    try {
      Path store = s.folder().resolve("app.p12");
      Files.deleteIfExists(store);
      return ClientCertificate.file(KEY.writePkcs12(store, "mailer", KEY_PASSWORD))
          .password(Secret.of(KEY_PASSWORD));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path file(Scene s, String name, String content) {
    try {
      return Files.writeString(s.folder().resolve(name), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> metadata(Scene s) {
    return Map.of("GCE_METADATA_HOST", s.machine().getAuthority());
  }

  private static SecretSource keyJson(Scene s) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "service_account");
    json.put("private_key_id", "0123456789");
    json.put("private_key", KEY.privateKeyPem());
    json.put("client_email", "mailer@p.iam.gserviceaccount.com");
    json.put("client_id", "100000000000000000001");
    json.put("token_uri", s.issuer("/token").toString());
    return SecretSource.fixed(Secret.of(JSONObjectUtils.toJSONString(json)));
  }

  private static SecretSource federation(Scene s, boolean impersonating) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("type", "external_account");
    json.put(
        "audience",
        "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/q");
    json.put("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
    json.put("token_url", s.issuer("/sts").toString());
    if (impersonating) {
      json.put("service_account_impersonation_url", s.issuer("/impersonate").toString());
      json.put(
          "credential_source",
          Map.of(
              "url",
              s.machine().resolve("/subject").toString(),
              "format",
              Map.of("type", "json", "subject_token_field_name", "subject")));
    } else {
      json.put("credential_source", Map.of("file", file(s, "subject", SUBJECT_TOKEN).toString()));
    }
    return SecretSource.fixed(Secret.of(JSONObjectUtils.toJSONString(json)));
  }

  @Override
  public String toString() {
    return name;
  }
}
