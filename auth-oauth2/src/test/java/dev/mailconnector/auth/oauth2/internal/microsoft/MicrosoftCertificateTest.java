package dev.mailconnector.auth.oauth2.internal.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.AssertionAlgorithm;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MSAL4J asks with our assertion, and the issuer checks it as Entra ID does. */
class MicrosoftCertificateTest {
  private static final String TENANT = "contoso.com";
  private static final SettableClock START = SettableClock.at("2026-11-22T10:00:00Z");
  private static final TestClientKey KEY = TestClientKey.rsa(START.instant());
  private static final TestClientKey NEXT = TestClientKey.rsa(START.instant());

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  @TempDir Path folder;
  private Path file;
  private MicrosoftIssuer issuer;
  private MicrosoftClientCredentials source;

  @BeforeEach
  void start() throws IOException {
    issuer = MicrosoftIssuer.start(stack.authority());
    issuer.clock(clock);
    issuer.certificate(TENANT, "app", KEY.certificate());
    file = KEY.writePkcs12(folder.resolve("app.p12"), "mailer", "p4ss");
    source = source("app", AssertionAlgorithm.PS256);
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PS256", "RS256"})
  void fetch_realMsal_sendsTheAssertionAndNoSecret(AssertionAlgorithm algorithm) throws Exception {
    source = source("app", algorithm);

    String token = source.fetch().value().reveal();

    assertThat(issuer.isValid("robot@contoso.com", token)).isTrue();
    IssuerRequest request = issuer.requests().get(0);
    assertThat(issuer.requests()).hasSize(1);
    assertThat(request.authentication()).isEqualTo("client_assertion");
    assertThat(request.parameters())
        .doesNotContainKey("client_secret")
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer")
        .containsEntry("client_info", "1");
    SignedJWT assertion = SignedJWT.parse(request.parameters().get("client_assertion"));
    assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo(algorithm.name());
    assertThat(assertion.getJWTClaimsSet().getAudience())
        .as("with the port, which MSAL4J's cache would trip over")
        .containsExactly(issuer.url() + "/contoso.com/oauth2/v2.0/token");
  }

  @Test
  void fetch_certificateReplaced_fileIsReadAgain() throws Exception {
    source.fetch();
    issuer.certificate(TENANT, "app", NEXT.certificate());
    issuer.removeCertificates("app");
    assertThat(failure())
        .hasMessageContaining("AADSTS700027")
        .hasMessageContaining("upload the certificate");
    issuer.certificate(TENANT, "app", NEXT.certificate());
    NEXT.writePem(file);

    assertThat(source.fetch()).isNotNull();
  }

  @Test
  void fetch_certificateExpiredMeanwhile_noRequestAndClearWords() throws Exception {
    source.fetch();
    clock.advance(Duration.ofDays(11));

    TokenException failure = failure();

    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("The token request (client credentials) of application app")
        .hasMessageContaining("could not be made: " + file + " has a certificate")
        .hasMessageContaining("expired on 2026-12-02T10:00:00Z");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void fetch_fileGoneMeanwhile_noRequestAndClearWords() throws Exception {
    Files.delete(file);
    assertThat(failure()).hasMessageContaining(file + " does not exist. Check the path.");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void fetch_clockOfThisMachineOff_smallSkewPassesAndLargeOneIsExplained() throws Exception {
    clock.advance(Duration.ofMinutes(2));
    issuer.clock(START);
    assertThat(source.fetch()).as("two minutes fast").isNotNull();
    clock.advance(Duration.ofMinutes(30));
    assertThat(failure()).hasMessageContaining("AADSTS700024").hasMessageContaining("clock");
  }

  @Test
  void fetch_assertionOfAnotherApplication_isRefused() {
    issuer.certificate(TENANT, "other", NEXT.certificate());
    source = source("other", AssertionAlgorithm.PS256);
    TokenException failure = failure();
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("AADSTS700027");
  }

  @Test
  void fetch_issuerEchoesTheAssertion_itIsNotShown() throws Exception {
    source.fetch();
    String assertion = issuer.requests().get(0).parameters().get("client_assertion");
    issuer.failNext(IssuerFault.oauthError(400, "invalid_request", "you sent " + assertion));
    assertThat(failure().getMessage()).contains("you sent ***").doesNotContain(assertion);
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }

  private MicrosoftClientCredentials source(String clientId, AssertionAlgorithm algorithm) {
    KeyFile key =
        new KeyFile("client-certificate", file, SecretSource.fixed(Secret.of("p4ss")), null);
    var settings =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/" + TENANT + "/"),
            clientId,
            new ClientProof.Certificate(new AssertionKey(key, algorithm, null)),
            "https://outlook.office365.com/.default");
    return new MicrosoftClientCredentials(new MicrosoftClient(settings, stack.http(), clock));
  }
}
