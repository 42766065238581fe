package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.OAuth2AuthenticationType;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every key of a login with tokens, as a file has it and as variables of the environment do. */
class OAuth2KeysTest {
  private static final TestClientKey KEY = TestClientKey.rsa(Instant.now());
  private static final String PROXY =
      "http-proxy.url=http://p.example:3128 http-proxy.user=ann http-proxy.password=pr0xy-pass"
          + " http-proxy.domain=CORP http-proxy.engine=httpclient";
  private static final String APPLICATION =
      "token-service=microsoft tenant=contoso.com client-id=app " + PROXY;
  private static final String SERVER = "token-service=generic client-id=mailer " + PROXY;
  private static final String ENDPOINT = " token-endpoint=https://i.example/token";

  /** Logins that together have every key. FOLDER is where the files are. */
  private static final List<String> LOGINS =
      List.of(
          APPLICATION
              + " grant=client-credentials client-secret=s client-secret-expires=2099-01-31",
          APPLICATION
              + " grant=client-credentials authority=https://login.microsoftonline.us"
              + " client-certificate.file=FOLDER/key.p12 client-certificate.password=p4ss"
              + " client-certificate.alias=mailer assertion-algorithm=RS256",
          APPLICATION + " grant=client-credentials client-assertion-file=FOLDER/token",
          APPLICATION
              + " grant=refresh-token refresh-token=r scope=https://a.example/b keep-token=always"
              + " token-store.file=FOLDER/a.token token-store.key="
              + "ff".repeat(32),
          APPLICATION + " grant=workload-identity client-assertion-file=FOLDER/token",
          "token-service=microsoft grant=managed-identity client-id=app renewal=high-volume-email",
          "token-service=google grant=service-account key-file=FOLDER/google.json"
              + " subject=ann@example.com mechanism=OAUTHBEARER "
              + PROXY,
          "token-service=google grant=service-account key-file=FOLDER/google.json"
              + " impersonate=mailer@p.iam.gserviceaccount.com iam-endpoint=https://iam.example"
              + ENDPOINT,
          "token-service=google grant=refresh-token client-id=c client-secret=s refresh-token=r"
              + " authorization-endpoint=https://i.example/authorize"
              + ENDPOINT,
          SERVER
              + " grant=client-credentials issuer=https://i.example token-auth=private-key-jwt"
              + " assertion-audience=issuer client-certificate.file=FOLDER/key.p12"
              + " client-certificate.password=p4ss client-certificate.key-id=key-7",
          SERVER + " grant=client-credentials client-assertion-file=FOLDER/token" + ENDPOINT,
          SERVER
              + " grant=refresh-token client-secret=s token-auth=post"
              + " token-store.file=FOLDER/b.token token-store.key-store.file=FOLDER/keys.p12"
              + " token-store.key-store.password=p4ss token-store.key-store.alias=tokens"
              + " authorization-endpoint=https://i.example/authorize"
              + " device-endpoint=https://i.example/device"
              + ENDPOINT,
          "grant=external token-file=FOLDER/token");

  @TempDir Path folder;

  @BeforeEach
  void write() throws Exception {
    KEY.writePkcs12(folder.resolve("key.p12"), "mailer", "p4ss");
    Files.writeString(folder.resolve("token"), "opaque");
    // Read when the store is used, not before.
    Files.writeString(folder.resolve("keys.p12"), "");
    try (GoogleIssuer google = GoogleIssuer.start(TestAuthority.create())) {
      Files.writeString(folder.resolve("google.json"), google.serviceAccountKeyJson());
    }
  }

  private List<Map<String, String>> logins() {
    return LOGINS.stream()
        .map(
            login -> {
              Map<String, String> keys = new LinkedHashMap<>();
              for (String pair : login.replace("FOLDER", folder.toString()).split(" +", -1)) {
                keys.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
              }
              return keys;
            })
        .toList();
  }

  @Test
  void logins_together_haveEveryKey() {
    Set<String> tried =
        logins().stream().flatMap(login -> login.keySet().stream()).collect(Collectors.toSet());
    assertThat(tried)
        .containsExactlyInAnyOrderElementsOf(
            new OAuth2AuthenticationType().keys().stream().map(DeclaredKey::name).toList());
  }

  @Test
  void everyKey_inAFile_isTaken() {
    for (Map<String, String> login : logins()) {
      List<String> lines = new ArrayList<>(List.of("host: mx.example", "user: ann@example.com"));
      lines.add("auth:");
      lines.add("  type: oauth2");
      List<String> sections = List.of();
      for (Map.Entry<String, String> key : login.entrySet()) {
        List<String> path = List.of(key.getKey().split("\\.", -1));
        List<String> parents = path.subList(0, path.size() - 1);
        for (int i = 0; i < parents.size(); i++) {
          if (sections.size() <= i || !sections.get(i).equals(parents.get(i))) {
            lines.add("  " + "  ".repeat(i) + parents.get(i) + ":");
            sections = parents.subList(0, i);
          }
        }
        sections = parents;
        String name = path.get(path.size() - 1);
        lines.add("  " + "  ".repeat(parents.size()) + name + ": '" + key.getValue() + "'");
      }
      assertThat(Try.accepted(lines.toArray(String[]::new)).login())
          .hasToString("OAuth2 login as ann@example.com");
    }
  }

  @Test
  void everyKey_inAVariable_isTaken() {
    for (Map<String, String> login : logins()) {
      Map<String, String> environment = new HashMap<>();
      environment.put("MAILCONNECTOR_ACCOUNTS_A_HOST", "mx.example");
      environment.put("MAILCONNECTOR_ACCOUNTS_A_USER", "ann@example.com");
      environment.put("MAILCONNECTOR_ACCOUNTS_A_AUTH_TYPE", "oauth2");
      login.forEach(
          (key, value) ->
              environment.put(
                  "MAILCONNECTOR_ACCOUNTS_A_AUTH_"
                      + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                  value));
      ConfigurationReport report = MailConfiguration.check("", "environment", environment);
      assertThat(report.errors()).isEmpty();
      assertThat(report.configuration().accounts().get(0).login())
          .hasToString("OAuth2 login as ann@example.com");
    }
  }
}
