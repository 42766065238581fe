package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RefreshTokenStore;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericRefreshToken;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sources that share a store, against an issuer that replaces each refresh token. */
class SharedStoreTest {
  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private GenericIssuer issuer;
  private String consent;

  @TempDir Path folder;

  @BeforeEach
  void start() {
    issuer = GenericIssuer.start(stack.authority());
    issuer.client("mailer", "s3cret");
    consent = issuer.grantRefreshToken("mailer", "ann@corp.example");
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void twoNodes_renewingAtOnce_makeOneExchange(Place place) throws Exception {
    TokenSource first = source(patient(place));
    TokenSource second = source(patient(place));
    issuer.hold();
    CompletableFuture<AccessToken> one = CompletableFuture.supplyAsync(() -> unchecked(first));
    issuer.awaitHeld(1);
    CompletableFuture<AccessToken> two = CompletableFuture.supplyAsync(() -> unchecked(second));
    issuer.release();

    assertThat(two.join().value()).isEqualTo(one.join().value());
    assertThat(issuer.requests()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void twoNodes_renewingInTurn_presentEachTokenOnce(Place place) throws Exception {
    TokenSource first = source(patient(place));
    TokenSource second = source(patient(place));
    Secret token = first.fetch().value();
    assertThat(second.fetch().value()).as("shared").isEqualTo(token);
    Secret next = second.fetch().value();
    assertThat(next).as("asked again").isNotEqualTo(token);
    assertThat(first.fetch().value()).as("shared the other way").isEqualTo(next);
    assertThat(first.fetch().value()).as("asked again").isNotEqualTo(next);
    assertThat(issuer.isFamilyRevoked(consent)).isFalse();
    assertThat(issuer.requests())
        .extracting(request -> request.parameters().get("refresh_token"))
        .doesNotHaveDuplicates()
        .startsWith(consent);
  }

  @ParameterizedTest
  @EnumSource
  void close_duringAnExchange_losesNoToken(Place place) throws Exception {
    RefreshTokenStore store = patient(place);
    TokenSource source = source(store);
    issuer.hold();
    CompletableFuture<AccessToken> last = CompletableFuture.supplyAsync(() -> unchecked(source));
    issuer.awaitHeld(1);
    source.close();
    issuer.release();

    Secret token = last.join().value();
    TokenSource next = source(store);
    assertThat(next.fetch().value()).as("kept").isEqualTo(token);
    assertThat(next.fetch().value()).as("asked again").isNotEqualTo(token);
    assertThat(issuer.isFamilyRevoked(consent)).isFalse();
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void exchange_accountClosedBeforeTheRequest_isOver() throws Exception {
    TokenSource source = source(patient(Place.FOLDER));
    source.close();
    assertThat(failure(source)).hasMessageContaining("the account is closed");
    assertThat(unfinished()).isFalse();
  }

  @Test
  void twoScopes_oneStore_tokensAreNotMixed() throws Exception {
    RefreshTokenStore store = patient(Place.FOLDER);
    AccessToken smtp = source(store, issuer.tokenEndpoint(), "smtp offline_access").fetch();
    assertThat(smtp.scopes()).contains("smtp");
    assertThat(source(store, issuer.tokenEndpoint(), "imap").fetch().value())
        .isNotEqualTo(smtp.value());
    assertThat(source(store, issuer.tokenEndpoint(), "imap").fetch().scopes()).contains("imap");
    assertThat(issuer.requests()).hasSize(2);
  }

  @ParameterizedTest
  @EnumSource(mode = EXCLUDE, names = "MEMORY")
  void exchange_answerLostAfterRotation_nextRefusalTellsWhenAndWhatToDo(Place place)
      throws Exception {
    source(patient(place)).fetch();
    TokenSource source = source(patient(place));
    assertThat(source.fetch()).as("shared").isNotNull();
    issuer.failNext(new IssuerFault.Altered(good -> Map.of("note", "the rest was lost")));
    assertThat(failure(source).permanent()).isFalse();

    TokenException refused = failure(source);
    assertThat(refused.permanent()).isTrue();
    assertThat(refused)
        .hasMessageContaining("HTTP 400 invalid_grant")
        .hasMessageContaining("An exchange of this refresh token began at 2026-")
        .returns("refresh-exchange-unfinished", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("The user must log in and consent again.");
    assertThat(failure(source))
        .as("told again until somebody acts")
        .hasMessageContaining("its end was never recorded");
    consent = issuer.grantRefreshToken("mailer", "ann@corp.example");
    assertThat(source(patient(place)).fetch()).isNotNull();
  }

  static Stream<IssuerFault> refusals() {
    return Stream.of(
        IssuerFault.oauthError(401, "invalid_client", "no"),
        IssuerFault.throttled(Duration.ofSeconds(3)),
        IssuerFault.html(403),
        IssuerFault.oauthError(200, "invalid_scope", "no"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void exchange_refusedBeforeAnythingHappened_isOver(IssuerFault fault) throws Exception {
    issuer.failNext(fault);
    failure(source(patient(Place.FOLDER)));
    assertThat(unfinished()).isFalse();
  }

  static Stream<IssuerFault> outages() {
    return Stream.of(
        IssuerFault.unavailable(),
        IssuerFault.dropped(),
        IssuerFault.garbage(),
        IssuerFault.emptyObject(),
        IssuerFault.html(502));
  }

  @ParameterizedTest
  @MethodSource("outages")
  void exchange_nobodyKnowsWhatHappened_isUnfinishedUntilOneSucceeds(IssuerFault fault)
      throws Exception {
    issuer.failNext(fault);
    failure(source(patient(Place.FOLDER)));
    assertThat(unfinished()).isTrue();
    source(patient(Place.FOLDER)).fetch();
    assertThat(unfinished()).isFalse();
  }

  @Test
  void exchange_noConnection_isOver() throws Exception {
    try (DeadPort dead = DeadPort.reserve()) {
      URI nobody = URI.create("https://localhost:" + dead.port() + "/token");
      assertThatThrownBy(() -> source(patient(Place.FOLDER), nobody, null).fetch())
          .hasMessageContaining("failed");
    }
    assertThat(unfinished()).isFalse();
  }

  @Test
  void exchange_storeFailsToKeepTheNewToken_tokenIsNotUsedAndNothingIsLost() throws Exception {
    Breakable database = new Breakable(Place.database(folder));
    RefreshTokenStore store =
        new LeasedRefreshTokens(
            new JdbcTokens(database, Place.seal(Place.KEY), Duration.ofMinutes(2)), Duration.ZERO);
    TokenSource source = source(store);
    issuer.hold();
    CompletableFuture<AccessToken> held = CompletableFuture.supplyAsync(() -> unchecked(source));
    issuer.awaitHeld(1);
    database.broken = true;
    issuer.release();
    assertThatThrownBy(held::join).hasMessageContaining("no connection");
    database.broken = false;

    source.fetch();
    assertThat(issuer.isFamilyRevoked(consent)).isFalse();
    assertThat(issuer.requests()).hasSize(2);
  }

  private boolean unfinished() throws TokenException {
    try (RefreshTokenStore.Lease lease =
        Place.FOLDER.store(folder).take("ann", null, clock.instant())) {
      return lease.unfinished().isPresent();
    }
  }

  /** What another process would open. */
  private RefreshTokenStore patient(Place place) {
    return new LeasedRefreshTokens(place.in(folder, Place.KEY), Duration.ofMinutes(1));
  }

  private TokenSource source(RefreshTokenStore store) {
    return source(store, issuer.tokenEndpoint(), null);
  }

  private TokenSource source(RefreshTokenStore store, URI endpoint, @Nullable String scope) {
    return new GenericRefreshToken(
        new GenericClient(
            GenericClient.Settings.of(
                    TokenServer.Known.at(endpoint),
                    "mailer",
                    new ClientProof.SharedSecret(SecretSource.fixed(Secret.of("s3cret"))))
                .withScope(scope),
            stack.http(),
            clock),
        new KeptRefreshToken(store, "ann", SecretSource.fixed(Secret.of(consent)), scope, null));
  }

  private static AccessToken unchecked(TokenSource source) {
    try {
      return source.fetch();
    } catch (TokenException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  private static TokenException failure(TokenSource source) {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
