package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workload identity at any OAuth2 server, which checks every token of the other provider. */
class GenericFederatedTest {
  private static final Instant NOW =
      InstantSource.system().instant().truncatedTo(ChronoUnit.SECONDS);
  private static final TestClientKey CLUSTER = TestClientKey.rsa(NOW);
  private static final TestClientKey STRANGER = TestClientKey.rsa(NOW);
  private static final String PROVIDER = "https://cluster.example";
  private static final String WORKLOAD = "system:serviceaccount:mail:mailer";
  private static final String USER = "ann@corp.example";

  private final HttpForTests stack = new HttpForTests();
  private final WorkingContext context = new WorkingContext(stack.trust());
  private final GenericIssuer issuer = GenericIssuer.start(stack.authority());
  @TempDir Path folder;

  @BeforeEach
  void register() throws Exception {
    issuer.federatedClient("mailer", PROVIDER, WORKLOAD, CLUSTER.certificate());
    write(CLUSTER, "1");
  }

  @AfterEach
  void stop() {
    issuer.close();
    context.close();
    stack.close();
  }

  private Path file() {
    return folder.resolve("token");
  }

  private String write(TestClientKey key, String id) throws Exception {
    String token = token(key, id);
    Files.writeString(file(), token);
    return token;
  }

  private String token(TestClientKey key, String id) throws JOSEException {
    SignedJWT token =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.RS256),
            new JWTClaimsSet.Builder()
                .issuer(PROVIDER)
                .subject(WORKLOAD)
                .audience(issuer.tokenEndpoint().toString())
                .issueTime(Date.from(NOW))
                .expirationTime(Date.from(NOW.plus(1, ChronoUnit.HOURS)))
                .jwtID(id)
                .build());
    token.sign(new RSASSASigner(key.privateKey()));
    return token.serialize();
  }

  @Test
  void clientCredentials_tokenInAFile_isTheProofAndReadForEachRequest() throws Exception {
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(issuer.url())
            .clientCredentials("mailer", ClientAssertion.file(file()));
    String first = Files.readString(file());
    String second;
    try (TokenSource source = source(client)) {
      source.fetch();
      source.fetch();
      second = write(CLUSTER, "2");
      source.fetch();
      assertThat(source.ends())
          .extracting(CredentialEnd::part, CredentialEnd::endsAt)
          .containsExactly(
              tuple(CredentialEnd.Part.CLIENT_ASSERTION, NOW.plus(1, ChronoUnit.HOURS)));
    }
    assertThat(issuer.requests())
        .allSatisfy(request -> assertThat(request.parameters()).doesNotContainKey("client_secret"))
        .extracting(request -> request.parameters().get("client_assertion"))
        .containsExactly(first, first, second);
    assertThat(issuer.tokensIssued()).hasSize(3);
  }

  @Test
  void refreshToken_ofAFederatedClient_isPresentedWithTheToken() throws Exception {
    ClientAssertion assertion = ClientAssertion.file(file());
    String consent = issuer.grantRefreshToken("mailer", USER);
    GenericOAuth2 server = GenericOAuth2.at(issuer.tokenEndpoint());
    AccessToken configured =
        source(server.refreshToken("mailer", assertion, SecretSource.fixed(Secret.of(consent))))
            .fetch();
    assertThat(issuer.isValid(USER, configured.value().reveal())).isTrue();

    RefreshTokenStore store = RefreshTokenStore.inMemory();
    GenericOAuth2.Client kept = server.refreshToken("mailer", assertion, store);
    URI endpoint = issuer.tokenEndpoint();
    String account = USER + " (mailer at " + endpoint.getHost() + endpoint.getPath() + ")";
    store.put(account, Secret.of(issuer.grantRefreshToken("mailer", USER)), NOW);
    assertThat(issuer.isValid(USER, source(kept).fetch().value().reveal())).isTrue();
  }

  @Test
  void tokenOfAStranger_isRefusedAndNotShown() throws Exception {
    String token = write(STRANGER, "1");
    GenericOAuth2.Client client =
        GenericOAuth2.at(issuer.tokenEndpoint())
            .clientCredentials("mailer", ClientAssertion.file(file()));

    assertThat(catchThrowableOfType(TokenException.class, () -> source(client).fetch()))
        .hasMessageContaining("invalid_client")
        .hasMessageContaining("The signature is wrong.")
        .hasMessageNotContaining(token)
        .satisfies(failure -> assertThat(failure.permanent()).isTrue());
    assertThat(ClientAssertion.file(file())).hasToString("assertion from the secret in " + file());
  }

  @Test
  void file_goneMeanwhile_nothingIsSent() throws Exception {
    GenericOAuth2.Client client =
        GenericOAuth2.at(issuer.tokenEndpoint())
            .clientCredentials("mailer", ClientAssertion.file(file()));
    Files.delete(file());

    assertThat(catchThrowableOfType(TokenException.class, () -> source(client).fetch()))
        .hasMessageContaining(file().toString());
    assertThat(issuer.requests()).isEmpty();
    assertThatThrownBy(() -> ClientAssertion.file(file()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.client-assertion-file");
  }

  @Test
  void configuration_eachGrant_bringsAValidToken() throws Exception {
    Map<String, String> service = configured("client-credentials");
    service.put("token-auth", "private-key-jwt");
    assertThat(fetch(service)).isNotNull();

    Map<String, String> user = configured("refresh-token");
    user.put("refresh-token", issuer.grantRefreshToken("mailer", USER));
    assertThat(issuer.isValid(USER, fetch(user).value().reveal())).isTrue();
  }

  @Test
  void configuration_besideAnotherProof_isRefused() {
    Map<String, String> values = configured("client-credentials");
    values.put("client-secret", "s3cret");
    assertThatThrownBy(() -> fetch(values))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("There is auth.client-assertion-file already");
    values.remove("client-secret");
    values.put("token-auth", "basic");
    assertThatThrownBy(() -> fetch(values))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("sends assertions: private-key-jwt, or leave it out");
    values.put("token-auth", "private-key-jwt");
    values.put("assertion-audience", "issuer");
    assertThatThrownBy(() -> fetch(values))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("belongs to auth.client-certificate.file");
  }

  private Map<String, String> configured(String grant) {
    Map<String, String> values = new HashMap<>();
    values.put("token-service", "generic");
    values.put("grant", grant);
    values.put("issuer", issuer.url().toString());
    values.put("client-id", "mailer");
    values.put("client-assertion-file", file().toString());
    return values;
  }

  private AccessToken fetch(Map<String, String> values) throws TokenException {
    AuthenticationType type = new OAuth2AuthenticationType();
    OAuth2Login login = (OAuth2Login) type.create(new MapSettings(USER, values, Map.of()));
    try (TokenSource source = login.open(context)) {
      return source.fetch();
    }
  }

  private TokenSource source(GenericOAuth2.Client client) {
    return client.login(USER).open(context);
  }
}
