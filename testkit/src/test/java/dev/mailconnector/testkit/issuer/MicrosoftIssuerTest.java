package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestClientKey;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosoftIssuerTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final String SCOPE = "https://outlook.office365.com/.default";

  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final FormClient client = new FormClient(AUTHORITY);
  private MicrosoftIssuer issuer;

  @BeforeEach
  void start() {
    issuer = MicrosoftIssuer.start(AUTHORITY);
    issuer.clock(clock);
    issuer.app("contoso.onmicrosoft.com", "app", "s3cret");
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void clientCredentials_rightSecret_jwtForExchangeOnline() throws Exception {
    issuer.lifetime(Duration.ofSeconds(4000));
    FormClient.Answer answer = post(appForm());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json()).containsEntry("expires_in", 4000L).doesNotContainKey("refresh_in");
    String token = answer.text("access_token");
    assertThat(token.length()).isBetween(1500, 1600);
    JWTClaimsSet claims = SignedJWT.parse(token).getJWTClaimsSet();
    assertThat(claims.getAudience()).containsExactly("https://outlook.office365.com");
    assertThat(claims.getStringListClaim("roles")).containsExactly("SMTP.SendAsApp");
    assertThat(claims.getExpirationTime().toInstant()).isEqualTo(clock.instant().plusSeconds(4000));
    assertThat(issuer.isValid("robot@contoso.com", token)).isTrue();
    assertThat(issuer.requests()).singleElement().extracting(IssuerRequest::scope).isEqualTo(SCOPE);
  }

  @Test
  void assertion_ofARegisteredCertificate_checkedClaimByClaim() throws Exception {
    TestClientKey key = TestClientKey.rsa(clock.instant());
    issuer.certificate("contoso.onmicrosoft.com", "signed", key.certificate());
    Map<String, Object> good = Map.of();

    assertThat(signed(key, "PS256", good)).isEmpty();
    assertThat(signed(key, "RS256", good)).isEmpty();
    assertThat(signed(key, "RS512", good)).isEqualTo("AADSTS700027");
    assertThat(signed(TestClientKey.rsa(clock.instant()), "PS256", good)).isEqualTo("AADSTS700027");
    assertThat(signed(key, "PS256", Map.of("iss", "other"))).isEqualTo("AADSTS700021");
    assertThat(signed(key, "PS256", Map.of("sub", "other"))).isEqualTo("AADSTS700021");
    assertThat(signed(key, "PS256", Map.of("aud", "https://else.example")))
        .isEqualTo("AADSTS700023");
    long now = clock.instant().getEpochSecond();
    assertThat(signed(key, "PS256", Map.of("nbf", now - 1200, "exp", now - 600)))
        .isEqualTo("AADSTS700024");
    assertThat(signed(key, "PS256", Map.of("nbf", now + 600, "exp", now + 900)))
        .isEqualTo("AADSTS700024");
    assertThat(signed(key, "PS256", Map.of("exp", now + 7200))).isEqualTo("AADSTS700024");
    Map<String, String> form = new HashMap<>(appForm());
    form.remove("client_secret");
    form.put("client_id", "signed");
    assertThat(code(post(form))).isEqualTo("AADSTS7000218");
    form.put("client_assertion", "no token");
    assertThat(code(post(form))).isEqualTo("AADSTS50027");
  }

  private String signed(TestClientKey key, String algorithm, Map<String, Object> other)
      throws Exception {
    JWTClaimsSet.Builder claims =
        new JWTClaimsSet.Builder()
            .issuer("signed")
            .subject("signed")
            .audience(issuer.url() + "/contoso.onmicrosoft.com/oauth2/v2.0/token")
            .jwtID("once")
            .notBeforeTime(Date.from(clock.instant()))
            .expirationTime(Date.from(clock.instant().plusSeconds(600)));
    other.forEach(
        (name, value) ->
            claims.claim(
                name,
                value instanceof Long seconds ? Date.from(Instant.ofEpochSecond(seconds)) : value));
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.certificate().getEncoded());
    SignedJWT assertion =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                .x509CertSHA256Thumbprint(Base64URL.encode(hash))
                .build(),
            claims.build());
    assertion.sign(new RSASSASigner(key.privateKey()));
    Map<String, String> form = new HashMap<>(appForm());
    form.remove("client_secret");
    form.put("client_id", "signed");
    form.put("client_assertion", assertion.serialize());
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    return code(post(form));
  }

  private static String code(FormClient.Answer answer) {
    String description = String.valueOf(answer.json().get("error_description"));
    return answer.status() == 200 ? "" : description.substring(0, description.indexOf(':'));
  }

  @Test
  void federatedToken_checkedClaimByClaim() throws Exception {
    issuer.federate("contoso.onmicrosoft.com", "workload");
    Map<String, String> form = new HashMap<>(appForm());
    form.remove("client_secret");
    form.put("client_id", "workload");
    form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
    form.put("client_assertion", issuer.federatedToken("workload", Duration.ofHours(1)));
    assertThat(code(post(form))).isEmpty();
    clock.advance(Duration.ofHours(2));
    assertThat(code(post(form))).isEqualTo("AADSTS700024");
    form.put("client_assertion", issuer.federatedToken("other", Duration.ofHours(1)));
    assertThat(code(post(form))).isEqualTo("AADSTS700213");
  }

  @Test
  void publicApp_thatSendsASecret_isRefused() throws Exception {
    issuer.publicApp("contoso.onmicrosoft.com", "desktop");
    Map<String, String> form = new HashMap<>(appForm());
    form.put("client_id", "desktop");
    assertThat(code(post(form))).isEqualTo("AADSTS700025");
  }

  @Test
  void isValid_lifetimeOver_false() throws Exception {
    issuer.lifetime(Duration.ofSeconds(10));
    String token = post(appForm()).text("access_token");
    clock.advance(Duration.ofSeconds(9));
    assertThat(issuer.isValid("robot@contoso.com", token)).isTrue();
    clock.advance(Duration.ofSeconds(1));
    assertThat(issuer.isValid("robot@contoso.com", token)).isFalse();
  }

  @Test
  void isValid_revokedOrOtherMailbox_false() throws Exception {
    issuer.mailboxes("app", "robot@contoso.com");
    String first = post(appForm()).text("access_token");
    String second = post(appForm()).text("access_token");
    issuer.revoke(first);
    assertThat(issuer.isValid("robot@contoso.com", first)).isFalse();
    assertThat(issuer.isValid("robot@contoso.com", second)).isTrue();
    assertThat(issuer.isValid("other@contoso.com", second)).isFalse();
    assertThat(issuer.isValid("robot@contoso.com", "invented")).isFalse();
  }

  @Test
  void isValid_consentWithdrawn_tokenLogsNobodyIn() throws Exception {
    issuer.withdrawConsent("app");
    String token = post(appForm()).text("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getClaim("roles")).isNull();
    assertThat(issuer.isValid("robot@contoso.com", token)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "client_secret, wrong, 401, invalid_client, AADSTS7000215: Invalid client secret",
    "client_id, nobody, 400, unauthorized_client, AADSTS700016: Application with identifier",
    "scope, SMTP.SendAsApp, 400, invalid_scope, AADSTS1002012: The provided value for scope",
    "grant_type, password, 400, unsupported_grant_type, AADSTS70003: The app requested",
  })
  void clientCredentials_wrongParameter_codeOfTheRealService(
      String parameter, String value, int status, String error, String description)
      throws Exception {
    Map<String, String> form = new HashMap<>(appForm());
    form.put(parameter, value);
    FormClient.Answer answer = post(form);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error")).isEqualTo(error);
    assertThat(answer.text("error_description"))
        .startsWith(description)
        .contains("Trace ID: ", "Correlation ID: ", "Timestamp: 2026-11-22 10:00:00Z");
    assertThat(answer.json()).containsKeys("error_codes", "trace_id", "correlation_id");
    assertThat(issuer.tokensIssued()).isEmpty();
  }

  @Test
  void clientCredentials_expiredSecretOrUnknownTenant_codeOfTheRealService() throws Exception {
    FormClient.Answer noTenant =
        client.post(URI.create(issuer.url() + "/fabrikam/oauth2/v2.0/token"), appForm());
    assertThat(noTenant.text("error_description")).startsWith("AADSTS90002: Tenant 'fabrikam'");
    issuer.expireSecret("app");
    assertThat(post(appForm()).text("error_description"))
        .startsWith("AADSTS7000222: The provided client secret keys for app 'app' are expired");
  }

  @Test
  void failNext_everyEntraError_onceThenWell() throws Exception {
    for (EntraError error : EntraError.values()) {
      issuer.failNext(error);
      FormClient.Answer refused = post(appForm());
      assertThat(refused.status()).as(error.name()).isGreaterThanOrEqualTo(400);
      assertThat(refused.text("error_description")).startsWith("AADSTS" + error.code() + ": ");
    }
    assertThat(post(appForm()).status()).isEqualTo(200);
  }

  @Test
  void refreshToken_used_newOneComesAndOldOneStaysGood() throws Exception {
    String first = issuer.grantRefreshToken("app", "ann@contoso.com");
    String second = post(refreshForm(first)).text("refresh_token");
    FormClient.Answer again = post(refreshForm(first));

    assertThat(second).isNotEqualTo(first);
    assertThat(again.status()).isEqualTo(200);
    assertThat(post(refreshForm(second)).status()).isEqualTo(200);
    String token = again.text("access_token");
    assertThat(issuer.isValid("Ann@contoso.com", token)).isTrue();
    assertThat(issuer.isValid("bob@contoso.com", token)).isFalse();
  }

  @Test
  void refreshToken_grantEnded_everyTokenOfItIsRefused() throws Exception {
    String first = issuer.grantRefreshToken("app", "ann@contoso.com");
    String second = post(refreshForm(first)).text("refresh_token");
    issuer.endGrant(first, EntraError.REVOKED_GRANT);
    assertThat(post(refreshForm(second)).text("error_description")).startsWith("AADSTS50173");
  }

  @Test
  void refreshToken_withoutScope_missingParameterIsNamed() throws Exception {
    Map<String, String> form =
        new HashMap<>(refreshForm(issuer.grantRefreshToken("app", "ann@contoso.com")));
    form.remove("scope");
    assertThat(post(form).text("error_description")).startsWith("AADSTS900144").contains("scope");
  }

  @Test
  void answer_switchesSet_expiresInIsTextAndRefreshInIsThere() throws Exception {
    issuer.expiresInAsString(true);
    issuer.refreshIn(Duration.ofMinutes(30));
    assertThat(post(appForm()).json())
        .containsEntry("expires_in", "3600")
        .containsEntry("refresh_in", 1800L);
  }

  @Test
  void request_toString_hidesTheSecret() throws Exception {
    post(appForm());
    IssuerRequest request = issuer.requests().get(0);
    assertThat(request.parameters()).containsEntry("client_secret", "s3cret");
    assertThat(request.toString())
        .contains("client_credentials", "client=app", "client_secret_post")
        .doesNotContain("s3cret");
  }

  private FormClient.Answer post(Map<String, String> form) throws Exception {
    return client.post(
        URI.create(issuer.url() + "/contoso.onmicrosoft.com/oauth2/v2.0/token"), form);
  }

  private static Map<String, String> appForm() {
    return Map.of(
        "grant_type", "client_credentials",
        "client_id", "app",
        "client_secret", "s3cret",
        "scope", SCOPE);
  }

  private static Map<String, String> refreshForm(String refreshToken) {
    return Map.of(
        "grant_type", "refresh_token",
        "client_id", "app",
        "client_secret", "s3cret",
        "scope", "https://outlook.office.com/SMTP.Send offline_access",
        "refresh_token", refreshToken);
  }
}
