package dev.mailconnector.testkit.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.testkit.TestAuthority;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GenericIssuerTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  private final FormClient client = new FormClient(AUTHORITY);
  private GenericIssuer issuer;

  @BeforeEach
  void start() {
    issuer = GenericIssuer.start(AUTHORITY);
    issuer.client("mailer", "pa ss:word+%", "smtp", "imap");
  }

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void clientCredentials_basicAndPost_bothAccepted() throws Exception {
    FormClient.Answer basic =
        client.postBasic(
            issuer.tokenEndpoint(),
            "mailer",
            "pa ss:word+%",
            Map.of("grant_type", "client_credentials"));
    FormClient.Answer post = client.post(issuer.tokenEndpoint(), appForm("pa ss:word+%", "smtp"));
    assertThat(basic.status()).isEqualTo(200);
    assertThat(post.json()).containsEntry("scope", "smtp").containsEntry("token_type", "bearer");
    assertThat(issuer.isValid("robot", post.text("access_token"))).isTrue();
    assertThat(issuer.requests())
        .extracting(IssuerRequest::authentication)
        .containsExactly("client_secret_basic", "client_secret_post");
  }

  @Test
  void clientCredentials_wrongSecretScopeOrMethod_refused() throws Exception {
    assertThat(client.post(issuer.tokenEndpoint(), appForm("no", "smtp")).text("error"))
        .isEqualTo("invalid_client");
    assertThat(client.post(issuer.tokenEndpoint(), appForm("pa ss:word+%", "admin")).text("error"))
        .isEqualTo("invalid_scope");
    issuer.authenticationMethods("client_secret_basic");
    assertThat(client.post(issuer.tokenEndpoint(), appForm("pa ss:word+%", "smtp")).status())
        .isEqualTo(401);
  }

  @Test
  void refreshToken_used_replaced() throws Exception {
    String first = issuer.grantRefreshToken("mailer", "ann@corp.example", "smtp");
    FormClient.Answer answer = refresh(first);
    String second = answer.text("refresh_token");
    assertThat(second).startsWith("rt-").isNotEqualTo(first);
    assertThat(issuer.isValid("ann@corp.example", answer.text("access_token"))).isTrue();
    assertThat(refresh(second).status()).isEqualTo(200);
  }

  @Test
  void refreshToken_usedAgainAfterRotation_wholeFamilyRevoked() throws Exception {
    String first = issuer.grantRefreshToken("mailer", "ann@corp.example");
    String second = refresh(first).text("refresh_token");
    assertThat(issuer.isFamilyRevoked(second)).isFalse();
    assertThat(refresh(first).text("error")).isEqualTo("invalid_grant");
    assertThat(issuer.isFamilyRevoked(second)).isTrue();
    assertThat(refresh(second).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void refreshToken_rotationOff_sameOneStays() throws Exception {
    issuer.rotating(false);
    String only = issuer.grantRefreshToken("mailer", "ann@corp.example");
    assertThat(refresh(only).json()).doesNotContainKey("refresh_token");
    assertThat(refresh(only).status()).isEqualTo(200);
  }

  @Test
  void jwtTokens_on_tokenNamesIssuerAndSubject() throws Exception {
    issuer.jwtTokens();
    String token =
        refresh(issuer.grantRefreshToken("mailer", "ann@corp.example")).text("access_token");
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getIssuer())
        .isEqualTo(issuer.url().toString());
    assertThat(SignedJWT.parse(token).getJWTClaimsSet().getSubject()).isEqualTo("ann@corp.example");
    assertThat(issuer.isValid("ann@corp.example", token)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"openid-configuration", "oauth-authorization-server"})
  void discovery_bothPlaces_namesTheTokenEndpoint(String name) throws Exception {
    URI uri = issuer.url().resolve("/.well-known/" + name);
    assertThat(client.get(uri).text("token_endpoint")).isEqualTo(issuer.tokenEndpoint().toString());
    issuer.discovery(
        good -> {
          Map<String, Object> changed = new LinkedHashMap<>(good);
          changed.put("issuer", "https://somebody.else");
          return changed;
        });
    assertThat(client.get(uri).text("issuer")).isEqualTo("https://somebody.else");
    assertThat(issuer.documentsFetched()).hasSize(2);
  }

  private FormClient.Answer refresh(String token) throws Exception {
    return client.postBasic(
        issuer.tokenEndpoint(),
        "mailer",
        "pa ss:word+%",
        Map.of("grant_type", "refresh_token", "refresh_token", token));
  }

  private static Map<String, String> appForm(String secret, String scope) {
    return Map.of(
        "grant_type",
        "client_credentials",
        "client_id",
        "mailer",
        "client_secret",
        secret,
        "scope",
        scope);
  }
}
