package dev.mailconnector.auth.oauth2.internal.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.GoogleError;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.GoogleMetadataServer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.ManagedIdentityEndpoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GoogleDelegationTest {
  private static final String EXCHANGE = "/v1/token";
  private static final String MAILBOX = "news@example.com";

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-03-01T10:00:00Z");
  private GoogleIssuer issuer;
  private String signing;
  private String acting;
  private String foreign;

  @TempDir private Path folder;

  @BeforeEach
  void start() {
    issuer = GoogleIssuer.start(stack.authority());
    issuer.clock(clock);
    String account = "/v1/projects/-/serviceAccounts/" + issuer.serviceAccountEmail();
    signing = account + ":signJwt";
    acting = account + ":generateAccessToken";
    foreign = issuer.foreignToken("pod");
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  @Test
  void key_ofTheCaller_asksGoogleToSignAndExchanges() throws Exception {
    issuer.lifetime(Duration.ofSeconds(1200));

    AccessToken token = fetch(key());

    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(1200));
    assertThat(issuer.isValid(MAILBOX, token.value().reveal())).isTrue();
    assertThat(issuer.isValid("ann@example.com", token.value().reveal())).isFalse();
    assertPaths("/token", signing, "/token");
  }

  @Test
  void assertion_ofGoogle_isForTheMailboxAndAnHour() throws Exception {
    fetch(key());

    var claims =
        SignedJWT.parse(issuer.requests().get(2).parameters().get("assertion")).getJWTClaimsSet();

    assertThat(claims.getIssuer()).isEqualTo(issuer.serviceAccountEmail());
    assertThat(claims.getSubject()).isEqualTo(MAILBOX);
    assertThat(claims.getStringClaim("scope")).isEqualTo("https://mail.google.com/");
    assertThat(claims.getAudience()).containsExactly("https://oauth2.googleapis.com/token");
    assertThat(claims.getIssueTime()).isEqualTo(clock.instant().minusSeconds(60).toString());
    assertThat(claims.getExpirationTime()).isEqualTo(clock.instant().plusSeconds(3540).toString());
  }

  @Test
  void fetch_again_nothingIsKeptFromTheLastTime() throws Exception {
    GoogleDelegation source = source(key());
    AccessToken first = source.fetch();
    assertThat(source.fetch().value()).isNotEqualTo(first.value());
    assertThat(issuer.requests()).hasSize(6);
    source.close();
  }

  @Test
  void metadataServer_ofTheMachine_isAskedWithoutGoogleAuth() throws Exception {
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      AccessToken token = fetch(MetadataServer.of(machine.environment()));

      assertThat(issuer.isValid(MAILBOX, token.value().reveal())).isTrue();
      assertPaths(signing, "/token");
      assertThat(machine.requests())
          .containsExactly("/computeMetadata/v1/instance/service-accounts/default/token");
    }
  }

  @Test
  void metadataServer_withoutAccount_saysWhoMustAttachOne() {
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      machine.withoutAccount();
      TokenException failure = failure(MetadataServer.of(machine.environment()));
      assertThat(failure.permanent()).isTrue();
      assertThat(failure)
          .hasMessageContaining("the machine has no service account")
          .hasMessageContaining("bind the pod's Kubernetes service account");
      assertThat(issuer.requests()).isEmpty();
    }
  }

  @Test
  void metadataServer_somebodyElseAnswers_isNotBelieved() {
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      machine.failNext(IssuerFault.json(200, "{\"access_token\":\"of-somebody\"}"));
      TokenException failure = failure(MetadataServer.of(machine.environment()));
      assertThat(failure.permanent()).isFalse();
      assertThat(failure)
          .hasMessageContaining("not Google's metadata server")
          .hasMessageNotContaining("of-somebody");
      assertThat(issuer.requests()).isEmpty();
    }
  }

  @Test
  void metadataServer_notThere_namesTheOtherWay() {
    Map<String, String> nobody;
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      nobody = machine.environment();
    }
    TokenException failure = failure(MetadataServer.of(nobody));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("metadata server")
        .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS");
  }

  @ParameterizedTest
  @CsvSource({"''", "a b", "127.0.0.1/path", "user@localhost", "metadata.example:80", "10.0.0.1"})
  void metadataHost_thatIsNone_isRefused(String host) {
    assertThatThrownBy(() -> MetadataServer.of(Map.of("GCE_METADATA_HOST", host)))
        .hasMessageContaining("GCE_METADATA_HOST must be a host");
  }

  @Test
  void federation_tokenInAFile_exchangedBySts() throws Exception {
    AccessToken token = fetch(federation(Map.of("file", file(foreign)), false));

    assertThat(issuer.isValid(MAILBOX, token.value().reveal())).isTrue();
    assertPaths(EXCHANGE, signing, "/token");
    assertThat(issuer.requests().get(0).parameters())
        .containsEntry("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange")
        .containsEntry("subject_token", foreign)
        .containsEntry("subject_token_type", "urn:ietf:params:oauth:token-type:jwt");
  }

  @Test
  void federation_fileReplaced_newTokenIsSent() throws Exception {
    String path = file(foreign);
    GoogleDelegation source = source(federation(Map.of("file", path), false));
    source.fetch();
    String next = issuer.foreignToken("pod");
    Files.writeString(Path.of(path), next);
    source.fetch();
    assertThat(issuer.requests())
        .filteredOn(request -> request.path().equals(EXCHANGE))
        .extracting(request -> request.parameters().get("subject_token"))
        .containsExactly(foreign, next);
    source.close();
  }

  @Test
  void federation_thatImpersonates_actsAsTheAccountBeforeItSigns() throws Exception {
    fetch(federation(Map.of("file", file(foreign)), true));
    assertPaths(EXCHANGE, acting, signing, "/token");
    assertThat(issuer.requests().get(1).parameters().get("access_token"))
        .isNotEqualTo(issuer.requests().get(2).parameters().get("access_token"));
  }

  @Test
  void federation_fieldOfJsonInAFile_isTheToken() throws Exception {
    String json = file("{\"id_token\":\"" + foreign + "\",\"other\":1}");
    fetch(federation(Map.of("file", json, "format", format("id_token")), false));
    assertPaths(EXCHANGE, signing, "/token");
  }

  @Test
  void federation_fieldMissing_saysWhichAndQuotesNothing() {
    String json = file("{\"id_token\":\"" + foreign + "\"}");
    TokenException failure =
        failure(federation(Map.of("file", json, "format", format("jwt")), false));
    assertThat(failure)
        .hasMessageContaining("no field jwt with the subject token")
        .hasMessageNotContaining(foreign);
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void federation_tokenAtAUrl_headersGoAlong() throws Exception {
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      fetch(
          federation(
              Map.of(
                  "url",
                  machine.identityUrl().toString(),
                  "headers",
                  Map.of("Metadata-Flavor", "Google")),
              false));
      assertPaths(EXCHANGE, signing, "/token");
    }
  }

  @Test
  void federation_fieldOfAzuresAnswer_isTheToken() throws Exception {
    try (ManagedIdentityEndpoint azure = ManagedIdentityEndpoint.start()) {
      URI url =
          azure
              .url()
              .resolve(
                  "/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://g.example");
      Map<String, Object> source =
          Map.of(
              "url", url.toString(),
              "headers", Map.of("Metadata", "true"),
              "format", format("access_token"));
      // The pool trusts another provider, so it ends here.
      assertThat(failure(federation(source, false)))
          .hasMessageContaining("does not match the expected audience");
      assertThat(issuer.requests()).hasSize(1);
      assertThat(issuer.requests().get(0).parameters())
          .containsEntry("subject_token", azure.tokensIssued().get(0));
    }
  }

  @Test
  void federation_urlThatRefuses_isTriedAgainLater() {
    try (GoogleMetadataServer machine = GoogleMetadataServer.start(issuer)) {
      TokenException failure =
          failure(federation(Map.of("url", machine.identityUrl().toString()), false));
      assertThat(failure.permanent()).isFalse();
      assertThat(failure)
          .hasMessageContaining("subject token")
          .hasMessageContaining("HTTP 403")
          .hasMessageContaining("credential_source.url");
      assertThat(issuer.requests()).isEmpty();
    }
  }

  @Test
  void federation_fileMissing_namesItsField() {
    TokenException failure =
        failure(federation(Map.of("file", folder.resolve("none").toString()), false));
    assertThat(failure).hasMessageContaining("none");
    assertThat(issuer.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "{\"executable\":{\"command\":\"/bin/token\"}}, a program (executable)",
    "{\"environment_id\":\"aws1\"}, AWS",
    "{\"certificate\":{}}, a client certificate",
    "{\"url\":\"http://id.example/token\"}, neither https nor",
    "{\"url\":\"http://169.254.169.254.id.example/\"}, neither https nor",
    "{\"url\":\"::\"}, neither https nor",
    "{\"url\":\"http://169.254.169.254/\";\"format\":{\"type\":\"json\"}}, subject_token_field_name",
    "{\"url\":\"http://169.254.169.254/\";\"headers\":{\"a\":\"b\\nc\"}}, control characters",
    "{}, without file and url",
  })
  void federation_sourceThatIsNotBuilt_isRefusedBeforeAnythingIsSent(String source, String why)
      throws Exception {
    String json =
        issuer
            .federationJson(Map.of("file", "SOURCE"), false)
            .replace("{\"file\":\"SOURCE\"}", source.replace(';', ','));
    TokenException failure = failure(credentials(json));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining(why);
    assertThatThrownBy(() -> CredentialFile.kindOf(Secret.of(json)))
        .isInstanceOf(UnusableFileException.class)
        .hasMessageContaining(why);
    assertThat(issuer.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "T0PSECRET, is not JSON",
    "{\"type\":\"authorized_user\"}, a person's login",
    "{\"type\":\"T0PSECRET\"}, no type that is known",
    "{\"type\":\"external_account\"}, has no audience",
    "{\"type\":\"external_account\"; \"workforce_pool_user_project\":\"1\"}, workforce",
  })
  void credentials_ofAnotherKind_areRefusedAndNotQuoted(String json, String why) {
    TokenException failure = failure(credentials(json.replace(';', ',')));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining(why).hasMessageNotContaining("T0PSECRET");
    assertThat(issuer.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"token_url", "service_account_impersonation_url"})
  void federation_endpointWithoutTls_getsNothing(String field) {
    String json =
        issuer
            .federationJson(Map.of("file", file(foreign)), true)
            .replaceAll("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":\"http://a.example\"");
    assertThat(failure(credentials(json)))
        .hasMessageContaining("has a " + field + " that is not an https URL");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void signing_denied_namesTheRoleAndTheAccount() {
    issuer.withdrawImpersonation();
    TokenException failure = failure(key());
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("(signJwt for news@example.com)")
        .hasMessageContaining(issuer.serviceAccountEmail())
        .hasMessageContaining("HTTP 403 PERMISSION_DENIED")
        .hasMessageContaining("iam.serviceAccounts.signJwt");
    assertPaths("/token", signing);
  }

  @Test
  void signing_overloaded_isTriedAgainLaterAsGoogleWishes() throws Exception {
    GoogleDelegation source = source(federation(Map.of("file", file(foreign)), false));
    source.fetch();
    for (int step = 0; step < 3; step++) {
      IssuerFault[] faults = new IssuerFault[step + 1];
      Arrays.fill(faults, IssuerFault.with("ignored", "1"));
      faults[step] = GoogleError.QUOTA.fault().retryAfter(Duration.ofSeconds(9));
      issuer.failNext(faults);
      TokenException failure = catchThrowableOfType(TokenException.class, source::fetch);
      assertThat(failure.permanent()).isFalse();
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
      assertThat(failure).hasMessageContaining("HTTP 429 RESOURCE_EXHAUSTED");
    }
    source.close();
  }

  @Test
  void signing_successWithoutSignature_isAFailureAndNothingIsExchanged() {
    issuer.failNext(IssuerFault.with("ignored", "1"), IssuerFault.without("signedJwt"));
    assertThat(failure(key())).hasMessageContaining("success without signedJwt");
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void exchange_noDelegation_namesTheConsolePage() {
    issuer.withdrawDelegation();
    assertThat(failure(key()))
        .hasMessageContaining("(service account for news@example.com)")
        .hasMessageContaining("Domain-wide delegation");
  }

  @Test
  void account_unknown_isNotFound() {
    var settings = settings(key(), "other@p.iam.gserviceaccount.com");
    GoogleDelegation source = new GoogleDelegation(settings, calls());
    TokenException failure = catchThrowableOfType(TokenException.class, source::fetch);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("HTTP 404 NOT_FOUND \"Unknown service account\"");
  }

  private CallerIdentity key() {
    return credentials(issuer.serviceAccountKeyJson());
  }

  private CallerIdentity federation(Map<String, Object> source, boolean impersonated) {
    return credentials(issuer.federationJson(new HashMap<>(source), impersonated));
  }

  private static CallerIdentity credentials(String json) {
    return new CredentialFile(SecretSource.fixed(Secret.of(json)));
  }

  private static Map<String, Object> format(String field) {
    return Map.of("type", "json", "subject_token_field_name", field);
  }

  private String file(String content) {
    try {
      return Files.writeString(folder.resolve("subject"), content + "\n").toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private AccessToken fetch(CallerIdentity caller) throws TokenException {
    try (GoogleDelegation source = source(caller)) {
      return source.fetch();
    }
  }

  private TokenException failure(CallerIdentity caller) {
    return catchThrowableOfType(TokenException.class, () -> fetch(caller));
  }

  private GoogleDelegation source(CallerIdentity caller) {
    return new GoogleDelegation(settings(caller, issuer.serviceAccountEmail()), calls());
  }

  private GoogleDelegation.Settings settings(CallerIdentity caller, String account) {
    return new GoogleDelegation.Settings(
        caller,
        account,
        MAILBOX,
        "https://mail.google.com/",
        issuer.iamEndpoint(),
        issuer.tokenEndpoint());
  }

  private GoogleCalls calls() {
    return new GoogleCalls(stack.http(), clock);
  }

  private void assertPaths(String... paths) {
    assertThat(issuer.requests()).extracting(IssuerRequest::path).isEqualTo(List.of(paths));
  }
}
