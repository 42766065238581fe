package dev.mailconnector.auth.oauth2.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is known of the end of a refresh token, across restarts. */
class RefreshTokenEndsTest {
  private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
  private static final SecretSource KEY =
      SecretSource.fixed(Secret.of("c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE="));
  private static final Duration MICROSOFT = Duration.ofDays(90);

  private final SettableClock clock = SettableClock.at(START.toString());
  @TempDir Path folder;

  private RefreshTokenStore store() {
    return RefreshTokenStore.encryptedFolder(folder.resolve("store"), KEY);
  }

  /** As after a restart. */
  private KeptRefreshToken kept(@Nullable Duration idleLife) {
    SecretSource first = SecretSource.fixed(Secret.of("rt-1"));
    return new KeptRefreshToken(store(), "ann", first, null, idleLife);
  }

  private void exchange(KeptRefreshToken kept, String fields) throws TokenException {
    TokenRequest request =
        new TokenRequest("refresh token", "client m", URI.create("https://id.example/t"), clock);
    String body =
        "{\"access_token\":\"at-" + clock.instant() + "\",\"expires_in\":60" + fields + "}";
    kept.exchange(request, token -> new HttpAnswer(200, "OK", Map.of(), body));
  }

  private @Nullable CredentialEnd end(KeptRefreshToken kept) {
    List<CredentialEnd> ends = kept.ends(clock.instant());
    return ends.isEmpty() ? null : ends.get(0);
  }

  @Test
  void ends_neverUsed_nothingIsKnown() {
    assertThat(kept(MICROSOFT).ends(START)).isEmpty();
  }

  @Test
  void ends_issuerSaysNothingAndHasNoRule_nothingIsKnown() throws Exception {
    exchange(kept(null), "");
    assertThat(kept(null).ends(START)).isEmpty();
  }

  @Test
  void ends_ruleOfMicrosoft_ninetyDaysAfterTheLastUse() throws Exception {
    exchange(kept(MICROSOFT), ",\"refresh_token\":\"rt-2\"");
    clock.advance(Duration.ofDays(70));

    CredentialEnd end = end(kept(MICROSOFT));
    assertThat(end.endsAt()).isEqualTo(START.plus(MICROSOFT));
    assertThat(end.warnFrom()).isEqualTo(START.plus(Duration.ofDays(60)));
    assertThat(end.ifUnused()).isTrue();
    assertThat(end.remedy()).contains("auth.keep-token: always");

    exchange(kept(MICROSOFT), ",\"refresh_token\":\"rt-3\"");
    assertThat(end(kept(MICROSOFT)).endsAt()).isEqualTo(START.plus(Duration.ofDays(160)));

    clock.advance(Duration.ofDays(91));
    assertThat(end(kept(MICROSOFT)).ifUnused()).isFalse();
    assertThat(end(kept(MICROSOFT)).remedy()).isEqualTo("The user must log in and consent again.");
  }

  @ParameterizedTest
  @CsvSource({"refresh_token_expires_in", "refresh_expires_in"})
  void ends_issuerSaysSo_thatIsIt(String field) throws Exception {
    exchange(kept(MICROSOFT), ",\"" + field + "\":604799");

    CredentialEnd end = end(kept(MICROSOFT));
    assertThat(end.part()).isEqualTo(CredentialEnd.Part.REFRESH_TOKEN);
    assertThat(end.name()).isEqualTo("ann");
    assertThat(end.endsAt()).isEqualTo(START.plusSeconds(604799));
    assertThat(end.ifUnused()).isFalse();
  }

  @Test
  void ends_offlineTokenOfKeycloak_never() throws Exception {
    exchange(kept(null), ",\"refresh_expires_in\":0");
    assertThat(kept(null).ends(START)).isEmpty();
  }

