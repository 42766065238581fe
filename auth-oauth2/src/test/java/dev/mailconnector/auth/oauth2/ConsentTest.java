package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.testkit.issuer.ConsentingUser;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A scripted user consents or not, and the login then works without the user. */
class ConsentTest {
  private static final String ANN = "ann@example.com";

  private final HttpForTests stack = new HttpForTests();
  private final WorkingContext context = new WorkingContext(stack.trust());
  private final ConsentingUser user = ConsentingUser.trusting(stack.authority());
  private final GenericIssuer issuer = GenericIssuer.start(stack.authority());
  private final RefreshTokenStore store = RefreshTokenStore.inMemory();
  private final List<URI> visited = new ArrayList<>();
  private final List<String> pages = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    issuer.close();
    context.close();
    stack.close();
  }

  /** Visits at once, as a browser beside the program does. */
  private Consumer<URI> browser() {
    return url -> {
      visited.add(url);
      CompletableFuture.runAsync(() -> pages.add(user.visit(url))).orTimeout(30, TimeUnit.SECONDS);
    };
  }

  private OAuth2Login generic() {
    issuer.publicClient("desktop");
    return GenericOAuth2.discoveredAt(issuer.url())
        .publicClient("desktop", store)
        .scope("smtp offline_access")
        .login(ANN);
  }

  private static Map<String, String> query(URI url) {
    Map<String, String> query = new LinkedHashMap<>();
    for (String pair : url.getRawQuery().split("&", -1)) {
      query.put(
          pair.substring(0, pair.indexOf('=')),
          URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), StandardCharsets.UTF_8));
    }
    return query;
  }

  @Test
  void inBrowser_userConsents_loginWorksFromThenOn() throws Exception {
    OAuth2Login login = generic();
    GrantedConsent granted = login.consent().inBrowser(context, browser());
    assertThat(granted.scopes()).contains("smtp");
    assertThat(granted.user()).isEqualTo(ANN);
    assertThat(granted.account()).startsWith(ANN + " (desktop at ");
    assertThat(granted.store()).isEqualTo("the memory of this process");

    AccessToken next = login.open(context).fetch();

    assertThat(issuer.isValid(ANN, next.value().reveal())).isTrue();
    assertThat(query(visited.get(0)))
        .containsEntry("response_type", "code")
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("scope", "smtp offline_access openid email")
        .containsEntry("login_hint", ANN)
        .containsKey("nonce")
        .doesNotContainKeys("client_secret")
        .hasEntrySatisfying(
            "redirect_uri", uri -> assertThat(uri).matches("http://127\\.0\\.0\\.1:\\d+/"))
        .hasEntrySatisfying("state", state -> assertThat(state).hasSize(43));
    assertThat(issuer.requests())
        .extracting(IssuerRequest::grant)
        .containsExactly("authorization_code", "refresh_token");
  }

  @Test
  void consentAtOneRealm_isNotPresentedToAnotherOfTheSameHost() throws Exception {
    GrantedConsent granted = generic().consent().inBrowser(context, browser());
    URI other = URI.create(issuer.url() + "/realms/other/token");
    OAuth2Login elsewhere =
        GenericOAuth2.at(other).publicClient("desktop", store).scope("smtp").login(ANN);

    TokenException failure =
        catchThrowableOfType(TokenException.class, () -> elsewhere.open(context).fetch());

    assertThat(failure)
        .hasMessageContaining("There is no refresh token of " + ANN)
        .returns("refresh-token-missing", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("/realms/other");
    assertThat(granted.account()).doesNotContain("/realms/other");
  }

  @Test
  void inBrowser_twice_nothingOfTheRequestIsUsedAgain() throws Exception {
    OAuth2Login login = generic();
    login.consent().inBrowser(context, browser());
    login.consent().inBrowser(context, browser());
    for (String name : List.of("state", "code_challenge", "redirect_uri")) {
      assertThat(query(visited.get(0)).get(name)).isNotEqualTo(query(visited.get(1)).get(name));
    }
  }

  @Test
  void inBrowser_openId_nonceIsSentAndChecked() throws Exception {
    issuer.publicClient("desktop");
    OAuth2Login login =
        GenericOAuth2.discoveredAt(issuer.url())
            .publicClient("desktop", store)
            .scope("openid smtp")
            .login(ANN);
    assertThat(login.consent().inBrowser(context, browser()).user()).isEqualTo(ANN);
    assertThat(query(visited.get(0))).containsKey("nonce").containsEntry("scope", "openid smtp");

    issuer.failNext(IssuerFault.with("id_token", "e30.e30."));
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> login.consent().inBrowser(context, browser()));
    assertThat(failure).hasMessageContaining("nonce is another");
  }

  @Test
  void inBrowser_userRefuses_issuersWordsAreTold() {
    OAuth2Login login = generic();
    issuer.refuseConsent("access_denied", "The user pressed <No>.");
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> login.consent().inBrowser(context, browser()));
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("access_denied \"The user pressed <No>.\"")
        .hasMessageContaining("The user said no");
    assertThat(issuer.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"https://evil.example, is of issuer", "'', does not name its issuer"})
  void inBrowser_answerOfAnotherIssuer_codeIsNotUsed(String iss, String told) {
    OAuth2Login login = generic();
    issuer.redirect(
        answer -> {
          Map<String, String> changed = new LinkedHashMap<>(answer);
          changed.remove("iss");
          if (!iss.isEmpty()) {
            changed.put("iss", iss);
          }
          return changed;
        });
    TokenException failure =
        catchThrowableOfType(
            TokenException.class, () -> login.consent().inBrowser(context, browser()));
    assertThat(failure).hasMessageContaining(told).hasMessageContaining("RFC 9207");
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void inBrowser_strangerKnocksFirst_isTurnedAwayAndEndsNothing() throws Exception {
    OAuth2Login login = generic();
    List<String> strangers = new ArrayList<>();
    GrantedConsent granted =
        login
            .consent()
            .inBrowser(
                context,
                url -> {
                  String place = query(url).get("redirect_uri");
                  strangers.add(user.visit(URI.create(place + "?code=evil&state=guess")));
                  strangers.add(user.visit(URI.create(place + "?error=access_denied")));
                  strangers.add(user.visit(URI.create(place + "favicon.ico")));
                  browser().accept(url);
                });
    assertThat(granted.user()).isEqualTo(ANN);
    assertThat(strangers.get(0)).contains("not the answer");
    assertThat(strangers.get(1)).contains("not the answer");
    assertThat(strangers.get(2)).contains("nothing here");
  }

  @Test
  void inBrowser_nobodyAnswers_endsAtTheLimitAndFreesThePort() {
    OAuth2Login login = generic();
    TokenException failure =
        catchThrowableOfType(
            TokenException.class,
            () -> login.consent().limit(Duration.ofMillis(1)).inBrowser(context, visited::add));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("nobody consented within PT0.001S")
        .returns("consent-given-up", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("redirect URI");
    URI place = URI.create(query(visited.get(0)).get("redirect_uri"));
    assertThatThrownBy(() -> user.visit(place)).hasRootCauseInstanceOf(IOException.class);
  }

  @Test
  void inBrowser_noRefreshToken_saysWhatToAskFor() {
    OAuth2Login login = generic();
    issuer.failNext(IssuerFault.with("refresh_token", ""));
    assertThat(
            catchThrowableOfType(
                TokenException.class, () -> login.consent().inBrowser(context, browser())))
        .hasMessageContaining("gave no refresh token")
        .hasMessageContaining("offline_access");
  }

  @Test
  void inBrowser_noEndpointKnown_saysWhichKeyNamesIt() {
    OAuth2Login login =
        GenericOAuth2.at(issuer.tokenEndpoint()).publicClient("desktop", store).login(ANN);
    assertThat(
            catchThrowableOfType(
                TokenException.class, () -> login.consent().inBrowser(context, browser())))
        .hasMessageContaining("auth.authorization-endpoint");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void microsoft_userConsents_realMsalUsesTheRefreshToken(boolean device) throws Exception {
    try (MicrosoftIssuer microsoft = MicrosoftIssuer.start(stack.authority())) {
      microsoft.publicApp("contoso.com", "app");
      microsoft.deviceCodes(900, 1);
      OAuth2Login login =
          Microsoft365.application("contoso.com", "app")
              .authority(microsoft.url())
              .refreshToken(store)
              .login(ANN);
      if (device) {
        login.consent().onOtherDevice(context, prompt -> pages.add(user.visit(prompt.complete())));
      } else {
        assertThat(login.consent().inBrowser(context, browser()).user()).isEqualTo(ANN);
        assertThat(query(visited.get(0)))
            .containsEntry(
                "scope", "https://outlook.office.com/SMTP.Send offline_access openid profile")
            .hasEntrySatisfying(
                "redirect_uri", uri -> assertThat(uri).matches("http://localhost:\\d+"));
      }
      AccessToken token = login.open(context).fetch();
      assertThat(microsoft.isValid(ANN, token.value().reveal())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://outlook.office.com/.default",
        "https://outlook.office365.com/SMTP.Send",
        "offline_access https://outlook.office.com/SMTP.Send"
      })
  void microsoft_ownScope_bringsARefreshTokenAllTheSame(String scope) throws Exception {
    try (MicrosoftIssuer microsoft = MicrosoftIssuer.start(stack.authority())) {
      microsoft.publicApp("contoso.com", "app");
      OAuth2Login login =
          Microsoft365.application("contoso.com", "app")
              .authority(microsoft.url())
              .scope(scope)
              .refreshToken(store)
              .login(ANN);
      login.consent().inBrowser(context, browser());

      assertThat(query(visited.get(0)).get("scope").split(" "))
          .contains(scope.split(" "))
          .containsOnlyOnce("offline_access");
      AccessToken token = login.open(context).fetch();
      assertThat(microsoft.isValid(ANN, token.value().reveal())).isTrue();
    }
  }

  @Test
  void google_userConsents_offlineAccessIsAskedForAndTheTokenUsed() throws Exception {
    try (GoogleIssuer google = GoogleIssuer.start(stack.authority())) {
      google.client("desktop", "g-s3cret");
      OAuth2Login login = google(google);
      login.consent().inBrowser(context, browser());
      assertThat(query(visited.get(0)))
          .containsEntry("access_type", "offline")
          .containsEntry("prompt", "consent")
          .containsEntry("scope", "https://mail.google.com/ openid email");
      AccessToken token = login.open(context).fetch();
      assertThat(google.isValid(ANN, token.value().reveal())).isTrue();
    }
  }

  @Test
  void google_device_isRefusedBeforeAnythingIsSent() {
    try (GoogleIssuer google = GoogleIssuer.start(stack.authority())) {
      OAuth2Login login = google(google);
      assertThat(
              catchThrowableOfType(
                  TokenException.class, () -> login.consent().onOtherDevice(context, prompt -> {})))
          .hasMessageContaining("Google does not give the scope for mail to devices");
      assertThat(google.requests()).isEmpty();
    }
  }

  private OAuth2Login google(GoogleIssuer google) {
    return Gmail.refreshToken("desktop", () -> Secret.of("g-s3cret"), store)
        .tokenEndpoint(google.tokenEndpoint())
        .authorizationEndpoint(google.authorizationEndpoint())
        .login(ANN);
  }

  @Test
  void device_clientWithACertificate_everyLookHasAnAssertionOfItsOwn(@TempDir Path folder)
      throws Exception {
    TestClientKey key = TestClientKey.rsa(InstantSource.system().instant());
    issuer.client("mailer", key.certificate());
    issuer.deviceCodes(900, 1);
    issuer.failNextPolls("authorization_pending");
    OAuth2Login login =
        GenericOAuth2.discoveredAt(issuer.url())
            .refreshToken(
                "mailer",
                ClientCertificate.file(key.writePkcs12(folder.resolve("k.p12"), "k", "p4ss"))
                    .password(Secret.of("p4ss")),
                store)
            .login(ANN);
    login.consent().onOtherDevice(context, prompt -> user.visit(prompt.complete()));
    assertThat(login.open(context).fetch()).isNotNull();
    assertThat(issuer.requests())
        .extracting(request -> request.parameters().get("client_assertion"))
        .doesNotContainNull()
        .doesNotHaveDuplicates();
  }

  @Test
  void consent_ofALoginWithoutAUser_namesTheGrant() {
    OAuth2Login login =
        GenericOAuth2.at(issuer.tokenEndpoint())
            .clientCredentials("mailer", Secret.of("x"))
            .login(ANN);
    assertThatThrownBy(login::consent)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.grant");
  }

  @Test
  void consent_besideAConfiguredToken_namesIt() {
    OAuth2Login login =
        GenericOAuth2.at(issuer.tokenEndpoint())
            .publicClient("mailer", Secret.of("first"))
            .login(ANN);
    assertThatThrownBy(login::consent)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.refresh-token");
  }
}
