package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.transport.SmtpEndpoint;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a consent must be before it is kept, and what must be in order before it is asked for. */
class ConsentRulesTest {
  private static final String ANN = "ann@example.com";
  private static final String KEY = "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";

  private final HttpForTests stack = new HttpForTests();
  private final WorkingContext context = new WorkingContext(stack.trust());
  private final ConsentingUser user = ConsentingUser.trusting(stack.authority());
  private final GenericIssuer issuer = GenericIssuer.start(stack.authority());
  private final List<URI> visited = new ArrayList<>();
  private RefreshTokenStore store = RefreshTokenStore.inMemory();

  @BeforeEach
  void register() {
    issuer.publicClient("desktop");
    issuer.deviceCodes(900, 1);
  }

  @AfterEach
  void stop() {
    issuer.close();
    context.close();
    stack.close();
  }

  private Consumer<URI> browser() {
    return url -> {
      visited.add(url);
      CompletableFuture.runAsync(() -> user.visit(url)).orTimeout(30, TimeUnit.SECONDS);
    };
  }

  private OAuth2Login login(String mailbox) {
    return GenericOAuth2.discoveredAt(issuer.url())
        .publicClient("desktop", store)
        .scope("smtp")
        .trust(stack.trust())
        .login(mailbox);
  }

  private void assertNothingKept(OAuth2Login login) {
    try (TokenSource source = login.open(context)) {
      assertThatThrownBy(source::fetch).hasMessageContaining("There is no refresh token");
    }
  }