  @Test
  void ends_consentThatLastsAWeek_useDoesNotMoveItsEnd() throws Exception {
    store().put("ann", Secret.of("rt-1"), Duration.ofDays(7), START);
    for (int day = 0; day < 3; day++) {
      clock.advance(Duration.ofDays(1));
      exchange(kept(MICROSOFT), "");
    }
    clock.advance(Duration.ofDays(1));
    exchange(kept(MICROSOFT), ",\"refresh_token_expires_in\":" + Duration.ofDays(3).toSeconds());

    CredentialEnd end = end(kept(MICROSOFT));
    assertThat(end.endsAt()).isEqualTo(START.plus(Duration.ofDays(7)));
    assertThat(end.warnFrom()).isEqualTo(START.plus(Duration.ofHours(84)));
    assertThat(end.ifUnused()).isFalse();
    assertThat(end.remedy()).contains("must log in and consent again before");
  }

  @Test
  void ends_sessionThatEachUseExtends_saysSo() throws Exception {
    for (int minute = 0; minute < 3; minute++) {
      exchange(kept(null), ",\"refresh_token\":\"rt-x" + minute + "\",\"refresh_expires_in\":1800");
      clock.advance(Duration.ofMinutes(4));
    }
    CredentialEnd end = end(kept(null));
    assertThat(end.endsAt()).isEqualTo(START.plus(Duration.ofMinutes(38)));
    assertThat(end.warnFrom()).isEqualTo(START.plus(Duration.ofMinutes(23)));
    assertThat(end.ifUnused()).isTrue();
  }

  @Test
  void ends_newConsentInTheConfiguration_oldEndIsNotTold() throws Exception {
    exchange(kept(MICROSOFT), "");
    var renewed = SecretSource.fixed(Secret.of("rt-of-another-consent"));
    assertThat(new KeptRefreshToken(store(), "ann", renewed, null, MICROSOFT).ends(START))
        .isEmpty();
  }

  @Test
  void ends_storeCannotBeRead_nothingIsKnownAndNothingFails() throws Exception {
    exchange(kept(MICROSOFT), "");
    var wrong = SecretSource.fixed(Secret.of("YW5vdGhlciBrZXkgdGhhdCBoYXMgMzIgYnl0ZXMuLiE="));
    RefreshTokenStore other = RefreshTokenStore.encryptedFolder(folder.resolve("store"), wrong);
    assertThat(new KeptRefreshToken(other, "ann", null, null, MICROSOFT).ends(START)).isEmpty();
  }

  @Test
  void ends_farAway_storeIsNotReadForEveryToken() throws Exception {
    KeptRefreshToken one = kept(MICROSOFT);
    exchange(one, "");
    one.ends(START);
    clock.advance(Duration.ofHours(11));
    exchange(kept(MICROSOFT), "");

    assertThat(end(one).endsAt()).isEqualTo(START.plus(MICROSOFT));
    clock.advance(Duration.ofHours(1));
    assertThat(end(one).endsAt()).isEqualTo(START.plus(MICROSOFT).plus(Duration.ofHours(11)));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "true, invalid_grant, none, true",
        "false, invalid_grant, none, false",
        "false, interaction_required, none, true",
        "true, invalid_grant, AADSTS65001: nobody has consented, true",
        "false, invalid_grant, AADSTS65001: nobody has consented, true",
        "true, interaction_required, AADSTS50076: another factor, true",
        "true, invalid_grant, AADSTS700082: not used for 90 days, true",
        "true, invalid_client, AADSTS7000222: the secret has expired, false",
        "true, interaction_required, AADSTS53003: blocked by a policy, false",
        "true, invalid_grant, Token has been expired or revoked., true",
        "false, invalid_grant, Invalid JWT Signature., false",
        "true, temporarily_unavailable, none, false",
      })
  void consentNeeded_onlyWhereAConsentHelps(
      boolean ofUser, String error, @Nullable String description, boolean needed) {
    String said = description == null ? "" : ",\"error_description\":\"" + description + "\"";
    HttpAnswer answer =
        new HttpAnswer(400, "Bad Request", Map.of(), "{\"error\":\"" + error + "\"" + said + "}");
    TokenRequest request =
        new TokenRequest("any", "client m", URI.create("https://id.example/t"), clock);

    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> {
              if (ofUser) {
                request.readRefreshed(answer, null);
              } else {
                request.read(answer);
              }
            });

    assertThat(failure.consentNeeded()).isEqualTo(needed);
  }
}
