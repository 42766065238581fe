package dev.mailconnector.auth.oauth2.internal.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.OAuth2;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.SettableClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenFileTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  @TempDir Path folder;
  private Path file;
  private TokenFile source;

  @BeforeEach
  void place() {
    file = folder.resolve("token");
    source = new TokenFile(file, clock);
  }

  @Test
  void fetch_opaqueToken_livesTheAssumedTime() throws Exception {
    Files.writeString(file, "opaque-1\n");
    AccessToken token = source.fetch();
    assertThat(token.value().reveal()).isEqualTo("opaque-1");
    assertThat(token.lifetime()).isEqualTo(AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void fetch_pipeThatNobodyWritesTo_isRefusedAtOnce() throws Exception {
    Process made = new ProcessBuilder("mkfifo", file.toString()).inheritIO().start();
    assertThat(made.waitFor()).isZero();

    TokenException failure = catchThrowableOfType(TokenException.class, source::fetch);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("is a pipe or a device")
        .hasMessageContaining("Have the token written to a regular file.");
  }

  @Test
  void fetch_jwt_livesUntilItsExp() throws Exception {
    Files.writeString(file, jwt(Duration.ofMinutes(42)));
    assertThat(source.fetch().lifetime()).isEqualTo(Duration.ofMinutes(42));
    clock.advance(Duration.ofMinutes(40));
    assertThat(source.fetch().lifetime()).isEqualTo(Duration.ofMinutes(2));
  }

  @Test
  void fetch_jwtWithoutExp_livesTheAssumedTime() throws Exception {
    Files.writeString(file, new PlainJWT(new JWTClaimsSet.Builder().build()).serialize());
    assertThat(source.fetch().lifetime()).isEqualTo(AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  void fetch_fileReplaced_bringsTheNewToken() throws Exception {
    Files.writeString(file, "opaque-1");
    source.fetch();
    Files.writeString(file, "  opaque-2 \r\n\n");
    assertThat(source.fetch().value().reveal()).isEqualTo("opaque-2");
  }

  @Test
  void fetch_jwtThatIsOver_mayPassAndNamesClockAndWriter() throws Exception {
    Files.writeString(file, jwt(Duration.ofMinutes(-1)));
    TokenException failure = failure();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("ended on 2026-11-22T09:59:00Z")
        .hasMessageContaining("clock");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n\n"})
  void fetch_emptyFile_mayPass(String text) throws Exception {
    Files.writeString(file, text);
    assertThat(failure().permanent()).isFalse();
    assertThat(failure())
        .hasMessageContaining("is empty")
        .returns("token-file-stale", told -> told.diagnosis().orElseThrow().id());
  }

  @Test
  void fetch_missingFile_mayPass() {
    assertThat(failure().permanent()).isFalse();
    assertThat(failure()).hasMessageContaining("does not exist");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"one two", "{\"access_token\": \"s3cret\"}", "Bearer s3cret", "s3cr\u00e9t"})
  void fetch_somethingElseThanAToken_saysSoAndDoesNotShowIt(String text) throws Exception {
    Files.writeString(file, text);
    TokenException failure = failure();
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("the access token alone")
        .returns("token-file-unusable", told -> told.diagnosis().orElseThrow().id());
    assertThat(failure.getMessage()).doesNotContain("s3cr");
  }

  @Test
  void fetch_fileTooLarge_isNotReadToItsEnd() throws Exception {
    Files.write(file, new byte[64 * 1024 + 1]);
    assertThat(failure().permanent()).isTrue();
    assertThat(failure()).hasMessageContaining("larger than 64 KiB");
  }

  @Test
  void login_fileIsMissing_failsWhereItIsConfigured() {
    assertThatThrownBy(() -> OAuth2.tokenFile("ann@example.com", file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.token-file")
        .hasMessageContaining("does not exist");
  }

  @Test
  void ends_jwt_warnsWhenATenthOfItsLifeIsLeft() throws Exception {
    Instant now = clock.instant();
    Files.writeString(
        file,
        new PlainJWT(
                new JWTClaimsSet.Builder()
                    .issueTime(Date.from(now))
                    .expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                    .build())
            .serialize());

    CredentialEnd end = source.ends().get(0);

    assertThat(end.part()).isEqualTo(CredentialEnd.Part.TOKEN_FILE);
    assertThat(end.name()).isEqualTo(file.toString());
    assertThat(end.endsAt()).isEqualTo(now.plus(Duration.ofHours(1)));
    assertThat(end.warnFrom()).isEqualTo(now.plus(Duration.ofMinutes(54)));
    assertThat(end.remedy()).contains("keeps the file fresh");
  }

  @Test
  void ends_jwtThatDoesNotSayWhenItBegan_warnsFiveMinutesBefore() throws Exception {
    Files.writeString(file, jwt(Duration.ofHours(1)));
    assertThat(source.ends().get(0).warnFrom())
        .isEqualTo(clock.instant().plus(Duration.ofMinutes(55)));
  }

  @Test
  void ends_opaqueOrMissing_unknown() throws Exception {
    assertThat(source.ends()).isEmpty();
    Files.writeString(file, "opaque-1");
    assertThat(source.ends()).isEmpty();
  }

  private String jwt(Duration left) {
    return new PlainJWT(
            new JWTClaimsSet.Builder()
                .expirationTime(Date.from(clock.instant().plus(left)))
                .build())
        .serialize();
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
