package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code private_key_jwt} at any OAuth2 server, which checks every assertion. */
class GenericCertificateTest {
  private static final Instant NOW = InstantSource.system().instant();
  private static final TestClientKey RSA = TestClientKey.rsa(NOW);
  private static final TestClientKey EC = TestClientKey.ec(NOW);

  private final HttpForTests stack = new HttpForTests();
  private final WorkingContext context = new WorkingContext(stack.trust());
  private final GenericIssuer issuer = GenericIssuer.start(stack.authority());
  @TempDir Path folder;

  @AfterEach
  void stop() {
    issuer.close();
    context.close();
    stack.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void clientCredentials_eachKindOfKey_asksWithAnAssertionOnly(boolean rsa) throws Exception {
    TestClientKey key = rsa ? RSA : EC;
    issuer.client("mailer", key.certificate());
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(issuer.url()).clientCredentials("mailer", certificate(key));
    try (TokenSource source = source(client)) {
      source.fetch();
      source.fetch();
    }
    assertThat(issuer.requests())
        .hasSize(2)
        .allSatisfy(
            request -> {
              assertThat(request.authentication()).isEqualTo("client_assertion");
              assertThat(request.parameters()).doesNotContainKey("client_secret");
            });
    assertThat(issuer.tokensIssued()).hasSize(2);
  }

  @Test
  void keyId_asTheServerNamesTheKey_isInTheHeaderAndElseThereIsNone() throws Exception {
    issuer.client("mailer", RSA.certificate());
    GenericOAuth2 server = GenericOAuth2.at(issuer.tokenEndpoint());
    source(server.clientCredentials("mailer", certificate(RSA))).fetch();
    source(server.clientCredentials("mailer", certificate(RSA).keyId("key-7"))).fetch();

    assertThat(issuer.requests())
        .extracting(request -> SignedJWT.parse(request.parameters().get("client_assertion")))
        .extracting(assertion -> assertion.getHeader().getKeyID())
        .containsExactly(null, "key-7");
    assertThatThrownBy(() -> certificate(RSA).keyId("a\nb"))
        .hasMessageContaining("auth.client-certificate.key-id");
  }

  @Test
  void clientCredentials_serverWantsTheIssuer_audienceCanBeSet() throws Exception {
    issuer.client("mailer", RSA.certificate());
    issuer.assertionAudience(issuer.url().toString());
    GenericOAuth2.Client client =
        GenericOAuth2.discoveredAt(issuer.url()).clientCredentials("mailer", certificate(RSA));

    assertThat(catchThrowableOfType(TokenException.class, () -> source(client).fetch()))
        .hasMessageContaining("Invalid audience");
    assertThat(source(client.assertionAudience(AssertionAudience.ISSUER)).fetch()).isNotNull();
  }

  @Test
  void assertionAudience_issuerThatIsNotKnown_isRefused() throws Exception {
    GenericOAuth2.Client client =
        GenericOAuth2.at(issuer.tokenEndpoint()).clientCredentials("mailer", certificate(RSA));
    assertThatThrownBy(() -> client.assertionAudience(AssertionAudience.ISSUER))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.assertion-audience")
        .hasMessageContaining("auth.issuer");
  }

  @Test
  void refreshToken_ofAClientWithACertificate_isPresentedWithAnAssertion() throws Exception {
    issuer.client("mailer", RSA.certificate());
    String first = issuer.grantRefreshToken("mailer", "ann@corp.example");
    GenericOAuth2.Client client =
        GenericOAuth2.at(issuer.tokenEndpoint())
            .refreshToken("mailer", certificate(RSA), () -> Secret.of(first));
    AccessToken token = source(client).fetch();
    assertThat(issuer.isValid("ann@corp.example", token.value().reveal())).isTrue();
  }

  @Test
  void clientCredentials_keyFileGoneMeanwhile_nothingIsSent() throws Exception {
    issuer.client("mailer", RSA.certificate());
    GenericOAuth2.Client client =
        GenericOAuth2.at(issuer.tokenEndpoint()).clientCredentials("mailer", certificate(RSA));
    Files.delete(folder.resolve("key.p12"));
    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> source(client).fetch());
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("key.p12 does not exist");
    assertThat(issuer.requests()).isEmpty();
  }

  private ClientCertificate certificate(TestClientKey key) throws IOException {
    return ClientCertificate.file(key.writePkcs12(folder.resolve("key.p12"), "mailer", "p4ss"))
        .password(Secret.of("p4ss"));
  }

  private TokenSource source(GenericOAuth2.Client client) {
    return client.login("ann@corp.example").open(context);
  }
}
