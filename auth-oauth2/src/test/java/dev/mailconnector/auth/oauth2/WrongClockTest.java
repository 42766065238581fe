package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClientCredentials;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.google.GoogleRefreshToken;
import dev.mailconnector.auth.oauth2.internal.google.GoogleServiceAccount;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClient;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClientCredentials;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleError;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** This machine's clock is hours off, in either direction. */
class WrongClockTest {
  private static final InstantSource RIGHT = InstantSource.system();
  private static final TestClientKey KEY = TestClientKey.rsa(RIGHT.instant());

  private final HttpForTests stack = new HttpForTests();
  @TempDir Path folder;

  @AfterEach
  void stop() {
    stack.close();
  }

  private static InstantSource wrong(int minutes) {
    return InstantSource.offset(RIGHT, Duration.ofMinutes(minutes));
  }

  private static void assertToldOf(int minutes, TokenSource source) {
    TokenException failure = catchThrowableOfType(TokenException.class, source::fetch);
    assertThat(failure)
        .isNotNull()
        .matches(TokenException::permanent)
        .returns("clock-wrong", told -> told.diagnosis().orElseThrow().id());
    assertThat(failure.getMessage())
        .containsPattern(
            "This machine's clock is 2 h \\d+ min "
                + (minutes < 0 ? "behind" : "ahead of")
                + " the issuer's");
  }

  private ClientProof proof() throws Exception {
    Path file = KEY.writePem(folder.resolve("key.pem"));
    return new ClientProof.Certificate(
        new AssertionKey(new KeyFile("client-certificate", file, null, null), null, null));
  }

  @ParameterizedTest
  @ValueSource(ints = {-123, 123})
  void microsoft_certificate_failureTellsTheSkew(int minutes) throws Exception {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(stack.authority())) {
      issuer.certificate("contoso.com", "app", KEY.certificate());
      var settings =
          new MicrosoftClient.Settings(
              issuer.url().resolve("/contoso.com/"), "app", proof(), "https://x/.default");
      assertToldOf(
          minutes,
          new MicrosoftClientCredentials(
              new MicrosoftClient(settings, stack.http(), wrong(minutes))));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-123, 123})
  void generic_certificate_failureTellsTheSkew(int minutes) throws Exception {
    try (GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", KEY.certificate());
      var settings =
          GenericClient.Settings.of(
              TokenServer.Known.at(issuer.tokenEndpoint()), "mailer", proof());
      assertToldOf(
          minutes,
          new GenericClientCredentials(new GenericClient(settings, stack.http(), wrong(minutes))));
    }
  }

  /** google-auth signs with the machine's own clock, so the refusal has to be a script. */
  @ParameterizedTest
  @ValueSource(ints = {-123, 123})
  void google_serviceAccount_failureTellsTheSkew(int minutes) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      issuer.failNext(GoogleError.NOT_SHORT_LIVED.fault());
      var settings =
          new GoogleServiceAccount.Settings(
              SecretSource.fixed(Secret.of(issuer.serviceAccountKeyJson())),
              "service account keys",
              "news@example.com",
              "https://mail.google.com/");
      assertToldOf(minutes, new GoogleServiceAccount(settings, stack.http(), wrong(minutes)));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-123, 123})
  void refreshToken_needsNoClock(int minutes) throws Exception {
    try (GoogleIssuer issuer = GoogleIssuer.start(stack.authority())) {
      issuer.client("desktop", "s3cret");
      String refresh = issuer.grantRefreshToken("desktop", "ann@example.com");
      var settings =
          new GoogleRefreshToken.Settings(
              issuer.tokenEndpoint(), "desktop", SecretSource.fixed(Secret.of("s3cret")));
      var kept =
          new KeptRefreshToken(
              RefreshTokenStore.inMemory(), "ann", SecretSource.fixed(Secret.of(refresh)));
      AccessToken token =
          new GoogleRefreshToken(settings, kept, stack.http(), wrong(minutes)).fetch();
      assertThat(token.lifetime()).isEqualTo(Duration.ofHours(1));
    }
  }

  @Test
  void refusal_thatNoClockCanCause_saysNothingOfClocks() {
    try (GenericIssuer issuer = GenericIssuer.start(stack.authority())) {
      issuer.client("mailer", "s3cret");
      var settings =
          GenericClient.Settings.of(
              TokenServer.Known.at(issuer.tokenEndpoint()),
              "mailer",
              new ClientProof.SharedSecret(SecretSource.fixed(Secret.of("wrong"))));
      TokenSource source =
          new GenericClientCredentials(new GenericClient(settings, stack.http(), wrong(-123)));

      assertThat(catchThrowableOfType(TokenException.class, source::fetch).getMessage())
          .contains("invalid_client")
          .doesNotContain("This machine's clock");
    }
  }
}
