package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.testkit.TestAuthority;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleIssuerTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final Instant NOW = InstantSource.system().instant();

  private final FormClient client = new FormClient(AUTHORITY);
  private GoogleIssuer issuer;

  @BeforeEach
  void start() {
    issuer = GoogleIssuer.start(AUTHORITY);
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void assertion_ofTheKeyFile_opaqueTokenForTheSubject() throws Exception {
    issuer.lifetime(Duration.ofSeconds(3599));
    FormClient.Answer answer = post(claims().build(), key());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json())
        .containsEntry("expires_in", 3599L)
        .containsEntry("token_type", "Bearer");
    String token = answer.text("access_token");
    assertThat(token).startsWith("ya29.").hasSize(220);
    assertThat(issuer.isValid("news@example.com", token)).isTrue();
    assertThat(issuer.isValid("other@example.com", token)).isFalse();
  }

  @Test
  void assertion_signedWithAnotherKey_invalidSignature() throws Exception {
    FormClient.Answer answer = post(claims().build(), TokenMint.newKeys().getPrivate());
    assertThat(answer.text("error_description")).isEqualTo("Invalid JWT Signature.");
  }

  @Test
  void assertion_withoutSubjectScopeOrDelegation_unauthorizedClient() throws Exception {
    assertThat(post(claims().subject(null).build(), key()).text("error"))
        .isEqualTo("unauthorized_client");
    assertThat(post(claims().claim("scope", "https://other/").build(), key()).text("error"))
        .isEqualTo("unauthorized_client");
    issuer.withdrawDelegation();
    FormClient.Answer answer = post(claims().build(), key());
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("unauthorized_client");
  }

  @Test
  void assertion_wrongAccountAudienceTimeOrUser_refusedWithItsReason() throws Exception {
    issuer.delegateTo("news@example.com");
    assertThat(refusal(claims().issuer("who@else"))).isEqualTo("Invalid grant: account not found");
    assertThat(refusal(claims().audience("https://elsewhere/"))).contains("Invalid JWT");
    assertThat(refusal(claims().expirationTime(Date.from(NOW.plusSeconds(7200)))))
        .contains("short-lived token (60 minutes)");
    assertThat(refusal(claims().subject("gone@example.com"))).isEqualTo("Invalid email or User ID");
  }

  @Test
  void refreshToken_usedTwice_neverReplaced() throws Exception {
    issuer.client("desktop", "s3cret");
    String refresh = issuer.grantRefreshToken("desktop", "ann@example.com");
    FormClient.Answer first = post(refreshForm("desktop", "s3cret", refresh));
    FormClient.Answer second = post(refreshForm("desktop", "s3cret", refresh));

    assertThat(first.json()).doesNotContainKey("refresh_token").containsKey("scope");
    assertThat(second.text("access_token")).isNotEqualTo(first.text("access_token"));
    assertThat(issuer.isValid("ann@example.com", first.text("access_token"))).isTrue();
  }

  @Test
  void refreshToken_revokedOrWrongClient_refusedWithItsReason() throws Exception {
    issuer.client("desktop", "s3cret");
    String refresh = issuer.grantRefreshToken("desktop", "ann@example.com");
    assertThat(post(refreshForm("nobody", "s3cret", refresh)).text("error_description"))
        .isEqualTo("The OAuth client was not found.");
    assertThat(post(refreshForm("desktop", "wrong", refresh)).text("error"))
        .isEqualTo("invalid_client");
    issuer.revokeRefreshToken(refresh);
    FormClient.Answer answer = post(refreshForm("desktop", "s3cret", refresh));
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("error_description")).isEqualTo("Token has been expired or revoked.");
  }

  private String refusal(JWTClaimsSet.Builder claims) throws Exception {
    FormClient.Answer answer = post(claims.build(), key());
    assertThat(answer.text("error")).isEqualTo("invalid_grant");
    return answer.text("error_description");
  }

  private FormClient.Answer post(JWTClaimsSet claims, PrivateKey key) throws Exception {
    String keyId = String.valueOf(keyFile().get("private_key_id"));
    SignedJWT assertion =
        new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build(), claims);
    assertion.sign(new RSASSASigner(key));
    return post(
        Map.of(
            "grant_type",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "assertion",
            assertion.serialize()));
  }

  private FormClient.Answer post(Map<String, String> form) throws Exception {
    return client.post(issuer.tokenEndpoint(), form);
  }

  private JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(issuer.serviceAccountEmail())
        .subject("news@example.com")
        .audience("https://oauth2.googleapis.com/token")
        .claim("scope", "https://mail.google.com/")
        .issueTime(Date.from(NOW))
        .expirationTime(Date.from(NOW.plusSeconds(3600)));
  }

  private Map<String, Object> keyFile() throws Exception {
    return JSONObjectUtils.parse(issuer.serviceAccountKeyJson());
  }

  private PrivateKey key() throws Exception {
    String base64 =
        String.valueOf(keyFile().get("private_key")).replaceAll("-----[A-Z ]+-----|\\s", "");
    return KeyFactory.getInstance("RSA")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64)));
  }

  private static Map<String, String> refreshForm(String id, String secret, String refresh) {
    return Map.of(
        "grant_type", "refresh_token",
        "client_id", id,
        "client_secret", secret,
        "refresh_token", refresh);
  }
}
