package dev.mailconnector.auth.oauth2.internal.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.auth.oauth2.internal.http.HttpSettings;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hc.client5.http.utils.DateUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicrosoftClientCredentialsTest {
  private static final String SCOPE = "https://outlook.office365.com/.default";

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final AtomicReference<String> secret = new AtomicReference<>("s3cret-value");
  private MicrosoftIssuer issuer;
  private MicrosoftClientCredentials source;

  @BeforeEach
  void start() {
    issuer = MicrosoftIssuer.start(stack.authority());
    issuer.app("contoso.onmicrosoft.com", "app-id", "s3cret-value");
    source = source("contoso.onmicrosoft.com", "app-id", SCOPE);
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @Test
  void fetch_realMsal_oneRequestToTheTenantAndNothingElse() throws Exception {
    AccessToken token = source.fetch();

    assertThat(issuer.isValid("robot@contoso.com", token.value().reveal())).isTrue();
    assertThat(issuer.documentsFetched()).isEmpty();
    IssuerRequest request = issuer.requests().get(0);
    assertThat(issuer.requests()).hasSize(1);
    assertThat(request.path()).isEqualTo("/contoso.onmicrosoft.com/oauth2/v2.0/token");
    assertThat(request.scope().split(" ")).contains(SCOPE);
    assertThat(request.authentication()).isEqualTo("client_secret_post");
    assertThat(request.parameters()).as("sent by MSAL4J").containsEntry("client_info", "1");
  }

  @Test
  void fetch_twice_twoRequestsSinceNothingIsCached() throws Exception {
    assertThat(source.fetch().value()).isNotEqualTo(source.fetch().value());
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void fetch_lifetimes_readFromTheAnswerAndNotFromMsal() throws Exception {
    issuer.lifetime(Duration.ofSeconds(10));
    issuer.refreshIn(Duration.ofSeconds(4));
    AccessToken numbers = source.fetch();
    issuer.expiresInAsString(true);
    AccessToken text = source.fetch();
    issuer.failNext(IssuerFault.without("expires_in"));
    AccessToken none = source.fetch();

    assertThat(numbers.lifetime()).isEqualTo(Duration.ofSeconds(10));
    assertThat(numbers.renewIn()).isEqualTo(Duration.ofSeconds(4));
    assertThat(text.lifetime()).isEqualTo(Duration.ofSeconds(10));
    assertThat(none.lifetime()).isEqualTo(AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  void fetch_msalsWork_isDoneInTheCallingThread() throws Exception {
    List<Thread> threads = new CopyOnWriteArrayList<>();
    HttpSettings settings =
        new HttpSettings(
            () -> {
              threads.add(Thread.currentThread());
              return stack.authority().trustingContext();
            },
            null,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));
    MicrosoftClient.Settings application =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/contoso.onmicrosoft.com/"),
            "app-id",
            new ClientProof.SharedSecret(SecretSource.fixed(Secret.of("s3cret-value"))),
            SCOPE);
    try (TokenHttp http = new TokenHttp(settings, stack.timers())) {
      new MicrosoftClientCredentials(new MicrosoftClient(application, http, clock)).fetch();
    }
    assertThat(threads).isNotEmpty().containsOnly(Thread.currentThread());
  }

  @Test
  void fetch_secretRotated_newOneIsRead() throws Exception {
    source.fetch();
    issuer.app("contoso.onmicrosoft.com", "app-id", "n3w-secret-value");
    assertThat(failure().getMessage()).contains("AADSTS7000215");
    secret.set("n3w-secret-value");
    assertThat(source.fetch().value()).isNotNull();
  }

  @Test
  void fetch_emptyObject_failsAlthoughMsalCallsItSuccess() {
    issuer.failNext(IssuerFault.emptyObject());
    TokenException failure = failure();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure).hasMessageContaining("HTTP 200, success without an access_token");
  }

  @Test
  void fetch_serverError_oneRequestSinceMsalMayNotRetry() {
    issuer.failAll(IssuerFault.unavailable());
    TokenException failure = failure();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure).hasMessageContaining("HTTP 503");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void fetch_throttled_pauseOfTheServerIsKept() {
    issuer.failNext(IssuerFault.throttled(Duration.ofSeconds(17)));
    TokenException failure = failure();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
  }

  @Test
  void fetch_retryAfterAsDate_measuredByTheDateOfTheAnswer() {
    Instant end = InstantSource.system().instant().plus(Duration.ofMinutes(10));
    String date = DateUtils.formatStandardDate(end);
    issuer.failNext(IssuerFault.unavailable().header("Retry-After", date));

    assertThat(failure().retryAfter().orElseThrow())
        .as("whatever this machine's clock says")
        .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
  }

  @Test
  void fetch_errorWithoutDescription_statusIsKnownAlthoughMsalLosesIt() {
    issuer.failNext(IssuerFault.json(400, "{\"error\":\"invalid_scope\"}"));
    TokenException failure = failure();
    assertThat(failure.permanent()).isTrue();
    assertThat(failure).hasMessageContaining("HTTP 400 invalid_scope");
  }

  @Test
  void fetch_htmlOfAProxy_saysWhatCame() {
    issuer.failNext(IssuerFault.html(502));
    assertThat(failure())
        .hasMessageContaining("HTTP 502")
        .hasMessageContaining("text/html")
        .hasMessageContaining("proxy or load balancer");
  }

  @Test
  void fetch_redirect_isNotFollowed() {
    issuer.failNext(IssuerFault.json(307, "{}").header("Location", issuer.url() + "/elsewhere"));
    assertThat(failure()).hasMessageContaining("token requests are never redirected");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void fetch_everyEntraError_saidVerbatimAndClassified() {
    for (EntraError error : EntraError.values()) {
      issuer.failNext(error);
      TokenException failure = failure();
      assertThat(failure.permanent()).as(error.name()).isEqualTo(error != EntraError.TRANSIENT);
      assertThat(failure)
          .hasMessageContaining("The token request (client credentials) of application app-id to")
          .hasMessageContaining("\"AADSTS" + error.code() + ": ")
          .hasMessageContaining("Trace ID: ");
    }
  }

  @Test
  void fetch_unknownApplication_namesWhoMustActAndHow() {
    source = source("contoso.onmicrosoft.com", "other-id", SCOPE);
    assertThat(failure())
        .hasMessageContaining("application other-id")
        .hasMessageContaining("HTTP 400 unauthorized_client \"AADSTS700016")
        .hasMessageContaining("not the object id");
  }

  @Test
  void fetch_nobodyListens_mayPassAndNamesHostAndPort() {
    URI url = issuer.url();
    issuer.close();
    TokenException failure = failure();
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("localhost:" + url.getPort())
        .hasMessageContaining("auth.http-proxy");
  }

  @Test
  void fetch_emptySecret_isNotSent() {
    secret.set("");
    TokenException failure = failure();
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("client-secret is empty")
        .returns("token-secret-empty", told -> told.diagnosis().orElseThrow().id());
    assertThat(issuer.requests()).isEmpty();
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }

  private MicrosoftClientCredentials source(String tenant, String clientId, String scope) {
    SecretSource current = () -> Secret.of(secret.get());
    return new MicrosoftClientCredentials(
        new MicrosoftClient(
            new MicrosoftClient.Settings(
                issuer.url().resolve("/" + tenant + "/"),
                clientId,
                new ClientProof.SharedSecret(current),
                scope),
            stack.http(),
            clock));
  }
}
