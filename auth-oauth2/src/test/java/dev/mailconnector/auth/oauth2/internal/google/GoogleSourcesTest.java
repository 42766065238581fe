package dev.mailconnector.auth.oauth2.internal.google;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.GoogleError;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GoogleSourcesTest {
  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final RefreshTokenStore store = RefreshTokenStore.inMemory();
  private GoogleIssuer issuer;
  private TokenSource account;
  private TokenSource consent;
  private String refreshToken;

  @BeforeEach
  void start() {
    issuer = GoogleIssuer.start(stack.authority());
    issuer.client("desktop", "client-s3cret");
    refreshToken = issuer.grantRefreshToken("desktop", "ann@example.com");
    account = account(issuer.serviceAccountKeyJson());
    consent =
        new GoogleRefreshToken(
            new GoogleRefreshToken.Settings(
                issuer.tokenEndpoint(), "desktop", fixed("client-s3cret")),
            new KeptRefreshToken(store, "ann", fixed(refreshToken)),
            stack.http(),
            clock);
  }

  @AfterEach
  void stop() {
    account.close();
    consent.close();
    issuer.close();
    stack.close();
  }

  @Test
  void serviceAccount_realGoogleAuth_tokenForTheSubjectOnly() throws Exception {
    String token = account.fetch().value().reveal();
    assertThat(issuer.isValid("news@example.com", token)).isTrue();
    assertThat(issuer.isValid("ann@example.com", token)).isFalse();
    assertThat(issuer.requests())
        .extracting(IssuerRequest::grant)
        .containsExactly("urn:ietf:params:oauth:grant-type:jwt-bearer");
  }

  @Test
  void refreshToken_realGoogleAuth_tokenForTheUserOnly() throws Exception {
    String token = consent.fetch().value().reveal();
    assertThat(issuer.isValid("ann@example.com", token)).isTrue();
    assertThat(issuer.isValid("news@example.com", token)).isFalse();
    assertThat(issuer.requests()).extracting(IssuerRequest::clientId).containsExactly("desktop");
  }

  @Test
  void fetch_shortLifetime_readFromTheAnswerAndNothingIsCached() throws Exception {
    issuer.lifetime(Duration.ofSeconds(10));
    for (TokenSource source : List.of(account, consent)) {
      AccessToken first = source.fetch();
      assertThat(first.lifetime()).isEqualTo(Duration.ofSeconds(10));
      assertThat(source.fetch().value()).isNotEqualTo(first.value());
    }
    assertThat(issuer.requests()).hasSize(4);
  }

  @Test
  void fetch_expiresInMissingOrText_tokenIsGoodAlthoughGoogleAuthRefusesIt() throws Exception {
    for (TokenSource source : List.of(account, consent)) {
      issuer.failNext(IssuerFault.without("expires_in"), IssuerFault.with("expires_in", "3599"));
      assertThat(source.fetch().lifetime()).isEqualTo(AccessToken.ASSUMED_LIFETIME);
      assertThat(source.fetch().lifetime()).isEqualTo(Duration.ofSeconds(3599));
    }
  }

  @Test
  void fetch_serverError_oneRequestSinceGoogleAuthMayNotRetry() {
    for (TokenSource source : List.of(account, consent)) {
      int before = issuer.requests().size();
      issuer.failNext(IssuerFault.unavailable().retryAfter(Duration.ofSeconds(9)));
      TokenException failure = failure(source);
      assertThat(failure.permanent()).isFalse();
      assertThat(failure.retryAfter()).contains(Duration.ofSeconds(9));
      assertThat(issuer.requests()).hasSize(before + 1);
    }
  }

  @Test
  void fetch_redirect_secretIsNotSentElsewhere() {
    for (TokenSource source : List.of(account, consent)) {
      int before = issuer.requests().size();
      issuer.failNext(IssuerFault.json(307, "{}").header("Location", issuer.url() + "/elsewhere"));
      assertThat(failure(source)).hasMessageContaining("HTTP 307");
      assertThat(issuer.requests()).hasSize(before + 1);
    }
  }

  @Test
  void refreshToken_replacedInTheAnswer_newOneIsKeptAlthoughGoogleAuthDropsIt() throws Exception {
    String next = issuer.grantRefreshToken("desktop", "ann@example.com");
    issuer.failNext(IssuerFault.with("refresh_token", next));
    consent.fetch();
    issuer.revokeRefreshToken(refreshToken);
    assertThat(consent.fetch().value()).isNotNull();
    assertThat(issuer.requests())
        .extracting(request -> request.parameters().get("refresh_token"))
        .containsExactly(refreshToken, next);
  }

  @Test
  void refreshToken_notReplaced_sameOneIsSentAgain() throws Exception {
    consent.fetch();
    consent.fetch();
    assertThat(issuer.requests())
        .extracting(request -> request.parameters().get("refresh_token"))
        .containsExactly(refreshToken, refreshToken);
  }

  @Test
  void close_duringAnExchange_bringsItsAnswer() throws Exception {
    issuer.hold();
    CompletableFuture<AccessToken> last = new CompletableFuture<>();
    Thread thread = new Thread(() -> last.complete(token(consent)));
    thread.start();
    issuer.awaitHeld(1);
    consent.close();
    issuer.release();
    assertThat(last.get()).isNotNull();
    thread.join();
  }

  private static @Nullable AccessToken token(TokenSource source) {
    try {
      return source.fetch();
    } catch (TokenException none) {
      return null;
    }
  }

  @Test
  void fetch_everyGoogleError_saidVerbatimAndClassified() {
    Set<GoogleError> passing = Set.of(GoogleError.INTERNAL, GoogleError.QUOTA);
    for (GoogleError error : GoogleError.values()) {
      for (TokenSource source : List.of(account, consent)) {
        issuer.failNext(error.fault());
        TokenException failure = failure(source);
        assertThat(failure.permanent()).as(error.name()).isEqualTo(!passing.contains(error));
        assertThat(failure.getMessage()).contains("HTTP " + error.fault().status());
      }
    }
  }

  @Test
  void refreshToken_revoked_saysSoVerbatimAndWhoMustAct() {
    issuer.revokeRefreshToken(refreshToken);
    TokenException failure = failure(consent);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("The token request (refresh token) of client desktop to localhost")
        .hasMessageContaining("HTTP 400 invalid_grant \"Token has been expired or revoked.\"")
        .hasMessageContaining("log in and consent again");
  }

  @Test
  void serviceAccount_noDelegation_namesTheAccountAndTheConsolePage() {
    issuer.withdrawDelegation();
    TokenException failure = failure(account);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("service account for news@example.com")
        .hasMessageContaining(issuer.serviceAccountEmail())
        .hasMessageContaining("unauthorized_client")
        .hasMessageContaining("Domain-wide delegation");
  }

  @Test
  void serviceAccount_unusableKeyFile_isNotQuoted() {
    String secretText = "{\"type\":\"service_account\",\"private_key\":\"T0PSECRET\"}";
    TokenException failure = failure(account(secretText));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("not the JSON key of a service account")
        .hasMessageNotContaining("T0PSECRET");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void serviceAccount_tokenUriWithoutTls_nothingIsSent() {
    String json =
        issuer
            .serviceAccountKeyJson()
            .replaceAll("\"token_uri\":\"[^\"]*\"", "\"token_uri\":\"http://evil.example/token\"");
    assertThat(failure(account(json))).hasMessageContaining("token_uri is not an https URL");
  }

  private TokenSource account(String json) {
    return new GoogleServiceAccount(
        new GoogleServiceAccount.Settings(
            fixed(json), "keys", "news@example.com", "https://mail.google.com/"),
        stack.http(),
        clock);
  }

  private static TokenException failure(TokenSource source) {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }

  private static SecretSource fixed(String text) {
    return SecretSource.fixed(Secret.of(text));
  }
}
