package dev.mailconnector.auth.oauth2.internal.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** MSAL4J presents the refresh token, and the one that comes back is not lost in its cache. */
class MicrosoftRefreshTokenTest {
  private static final String SCOPE = "https://outlook.office.com/SMTP.Send";

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final RefreshTokenStore store = RefreshTokenStore.inMemory();
  private MicrosoftIssuer issuer;
  private Secret first;
  private MicrosoftRefreshToken source;

  @BeforeEach
  void start() {
    issuer = MicrosoftIssuer.start(stack.authority());
    issuer.publicApp("contoso.com", "desktop");
    issuer.app("contoso.com", "web", "s3cret-value");
    first = Secret.of(issuer.grantRefreshToken("desktop", "ann@contoso.com"));
    source = source("desktop", null);
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @Test
  void fetch_publicClient_oneRequestWithScopeAndWithoutProof() throws Exception {
    AccessToken token = source.fetch();

    assertThat(issuer.isValid("ann@contoso.com", token.value().reveal())).isTrue();
    assertThat(issuer.documentsFetched()).isEmpty();
    assertThat(issuer.requests()).hasSize(1);
    IssuerRequest request = issuer.requests().get(0);
    assertThat(request.path()).isEqualTo("/contoso.com/oauth2/v2.0/token");
    assertThat(request.authentication()).isEqualTo("none");
    assertThat(request.scope()).as("else AADSTS900144").contains(SCOPE, "offline_access");
    assertThat(request.parameters())
        .containsEntry("refresh_token", first.reveal())
        .containsEntry("client_info", "1");
  }

  @Test
  void close_duringAnExchange_losesNoToken() throws Exception {
    issuer.hold();
    CompletableFuture<AccessToken> last = new CompletableFuture<>();
    Thread thread = new Thread(() -> last.complete(token(source)));
    thread.start();
    issuer.awaitHeld(1);
    source.close();
    issuer.release();

    assertThat(last.get()).isNotNull();
    thread.join();
    source = source("desktop", null);
    assertThat(source.fetch().value()).isEqualTo(last.get().value());
    assertThat(source.fetch().value()).isNotEqualTo(last.get().value());
  }

  private static @Nullable AccessToken token(MicrosoftRefreshToken source) {
    try {
      return source.fetch();
    } catch (TokenException none) {
      return null;
    }
  }

  @Test
  void fetch_confidentialClient_provesItself() throws Exception {
    first = Secret.of(issuer.grantRefreshToken("web", "ann@contoso.com"));
    source = source("web", new ClientProof.SharedSecret(fixed("s3cret-value")));
    assertThat(source.fetch()).isNotNull();
    assertThat(issuer.requests().get(0).authentication()).isEqualTo("client_secret_post");

    first = Secret.of(issuer.grantRefreshToken("web", "ann@contoso.com"));
    source = source("web", new ClientProof.SharedSecret(fixed("wrong-value")));
    assertThat(failure()).hasMessageContaining("AADSTS7000215");
  }

  @Test
  void fetch_thrice_eachPresentsTheTokenThatCameBefore() throws Exception {
    source.fetch();
    source.fetch();
    source.fetch();

    List<String> presented =
        issuer.requests().stream()
            .map(request -> request.parameters().get("refresh_token"))
            .toList();
    assertThat(presented).doesNotHaveDuplicates().first().isEqualTo(first.reveal());
    assertThat(kept()).isNotIn(presented.stream().map(Secret::of).toList());
  }

  @Test
  void fetch_oldTokenReplayed_worksSinceMicrosoftKeepsItAlive() throws Exception {
    source.fetch();
    MicrosoftRefreshToken another =
        new MicrosoftRefreshToken(
            client("desktop", null),
            new KeptRefreshToken(RefreshTokenStore.inMemory(), "ann", SecretSource.fixed(first)));
    assertThat(another.fetch()).isNotNull();
  }

  @Test
  void fetch_successWithoutAccessToken_newRefreshTokenIsKeptAllTheSame() throws Exception {
    issuer.failNext(IssuerFault.without("access_token"));
    assertThat(failure()).hasMessageContaining("success without an access_token");
    assertThat(kept()).isNotEqualTo(first);
    assertThat(source.fetch()).isNotNull();
  }

  @ParameterizedTest
  @EnumSource(
      names = {"INACTIVE_REFRESH_TOKEN", "REVOKED_GRANT", "EXPIRED_GRANT", "CONSENT_REQUIRED"})
  void fetch_grantIsOver_permanentAndTheTokenIsKeptForTheRepair(EntraError error) throws Exception {
    issuer.failAll(error);
    assertThat(failure().permanent()).isTrue();
    assertThat(failure().permanent()).as("MSAL4J would not ask a second time").isTrue();
    assertThat(issuer.requests()).hasSize(2);
    assertThat(kept()).isEqualTo(first);
    issuer.recover();
    assertThat(source.fetch()).isNotNull();
  }

  @Test
  void fetch_throttledOrDown_nextOneAsksAgainAlthoughMsalWouldHoldItBack() throws Exception {
    issuer.failNext(IssuerFault.throttled(Duration.ofSeconds(17)), IssuerFault.unavailable());
    assertThat(failure().retryAfter()).contains(Duration.ofSeconds(17));
    assertThat(failure()).hasMessageContaining("HTTP 503");
    assertThat(source.fetch()).isNotNull();
    assertThat(issuer.requests()).hasSize(3);
    assertThat(issuer.peakRequests()).isEqualTo(1);
  }

  @Test
  void fetch_lifetimes_readFromTheAnswerAndNotFromMsal() throws Exception {
    issuer.lifetime(Duration.ofHours(28));
    issuer.refreshIn(Duration.ofHours(14));
    AccessToken token = source.fetch();
    assertThat(token.lifetime()).isEqualTo(Duration.ofHours(28));
    assertThat(token.renewIn()).isEqualTo(Duration.ofHours(14));
    assertThat(token.scopes()).contains(SCOPE);
    issuer.failNext(IssuerFault.without("expires_in"));
    assertThat(source.fetch().lifetime()).isEqualTo(AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  void clientCredentials_ofAPublicClient_noRequest() {
    MicrosoftClientCredentials robot = new MicrosoftClientCredentials(client("desktop", null));
    assertThat(catchThrowableOfType(TokenException.class, robot::fetch))
        .hasMessageContaining("a public client has no token of its own");
    assertThat(issuer.requests()).isEmpty();
  }

  private Secret kept() throws TokenException {
    try (RefreshTokenStore.Lease lease = store.take("ann", first, clock.instant())) {
      return lease.present();
    }
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }

  private MicrosoftRefreshToken source(String clientId, @Nullable ClientProof proof) {
    return new MicrosoftRefreshToken(
        client(clientId, proof), new KeptRefreshToken(store, "ann", SecretSource.fixed(first)));
  }

  private MicrosoftClient client(String clientId, @Nullable ClientProof proof) {
    var settings =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/contoso.com/"), clientId, proof, SCOPE + " offline_access");
    return new MicrosoftClient(settings, stack.http(), clock);
  }

  private static SecretSource fixed(String value) {
    return SecretSource.fixed(Secret.of(value));
  }
}