  @Test
  void anotherUserConsents_nothingIsKeptAndBothAreNamed() {
    OAuth2Login login = login(ANN);
    issuer.signIn("bob@example.com");

    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> login.consent().inBrowser(context, browser()));

    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("another than ann@example.com consented: bob@example.com")
        .hasMessageContaining("--user")
        .hasMessageContaining("Consent.by");
    assertNothingKept(login);
  }

  @Test
  void anotherUserConsentsByDevice_nothingIsKept() {
    OAuth2Login login = login(ANN);
    issuer.signIn("bob@example.com");

    assertThatThrownBy(
            () -> login.consent().onOtherDevice(context, prompt -> user.visit(prompt.complete())))
        .hasMessageContaining("another than ann@example.com consented: bob@example.com");
    assertNothingKept(login);
  }

  @Test
  void sharedMailbox_theNamedUserConsents_isKeptForTheMailbox() throws Exception {
    OAuth2Login login = login("info@example.com");
    issuer.signIn("Bob@Example.com");

    GrantedConsent granted = login.consent().by("bob@example.com").inBrowser(context, browser());

    assertThat(granted.user()).isEqualTo("Bob@Example.com");
    assertThat(granted.account()).startsWith("info@example.com (desktop at ");
    assertThat(visited.get(0).getRawQuery()).contains("login_hint=bob%40example.com");
    try (TokenSource source = login.open(context)) {
      assertThat(source.fetch()).isNotNull();
    }
  }

  @Test
  void issuerWithoutIdentities_isAskedForNone_andTheUserIsUnknown() throws Exception {
    issuer.discovery(
        document -> {
          Map<String, Object> plain = new LinkedHashMap<>(document);
          plain.remove("scopes_supported");
          return plain;
        });
    issuer.signIn("bob@example.com");

    GrantedConsent granted = login(ANN).consent().inBrowser(context, browser());

    assertThat(granted.user()).isNull();
    assertThat(visited.get(0).getRawQuery()).contains("scope=smtp&").doesNotContain("nonce");
  }

  @Test
  void idTokenForAnotherClient_nothingIsKept() {
    OAuth2Login login = login(ANN);
    // {"alg":"none"} {"aud":"other","email":"ann@example.com"}
    issuer.failNext(
        IssuerFault.with(
            "id_token",
            "eyJhbGciOiJub25lIn0.eyJhdWQiOiJvdGhlciIsImVtYWlsIjoiYW5uQGV4YW1wbGUuY29tIn0."));

    assertThatThrownBy(() -> login.consent().inBrowser(context, browser()))
        .hasMessageContaining("ID token");
    assertNothingKept(login);
  }

  @Test
  void google_userUnticksMail_nothingIsKeptAndTheBoxIsNamed() {
    try (GoogleIssuer google = GoogleIssuer.start(stack.authority())) {
      google.client("desktop", "g-s3cret");
      google.failNext(IssuerFault.with("scope", "openid"));
      OAuth2Login login =
          Gmail.refreshToken("desktop", () -> Secret.of("g-s3cret"), store)
              .tokenEndpoint(google.tokenEndpoint())
              .authorizationEndpoint(google.authorizationEndpoint())
              .login(ANN);

      assertThatThrownBy(() -> login.consent().inBrowser(context, browser()))
          .hasMessageContaining("has not granted https://mail.google.com/")
          .hasMessageContaining("tick the box");
      assertNothingKept(login);
    }
  }

  @Test
  void refreshTokenThatEnds_itsLifeIsTold() throws Exception {
    issuer.failNext(IssuerFault.with("refresh_token_expires_in", 604_799));

    GrantedConsent granted = login(ANN).consent().inBrowser(context, browser());

    assertThat(granted.endsAfter()).isEqualTo(Duration.ofSeconds(604_799));
  }

  @Test
  void wrongStoreKey_isToldBeforeAnybodyIsAsked(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("ann.tokens");
    String other = "b3RoZXIga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";
    RefreshTokenStore.encryptedFile(file, SecretSource.fixed(Secret.of(other)))
        .put(login(ANN).consent().inBrowser(context, browser()).account(), secret(), Instant.EPOCH);
    visited.clear();
    store = RefreshTokenStore.encryptedFile(file, SecretSource.fixed(Secret.of(KEY)));

    assertThatThrownBy(() -> login(ANN).consent().inBrowser(context, browser()))
        .hasMessageContaining("was encrypted with the key");
    assertThat(visited).isEmpty();
  }

  @Test
  void unusableStoreKey_withoutARecord_isToldBeforeAnybodyIsAsked(@TempDir Path folder) {
    store =
        RefreshTokenStore.encryptedFile(
            folder.resolve("ann.tokens"), SecretSource.fixed(Secret.of("short")));

    assertThatThrownBy(() -> login(ANN).consent().inBrowser(context, browser()))
        .isInstanceOf(TokenException.class);
    assertThat(visited).isEmpty();
    assertThat(folder.resolve("ann.tokens")).doesNotExist();
  }

  @Test
  void missingStoreFolder_isToldBeforeADeviceCodeIsAskedFor(@TempDir Path folder) {
    store =
        RefreshTokenStore.encryptedFile(
            folder.resolve("none/ann.tokens"), SecretSource.fixed(Secret.of(KEY)));

    assertThatThrownBy(() -> login(ANN).consent().onOtherDevice(context, prompt -> {}))
        .hasMessageContaining("auth.token-store.file");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void storeInUse_isToldBeforeAnybodyIsAsked() throws Exception {
    OAuth2Login login = login(ANN);
    String account = login.consent().inBrowser(context, browser()).account();
    visited.clear();

    try (RefreshTokenStore.Lease held = store.take(account, null, Instant.EPOCH)) {
      TokenException failure =
          catchThrowableOfType(
              TokenException.class, () -> login.consent().inBrowser(context, browser()));
      assertThat(failure.permanent()).isFalse();
      assertThat(failure).hasMessageContaining("in use by another exchange");
    }
    assertThat(visited).isEmpty();
  }

  @Test
  void fixedPort_thatIsTaken_isToldBeforeAnybodyIsAsked() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      Consent consent = login(ANN).consent().redirectPort(taken.getLocalPort());

      assertThatThrownBy(() -> consent.inBrowser(context, browser()))
          .hasMessageContaining(
              "the port " + taken.getLocalPort() + " of 127.0.0.1 cannot be listened on");
    }
    assertThat(visited).isEmpty();
  }

  @Test
  void fixedPort_thatIsNone_isRefused() {
    assertThatThrownBy(() -> login(ANN).consent().redirectPort(0))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("1 to 65535");
  }

  @Test
  void interruptOfTheWait_endsItAndStays() throws Exception {
    OAuth2Login login = login(ANN);

    assertThatThrownBy(
            () -> login.consent().inBrowser(context, url -> Thread.currentThread().interrupt()))
        .hasMessageContaining("the wait was interrupted");

    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void interruptBeforeTheFirstRequest_isATokenException() {
    OAuth2Login login = login(ANN);
    Throwable failure;
    Thread.currentThread().interrupt();
    try {
      failure = catchThrowable(() -> login.consent().inBrowser(context, visited::add));
    } finally {
      // Whether it is still set is HttpClient's business; the next test must not see it.
      Thread.interrupted();
    }
    assertThat(failure).isInstanceOf(TokenException.class);
    assertThat(visited).isEmpty();
  }

  @Test
  void interruptAfterTheUserAgreed_isPassedOnAfterTheTokenIsKept() throws Exception {
    List<Thread> asking = new ArrayList<>();
    RefreshTokenStore kept = store;
    store =
        new RefreshTokenStore() {
          @Override
          public Lease take(String account, @Nullable Secret configured, Instant now)
              throws TokenException {
            return kept.take(account, configured, now);
          }

          @Override
          public void put(String account, Secret consented, Instant now) throws TokenException {
            asking.get(0).interrupt();
            kept.put(account, consented, now);
          }
        };
    OAuth2Login login = login(ANN);

    login
        .consent()
        .inBrowser(
            context,
            url -> {
              asking.add(Thread.currentThread());
              browser().accept(url);
            });

    assertThat(Thread.interrupted()).isTrue();
    try (TokenSource source = login.open(context)) {
      assertThat(source.fetch()).isNotNull();
    }
  }

  @Test
  void withoutAConnector_ofTheAccount_isAskedWithItsTrust() throws Exception {
    OAuth2Login login =
        GenericOAuth2.discoveredAt(issuer.url())
            .publicClient("desktop", store)
            .scope("smtp")
            .login(ANN);
    Account account =
        Account.builder("ann", SmtpEndpoint.submission("127.0.0.1"))
            .login(login)
            .trust(stack.trust())
            .build();

    assertThat(Consent.of(account).inBrowser(browser()).user()).isEqualTo(ANN);
    assertThat(Consent.of(account).onOtherDevice(prompt -> user.visit(prompt.complete())).user())
        .isEqualTo(ANN);
    assertThatThrownBy(() -> login.consent().inBrowser(browser()))
        .hasMessageContaining("certificate was refused");
  }

  @Test
  void accountWithoutTokens_isToldSo() {
    Account relay = Account.builder("relay", SmtpEndpoint.submission("127.0.0.1")).build();

    assertThatThrownBy(() -> Consent.of(relay)).hasMessageContaining("auth.type");
  }

  private static Secret secret() {
    return Secret.of("kept before");
  }
}
