package dev.mailconnector.auth.oauth2.internal.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.ManagedIdentityEndpoint;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManagedIdentitySourceTest {
  private static final String RESOURCE = "https://outlook.office365.com";

  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private ManagedIdentityEndpoint azure;

  @BeforeEach
  void start() {
    azure = ManagedIdentityEndpoint.start();
    azure.clock(clock);
  }

  @AfterEach
  void stop() {
    azure.close();
    stack.close();
  }

  @Test
  void fetch_onAVirtualMachine_asksTheMetadataService() throws Exception {
    AccessToken token = source(azure.virtualMachine(), null).fetch();

    assertThat(azure.isValid("robot@contoso.com", token.value().reveal())).isTrue();
    assertThat(token.lifetime()).isEqualTo(Duration.ofHours(24));
    assertThat(azure.requests())
        .containsExactly(
            "/metadata/identity/oauth2/token?api-version=2018-02-01"
                + "&resource=https%3A%2F%2Foutlook.office365.com");
  }

  @Test
  void fetch_inAppService_provesItselfAndReadsTheEndAsADate() throws Exception {
    azure.clock(InstantSource.system());
    azure.lifetime(Duration.ofMinutes(90));
    AccessToken token = source(azure.appService(), null).fetch();

    assertThat(azure.isValid("robot@contoso.com", token.value().reveal())).isTrue();
    assertThat(token.lifetime())
        .as("by the date of the answer, whatever this machine's clock says")
        .isBetween(Duration.ofMinutes(80), Duration.ofMinutes(91));
    assertThat(azure.requests().get(0)).startsWith("/msi/token?api-version=2019-08-01&resource=");
  }

  @Test
  void fetch_endAlreadyOver_lifetimeIsAssumed() throws Exception {
    azure.clock(InstantSource.system());
    azure.lifetime(Duration.ofMinutes(-90));
    assertThat(source(azure.appService(), null).fetch().lifetime())
        .isEqualTo(AccessToken.ASSUMED_LIFETIME);
  }

  @Test
  void fetch_userAssigned_isAskedForByItsClientId() throws Exception {
    azure.withoutSystemAssigned();
    azure.userAssigned("assigned-1");

    assertThat(source(azure.virtualMachine(), "assigned-1").fetch()).isNotNull();
    assertThat(source(azure.appService(), "assigned-1").fetch()).isNotNull();

    TokenException failure = failure(azure.virtualMachine());
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("The token request (managed identity) of identity the system")
        .hasMessageContaining("invalid_request \"Identity not found\"");
  }

  @Test
  void fetch_headerOfAnotherProcess_isRefused() {
    Map<String, String> wrong =
        Map.of(
            "IDENTITY_ENDPOINT",
            azure.appService().get("IDENTITY_ENDPOINT"),
            "IDENTITY_HEADER",
            "guessed-header-1");
    assertThat(failure(wrong))
        .hasMessageContaining("The identity header is missing or wrong")
        .hasMessageNotContaining("guessed-header-1");
  }

  @ParameterizedTest
  @ValueSource(ints = {404, 410})
  void fetch_endpointBeingUpdated_mayPass(int status) throws Exception {
    azure.failNext(IssuerFault.json(status, "{}"));
    ManagedIdentitySource source = source(azure.virtualMachine(), null);
    TokenException failure = catchThrowableOfType(TokenException.class, source::fetch);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("HTTP " + status)
        .hasMessageContaining("on Azure itself");
    assertThat(source.fetch()).isNotNull();
  }

  @Test
  void fetch_throttled_pauseIsKept() {
    azure.failNext(IssuerFault.json(429, "{\"error\":\"x\"}").header("Retry-After", "7"));
    assertThat(failure(azure.virtualMachine()).retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void fetch_nobodyThere_saysThatThisMustBeAzure() {
    Map<String, String> environment = azure.virtualMachine();
    azure.close();
    TokenException failure = failure(environment);
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining("check that this runs on a virtual machine")
        .returns("metadata-server-away", told -> told.diagnosis().orElseThrow().id());
  }

  @Test
  void fetch_everyAnswer_nothingLeaks() throws Exception {
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("identity header", azure.appService().get("IDENTITY_HEADER"));
      ManagedIdentitySource source = source(azure.appService(), null);
      String token = source.fetch().value().reveal();
      hunter.secret("token", token);
      String echo = "had " + token + " for " + azure.appService().get("IDENTITY_HEADER");
      azure.failNext(IssuerFault.oauthError(400, "invalid_request", echo));
      hunter.assertClean(catchThrowableOfType(TokenException.class, source::fetch));
      hunter.assertCleanText(source.toString());
      hunter.assertNothingLeaked();
    }
  }

  @Test
  void endpoint_withoutVariables_isTheMetadataServiceOfTheMachine() {
    assertThat(IdentityEndpoint.of(Map.of()).url())
        .hasToString("http://169.254.169.254/metadata/identity/oauth2/token");
    assertThat(
            IdentityEndpoint.of(
                    Map.of(
                        "IDENTITY_ENDPOINT", "http://169.254.130.5:8081/msi/token",
                        "IDENTITY_HEADER", "h"))
                .headerValue())
        .hasToString("***");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://169.254.169.254.evil.example/msi/token",
        "http://10.0.0.1/msi/token",
        "ftp://localhost/msi/token",
        "http://ann@169.254.130.5/msi/token",
        "no url",
        "/msi/token"
      })
  void endpoint_thatIsNotLocal_isRefused(String url) {
    Map<String, String> environment = Map.of("IDENTITY_ENDPOINT", url, "IDENTITY_HEADER", "h");
    assertThatThrownBy(() -> IdentityEndpoint.of(environment))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("IDENTITY_ENDPOINT must be an http URL of this machine");
  }

  private TokenException failure(Map<String, String> environment) {
    return catchThrowableOfType(TokenException.class, source(environment, null)::fetch);
  }

  private ManagedIdentitySource source(Map<String, String> environment, @Nullable String clientId) {
    return new ManagedIdentitySource(
        new ManagedIdentitySource.Settings(IdentityEndpoint.of(environment), clientId, RESOURCE),
        stack.http(),
        clock);
  }
}
