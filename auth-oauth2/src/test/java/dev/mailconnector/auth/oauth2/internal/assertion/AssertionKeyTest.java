package dev.mailconnector.auth.oauth2.internal.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.mailconnector.auth.oauth2.AssertionAlgorithm;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.KeyWithCertificate;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.UnusableKeyException;
import dev.mailconnector.testkit.TestClientKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssertionKeyTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String ENDPOINT = "https://login.example/contoso.com/oauth2/v2.0/token";
  private static final TestClientKey RSA = TestClientKey.rsa(NOW);
  private static final TestClientKey OTHER = TestClientKey.rsa(NOW);
  private static final TestClientKey EC = TestClientKey.ec(NOW);

  @TempDir Path folder;

  @Test
  void sign_pkcs12_everyHeaderAndClaimAsMicrosoftDocumentsThem() throws Exception {
    AssertionKey key = key(p12(RSA), "p4ss", null, AssertionAlgorithm.PS256);

    SignedJWT assertion = SignedJWT.parse(key.sign("app", ENDPOINT, NOW).reveal());

    byte[] der = RSA.certificate().getEncoded();
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
    assertThat(assertion.getHeader().toJSONObject())
        .containsOnlyKeys("alg", "typ", "x5t#S256")
        .containsEntry("alg", "PS256")
        .containsEntry("typ", "JWT")
        .containsEntry("x5t#S256", Base64.getUrlEncoder().withoutPadding().encodeToString(hash));
    JWTClaimsSet claims = assertion.getJWTClaimsSet();
    assertThat(claims.getIssuer()).isEqualTo("app");
    assertThat(claims.getSubject()).isEqualTo("app");
    assertThat(claims.getAudience()).containsExactly(ENDPOINT);
    assertThat(claims.getNotBeforeTime()).isEqualTo(NOW.minusSeconds(60));
    assertThat(claims.getExpirationTime()).isEqualTo(NOW.plusSeconds(240));
    assertThat(claims.getJWTID()).isNotBlank();
    assertThat(isPssSignature(assertion)).isTrue();
  }

  /** By the JDK, so that not one library signs and verifies. */
  private static boolean isPssSignature(SignedJWT assertion) throws GeneralSecurityException {
    Signature pss = Signature.getInstance("RSASSA-PSS");
    pss.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    pss.initVerify(RSA.certificate());
    pss.update(assertion.getSigningInput());
    return pss.verify(assertion.getSignature().decode());
  }

  @Test
  void sign_twice_twoIds() throws Exception {
    AssertionKey key = key(p12(RSA), "p4ss", null, null);
    assertThat(id(key)).isNotEqualTo(id(key));
  }

  private static String id(AssertionKey key) throws Exception {
    Secret assertion = key.sign("app", ENDPOINT, NOW);
    return SignedJWT.parse(assertion.reveal()).getJWTClaimsSet().getJWTID();
  }

  @Test
  void sign_pemInAnyOrderWithAChain_certificateOfTheKeyIsTaken() throws Exception {
    Path pem = folder.resolve("key.pem");
    Files.writeString(
        pem, "some words\n" + OTHER.certificatePem() + RSA.certificatePem() + RSA.privateKeyPem());

    AssertionKey key = key(pem, null, null, null);
    SignedJWT assertion = SignedJWT.parse(key.sign("app", ENDPOINT, NOW).reveal());

    assertThat(assertion.getHeader().getAlgorithm().getName()).isEqualTo("RS256");
    assertThat(key.end().endsAt()).isEqualTo(RSA.certificate().getNotAfter().toInstant());
  }

  @Test
  void sign_ecPem_es256() throws Exception {
    AssertionKey key = key(EC.writePem(folder.resolve("ec.pem")), null, null, null);
    SignedJWT assertion = SignedJWT.parse(key.sign("app", ENDPOINT, NOW).reveal());
    assertThat(assertion.verify(new ECDSAVerifier((ECPublicKey) EC.certificate().getPublicKey())))
        .isTrue();
  }

  @Test
  void sign_encryptedPem_passwordOpensIt() throws Exception {
    Path pem = folder.resolve("key.pem");
    Files.writeString(pem, RSA.encryptedPrivateKeyPem("p4ss") + RSA.certificatePem());

    assertThat(key(pem, "p4ss", null, null).sign("app", ENDPOINT, NOW).isEmpty()).isFalse();
    assertThat(failure(key(pem, "wrong", null, null)))
        .hasMessage(pem + " does not open with this password. Check client-certificate.password.")
        .returns("client-key-password-wrong", told -> told.remedy().diagnosis().id());
    assertThat(failure(key(pem, null, null, null)))
        .hasMessage(pem + " wants a password. Set client-certificate.password.");
  }

  @Test
  void sign_fileReplaced_newKeyAlthoughSizeAndDateAreTheSame() throws Exception {
    Path file = p12(RSA);
    AssertionKey key = key(file, "p4ss", null, null);
    key.sign("app", ENDPOINT, NOW);
    var date = Files.getLastModifiedTime(file);
    OTHER.writePkcs12(file, "mailer", "p4ss");
    Files.setLastModifiedTime(file, date);

    SignedJWT assertion = SignedJWT.parse(key.sign("app", ENDPOINT, NOW).reveal());

    Signature rsa = Signature.getInstance("SHA256withRSA");
    rsa.initVerify(OTHER.certificate());
    rsa.update(assertion.getSigningInput());
    assertThat(rsa.verify(assertion.getSignature().decode())).isTrue();
  }

  @Test
  void check_severalKeys_aliasDecidesAndItsLackIsExplained() throws Exception {
    Path file = folder.resolve("two.p12");
    TestClientKey.writePkcs12(file, "p4ss", new String[] {"old", "new"}, RSA, OTHER);

    AssertionKey chosen = key(file, "p4ss", "new", null);
    chosen.check();

    assertThat(chosen.end().endsAt()).isAfter(NOW);
    assertThat(failure(key(file, "p4ss", null, null)))
        .hasMessageStartingWith(file + " has several keys. Name one of these: ")
        .hasMessageContaining("old")
        .hasMessageContaining("new");
    assertThat(failure(key(file, "p4ss", "nwe", null)))
        .hasMessageStartingWith(file + " has no private key of this alias. Name one of these: ")
        .extracting(each -> each.toConfigurationException("auth.").key())
        .isEqualTo("auth.client-certificate.alias");
  }

  @Test
  void check_wrongPassword_isNotShown() throws Exception {
    UnusableKeyException failure = failure(key(p12(RSA), "hunter2", null, null));
    assertThat(failure)
        .hasMessageContaining("does not open with this password")
        .hasMessageNotContaining("hunter2");
    assertThat(failure.toConfigurationException("auth.").key())
        .isEqualTo("auth.client-certificate.password");
    assertThat(failure(key(p12(RSA), null, null, null))).hasMessageContaining("wants a password");
  }

  @Test
  void check_keyOfAnotherCertificate_isRefused() throws Exception {
    Path pem = folder.resolve("key.pem");
    Files.writeString(pem, RSA.privateKeyPem() + OTHER.certificatePem());
    assertThat(failure(key(pem, null, null, null)))
        .hasMessageContaining("a private key that is not the one of its certificate");
    Files.writeString(pem, RSA.privateKeyPem() + EC.certificatePem());
    assertThat(failure(key(pem, null, null, null)))
        .hasMessageContaining("a private key that is not the one of its certificate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | is neither a PKCS#12 store nor PEM",
        "certificate | is neither a PKCS#12 store nor PEM",
        "-----BEGIN CERTIFICATE-----AAAA-----END CERTIFICATE----- | has a CERTIFICATE block that",
        "-----BEGIN PRIVATE KEY-----AAAA-----END PRIVATE KEY----- | neither RSA nor EC",
        "-----BEGIN ENCRYPTED PRIVATE KEY-----AAAA-----END ENCRYPTED PRIVATE KEY----- | wants a",
        "-----BEGIN RSA PRIVATE KEY-----AAAA-----END RSA PRIVATE KEY----- | openssl pkcs8 -topk8",
        "-----BEGIN DH PARAMETERS-----AAAA-----END DH PARAMETERS----- | has no PRIVATE KEY block",
      })
  void check_contentThatIsNoKey_saysWhatIsWrong(@Nullable String text, String expected)
      throws IOException {
    Path file = folder.resolve("key");
    Files.writeString(file, text == null ? "" : text);
    assertThat(failure(key(file, null, null, null))).hasMessageContaining(expected);
  }

  @Test
  void check_fileThatCannotBe_saysSo() throws Exception {
    Path pem = folder.resolve("key.pem");
    assertThat(failure(key(pem, null, null, null)))
        .hasMessage(pem + " does not exist. Check the path.")
        .returns("client-key-file-unusable", told -> told.remedy().diagnosis().id());
    Files.writeString(pem, RSA.privateKeyPem());
    assertThat(failure(key(pem, null, null, null))).hasMessageContaining("no CERTIFICATE block");
    Files.write(pem, new byte[(1 << 20) + 1]);
    assertThat(failure(key(pem, null, null, null))).hasMessageContaining("larger than 1 MiB");
    assertThat(failure(key(folder, null, null, null))).hasMessageContaining("cannot be read");
  }

  @Test
  void check_passwordCannotBeRead_itsReasonIsKept() throws Exception {
    SecretSource vault =
        () -> {
          throw new CredentialException(
              FailureDetail.of(
                  Stage.CREDENTIAL, "The vault is sealed", Advice.FIX_CONFIGURATION, "Unseal it."));
        };
    AssertionKey key =
        new AssertionKey(new KeyFile("client-certificate", p12(RSA), vault, null), null, null);
    assertThat(failure(key)).hasMessage("The vault is sealed. Unseal it.");
  }

  @Test
  void check_algorithmThatTheKeyCannot_isRefused() throws Exception {
    Path ec = EC.writePem(folder.resolve("ec.pem"));
    assertThat(failure(key(ec, null, null, AssertionAlgorithm.PS256)))
        .hasMessageContaining("has an EC key, which cannot sign with PS256")
        .hasMessageContaining("Microsoft takes RSA only");
    assertThat(failure(key(p12(RSA), "p4ss", null, AssertionAlgorithm.ES256)))
        .hasMessageContaining("has an RSA key, which cannot sign with ES256");
  }

  @Test
  void dates_expiredOrTooEarly_namesCertificateAndDate() throws Exception {
    TestClientKey brief = TestClientKey.rsa(NOW, NOW.plus(Duration.ofHours(1)));
    AssertionKey key = key(p12(brief), "p4ss", null, null);
    key.check();

    Instant late = NOW.plus(Duration.ofDays(1));
    assertThat(
            catchThrowableOfType(UnusableKeyException.class, () -> key.sign("app", ENDPOINT, late)))
        .hasMessageContaining("CN=Testkit throw-away client")
        .hasMessageContaining("expired on 2026-11-22T11:00:00Z")
        .returns("client-certificate-expired", told -> told.remedy().diagnosis().id())
        .hasMessageContaining("upload it to the app registration");
    assertThat(
            catchThrowableOfType(
                UnusableKeyException.class,
                () -> key.sign("app", ENDPOINT, NOW.minus(Duration.ofDays(1)))))
        .hasMessageContaining("is not valid before 2026-11-22T10:00:00Z")
        .returns("client-certificate-not-yet-valid", told -> told.remedy().diagnosis().id())
        .hasMessageContaining("Check the clock");
  }

  @Test
  void toString_showsTheFileAndNoKey() throws Exception {
    Path file = p12(RSA);
    assertThat(key(file, "p4ss", null, null)).hasToString("key of " + file);
    assertThat(
            new KeyFile("client-certificate", file, null, null)
                .toString()
                .getBytes(StandardCharsets.UTF_8))
        .isEqualTo(file.toString().getBytes(StandardCharsets.UTF_8));
    assertThat(new KeyWithCertificate(RSA.privateKey(), List.of(RSA.certificate())))
        .hasToString("key of CN=Testkit throw-away client");
  }

  @Test
  void check_aliasOfAPemFile_isRefusedSinceItHasNoEffect() throws Exception {
    Path file = RSA.writePem(folder.resolve("key.pem"));
    UnusableKeyException failure = failure(key(file, null, "mailer", null));
    assertThat(failure).hasMessageContaining("is a PEM file, which has no aliases");
    assertThat(failure.toConfigurationException("auth.").key())
        .isEqualTo("auth.client-certificate.alias");
  }

  private Path p12(TestClientKey key) throws IOException {
    return key.writePkcs12(folder.resolve("key.p12"), "mailer", "p4ss");
  }

  private static AssertionKey key(
      Path file,
      @Nullable String password,
      @Nullable String alias,
      @Nullable AssertionAlgorithm algorithm) {
    SecretSource source = password == null ? null : SecretSource.fixed(Secret.of(password));
    return new AssertionKey(
        new KeyFile("client-certificate", file, source, alias), algorithm, null);
  }

  private static UnusableKeyException failure(AssertionKey key) {
    return catchThrowableOfType(UnusableKeyException.class, key::check);
  }
}
