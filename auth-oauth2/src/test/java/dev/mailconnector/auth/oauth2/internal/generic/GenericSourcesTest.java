package dev.mailconnector.auth.oauth2.internal.generic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.ClientAuthentication;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GenericSourcesTest {
  /** Every character that form encoding touches, and a colon that Basic could trip over. */
  private static final String SECRET = "pä ss:w+rd%&=1";

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private GenericIssuer issuer;

  @BeforeEach
  void start() {
    issuer = GenericIssuer.start(stack.authority());
    issuer.client("mail:er", SECRET, "smtp", "imap");
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  @ParameterizedTest
  @EnumSource
  void clientCredentials_eachWayOfProof_accepted(ClientAuthentication way) throws Exception {
    AccessToken token = clientCredentials(known(), way, "smtp imap").fetch();
    assertThat(issuer.isValid("robot", token.value().reveal())).isTrue();
    assertThat(token.scopes()).containsExactlyInAnyOrder("smtp", "imap");
    assertThat(issuer.requests())
        .extracting(IssuerRequest::authentication)
        .containsExactly(
            way == ClientAuthentication.BASIC ? "client_secret_basic" : "client_secret_post");
  }

  @Test
  void clientCredentials_noScopeSet_noneIsSent() throws Exception {
    clientCredentials(known(), ClientAuthentication.BASIC, null).fetch();
    assertThat(issuer.requests().get(0).parameters()).doesNotContainKey("scope");
  }

  @Test
  void clientCredentials_wrongSecret_saysSoAndWhoMustAct() {
    issuer.client("mail:er", "another");
    TokenException failure = failure(clientCredentials(known(), ClientAuthentication.BASIC, null));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("The token request (client credentials) of client mail:er")
        .hasMessageContaining("HTTP 401 invalid_client \"Client authentication failed.\"")
        .hasMessageContaining("in the header or in the body");
  }

  @Test
  void clientCredentials_errorInsideSuccess_isAnError() {
    issuer.failNext(IssuerFault.oauthError(200, "invalid_scope", "no such scope"));
    assertThat(failure(clientCredentials(known(), ClientAuthentication.POST, "smtp")).permanent())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"mac", "DPoP", "N_A"})
  void clientCredentials_tokenThatIsNotBearer_isNotUsed(String type) {
    issuer.failNext(IssuerFault.with("token_type", type));
    assertThat(failure(clientCredentials(known(), ClientAuthentication.BASIC, null)))
        .hasMessageContaining("which is not Bearer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\u0001auth=Bearer b", "tök"})
  void clientCredentials_tokenThatCouldAddFields_isNotUsedAndNotShown(String token) {
    issuer.failNext(IssuerFault.with("access_token", token));
    TokenException failure = failure(clientCredentials(known(), ClientAuthentication.BASIC, null));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure.getMessage()).doesNotContain("auth=Bearer", "tök");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-5", "soon", "1e400", "NaN"})
  void clientCredentials_strangeLifetime_assumedOneIsUsed(String expiresIn) throws Exception {
    issuer.failNext(IssuerFault.with("expires_in", expiresIn));
    Duration lifetime =
        clientCredentials(known(), ClientAuthentication.BASIC, null).fetch().lifetime();
    assertThat(lifetime)
        .isEqualTo(expiresIn.equals("1e400") ? Duration.ofDays(366) : AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  void refreshToken_rotating_eachIsUsedOnceAndNoneIsLost() throws Exception {
    String first = issuer.grantRefreshToken("mail:er", "ann@corp.example", "smtp");
    TokenSource source = refreshToken(first, RefreshTokenStore.inMemory());
    for (int i = 0; i < 3; i++) {
      assertThat(issuer.isValid("ann@corp.example", source.fetch().value().reveal())).isTrue();
    }
    assertThat(issuer.requests())
        .extracting(request -> request.parameters().get("refresh_token"))
        .doesNotHaveDuplicates()
        .startsWith(first);
    assertThat(issuer.isFamilyRevoked(first)).isFalse();
  }

  @Test
  void refreshToken_accessTokenBesideTheNewOneIsUnusable_newOneIsKeptAllTheSame() throws Exception {
    String first = issuer.grantRefreshToken("mail:er", "ann@corp.example");
    TokenSource source = refreshToken(first, RefreshTokenStore.inMemory());
    issuer.failNext(IssuerFault.with("token_type", "mac"));
    assertThat(failure(source)).hasMessageContaining("which is not Bearer");
    assertThat(source.fetch()).isNotNull();
    assertThat(issuer.isFamilyRevoked(first)).isFalse();
  }

  @Test
  void refreshToken_storeCannotKeepTheNewOne_accessTokenIsNotHandedOut() {
    RefreshTokenStore broken =
        (account, configured, now) ->
            new RefreshTokenStore.Lease() {
              @Override
              public Secret present() {
                return configured;
              }

              @Override
              public void settle(Secret next, @Nullable AccessToken token) throws TokenException {
                throw TokenException.temporary("disk full", null, "Free some space.", null, null);
              }

              @Override
              public void close() {}
            };
    TokenSource source =
        refreshToken(issuer.grantRefreshToken("mail:er", "ann@corp.example"), broken);
    assertThatThrownBy(source::fetch).hasMessageContaining("disk full");
  }

  @Test
  void refreshToken_secondExchangeWhileOneIsUnderWay_notSent() throws Exception {
    String first = issuer.grantRefreshToken("mail:er", "ann@corp.example");
    TokenSource source = refreshToken(first, RefreshTokenStore.inMemory());
    issuer.hold();
    CompletableFuture<AccessToken> held = CompletableFuture.supplyAsync(() -> unchecked(source));
    issuer.awaitHeld(1);
    TokenException failure = failure(source);
    issuer.release();

    assertThat(failure.permanent()).isFalse();
    assertThat(failure).hasMessageContaining("in use by another exchange");
    assertThat(held.join().value()).isNotNull();
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void refreshToken_configuredOneChanges_newBeginning() throws Exception {
    RefreshTokenStore store = RefreshTokenStore.inMemory();
    String old = issuer.grantRefreshToken("mail:er", "ann@corp.example");
    String fresh = issuer.grantRefreshToken("mail:er", "ann@corp.example");
    refreshToken(old, store).fetch();
    refreshToken(fresh, store).fetch();
    assertThat(issuer.requests().get(1).parameters()).containsEntry("refresh_token", fresh);
  }

  @Test
  void discovery_openIdDocument_endpointIsUsed() throws Exception {
    assertThat(clientCredentials(discovered(), ClientAuthentication.BASIC, "smtp").fetch())
        .isNotNull();
    assertThat(issuer.documentsFetched()).containsExactly("/.well-known/openid-configuration");
  }

  @Test
  void discovery_severalTrips_documentIsFetchedOnceADay() throws Exception {
    TokenSource source = clientCredentials(discovered(), ClientAuthentication.BASIC, "smtp");
    source.fetch();
    clock.advance(Duration.ofHours(23));
    source.fetch();
    assertThat(issuer.documentsFetched()).hasSize(1);
    clock.advance(Duration.ofHours(2));
    source.fetch();
    assertThat(issuer.documentsFetched()).hasSize(2);
  }

  @Test
  void discovery_tripFails_documentIsFetchedAgain() throws Exception {
    TokenSource source = clientCredentials(discovered(), ClientAuthentication.BASIC, "smtp");
    source.fetch();
    issuer.failNext(IssuerFault.Connection.DROPPED);
    failure(source);
    assertThat(issuer.documentsFetched()).hasSize(1);
    source.fetch();
    assertThat(issuer.documentsFetched()).hasSize(2);
  }

  @Test
  void discovery_documentOfAnotherIssuer_secretIsNotSent() {
    changeDiscovery("issuer", "https://evil.example");
    TokenException failure =
        failure(clientCredentials(discovered(), ClientAuthentication.BASIC, null));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("of issuer \"https://evil.example\"")
        .hasMessageContaining("RFC 8414 section 3.3");
    assertThat(issuer.requests()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://login.example/token",
        "http://localhost/token",
        "http://169.254.169.254/token",
        "https://ann:pw@login.example/token",
        "ftp://x",
        "not a url",
        ""
      })
  void discovery_endpointWithoutTls_secretIsNotSent(String endpoint) {
    changeDiscovery("token_endpoint", endpoint);
    assertThat(failure(clientCredentials(discovered(), ClientAuthentication.BASIC, null)))
        .hasMessageContaining("names no token_endpoint with https");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void discovery_noDocumentAnywhere_bothPlacesTried() {
    URI realm = issuer.url().resolve("/realms/mail");
    TokenException failure =
        failure(
            clientCredentials(new TokenServer.Discovered(realm), ClientAuthentication.BASIC, null));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining(
            "to localhost, looking up its endpoint at "
                + realm
                + "/.well-known/openid-configuration, failed: HTTP 404")
        .hasMessageContaining("Check authority, issuer or token-endpoint.");
    assertThat(issuer.documentsFetched())
        .containsExactly(
            "/realms/mail/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server/realms/mail");
  }

  private void changeDiscovery(String field, String value) {
    issuer.discovery(
        good -> {
          Map<String, Object> changed = new LinkedHashMap<>(good);
          changed.put(field, value);
          return changed;
        });
  }

  private TokenServer known() {
    return TokenServer.Known.at(issuer.tokenEndpoint());
  }

  private TokenServer discovered() {
    return new TokenServer.Discovered(issuer.url());
  }

  private TokenSource clientCredentials(
      TokenServer server, ClientAuthentication way, @Nullable String scope) {
    return new GenericClientCredentials(client(server, way, scope));
  }

  private TokenSource refreshToken(String token, RefreshTokenStore store) {
    return new GenericRefreshToken(
        client(known(), ClientAuthentication.BASIC, null),
        new KeptRefreshToken(store, "ann", SecretSource.fixed(Secret.of(token))));
  }

  private GenericClient client(
      TokenServer server, ClientAuthentication way, @Nullable String scope) {
    return new GenericClient(
        GenericClient.Settings.of(
                server,
                "mail:er",
                new ClientProof.SharedSecret(SecretSource.fixed(Secret.of(SECRET))))
            .withAuthentication(way)
            .withScope(scope),
        stack.http(),
        clock);
  }

  private static AccessToken unchecked(TokenSource source) {
    try {
      return source.fetch();
    } catch (TokenException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TokenException failure(TokenSource source) {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
