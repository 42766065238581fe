package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many logins of one connector at one issuer, with the vendors' libraries and real requests. */
class SharedIssuerTest {
  private static final Secret SECRET = Secret.of("s3cret-value");

  private final TestAuthority authority = TestAuthority.create();
  private final HandContext context =
      new HandContext().trust(Trust.context(authority.trustingContext()));
  private final MicrosoftIssuer microsoft = MicrosoftIssuer.start(authority);
  private final GoogleIssuer google = GoogleIssuer.start(authority);
  private final GenericIssuer generic = GenericIssuer.start(authority);
  private final List<CredentialProvider> providers = new ArrayList<>();
  private final RefreshTokenStore store = RefreshTokenStore.inMemory();
  @TempDir Path folder;

  enum Service {
    MICROSOFT {
      @Override
      OAuth2Login login(SharedIssuerTest test, int number) {
        return test.microsoft("contoso.com", number);
      }

      @Override
      TokenIssuer issuer(SharedIssuerTest test) {
        return test.microsoft;
      }
    },
    GOOGLE_SERVICE_ACCOUNT {
      @Override
      OAuth2Login login(SharedIssuerTest test, int number) {
        return Gmail.serviceAccount(test.folder.resolve("key.json"))
            .login("user" + number + "@example.com");
      }

      @Override
      TokenIssuer issuer(SharedIssuerTest test) {
        return test.google;
      }
    },
    GOOGLE_REFRESH_TOKEN {
      @Override
      OAuth2Login login(SharedIssuerTest test, int number) {
        String user = "user" + number + "@example.com";
        Secret refresh = Secret.of(test.google.grantRefreshToken("desktop", user));
        return Gmail.refreshToken("desktop", SECRET, refresh)
            .tokenEndpoint(test.google.tokenEndpoint())
            .login(user);
      }

      @Override
      TokenIssuer issuer(SharedIssuerTest test) {
        return test.google;
      }
    },
    /** As a user who has consented: with a command for the next consent. */
    GOOGLE_KEPT_REFRESH_TOKEN {
      @Override
      OAuth2Login login(SharedIssuerTest test, int number) {
        String user = "user" + number + "@example.com";
        Secret refresh = Secret.of(test.google.grantRefreshToken("desktop", user));
        OAuth2Login login =
            Gmail.refreshToken("desktop", SecretSource.fixed(SECRET), test.store)
                .tokenEndpoint(test.google.tokenEndpoint())
                .login(user);
        test.keep(user + " (desktop)", refresh);
        assertThat(login.consentCommand("account")).isNotNull();
        return login;
      }

      @Override
      TokenIssuer issuer(SharedIssuerTest test) {
        return test.google;
      }
    },
    GENERIC {
      @Override
      OAuth2Login login(SharedIssuerTest test, int number) {
        return GenericOAuth2.at(test.generic.tokenEndpoint())
            .clientCredentials("mailer", SECRET)
            .login("user" + number + "@corp.example");
      }

      @Override
      TokenIssuer issuer(SharedIssuerTest test) {
        return test.generic;
      }
    };

    abstract OAuth2Login login(SharedIssuerTest test, int number);

    abstract TokenIssuer issuer(SharedIssuerTest test);
  }

  @BeforeEach
  void start() throws Exception {
    microsoft.app("contoso.com", "app", SECRET.reveal());
    microsoft.app("fabrikam.com", "other", SECRET.reveal());
    google.client("desktop", SECRET.reveal());
    generic.client("mailer", SECRET.reveal());
    Files.writeString(folder.resolve("key.json"), google.serviceAccountKeyJson());
  }

  @AfterEach
  void stop() {
    providers.forEach(CredentialProvider::close);
    microsoft.close();
    google.close();
    generic.close();
  }

  private OAuth2Login microsoft(String tenant, int number) {
    return Microsoft365.application(tenant, tenant.equals("contoso.com") ? "app" : "other")
        .secret(SECRET)
        .authority(microsoft.url())
        .login("user" + number + "@" + tenant);
  }

  private void keep(String account, Secret refreshToken) {
    try {
      store.put(account, refreshToken, context.clock().instant());
    } catch (TokenException unkept) {
      throw new AssertionError(unkept);
    }
  }

  private CredentialProvider provider(OAuth2Login login) {
    CredentialProvider provider = login.create(context);
    providers.add(provider);
    return provider;
  }

  private static CredentialException failure(CredentialProvider provider) {
    return catchThrowableOfType(CredentialException.class, provider::current);
  }

  @ParameterizedTest
  @EnumSource
  void outage_ofTheIssuer_costsItThreeRequestsHoweverManyAccountsThereAre(Service service) {
    service.issuer(this).failAll(IssuerFault.unavailable().retryAfter(Duration.ofMinutes(3)));
    for (int i = 0; i < 30; i++) {
      assertThat(failure(provider(service.login(this, i))))
          .hasMessageContaining("HTTP 503")
          .satisfies(failed -> assertThat(failed.retryAfter()).isPresent());
    }
    assertThat(service.issuer(this).requests()).hasSize(3);
    context.time.advance(Duration.ofMinutes(3).minusSeconds(1));
    assertThat(failure(provider(service.login(this, 30))))
        .hasMessageContaining("has given no account a token since 2026-11-22T00:00:00Z")
        .hasMessageContaining("left alone until 2026-11-22T00:03:00Z");
    assertThat(service.issuer(this).requests()).hasSize(3);

    service.issuer(this).recover();
    context.time.advance(Duration.ofSeconds(1));

    providers.forEach(CredentialProvider::current);
    assertThat(service.issuer(this).requests()).hasSize(3 + providers.size());
  }

  @ParameterizedTest
  @EnumSource
  void refusal_ofAnAccount_keepsNobodyFromAsking(Service service) {
    service.issuer(this).failAll(IssuerFault.oauthError(400, "invalid_grant", "no"));
    for (int i = 0; i < 10; i++) {
      failure(provider(service.login(this, i)));
    }
    assertThat(service.issuer(this).requests()).hasSize(10);
  }

  @Test
  void throttling_ofOneTenant_keepsNoOtherFromAsking() {
    microsoft.failAll(IssuerFault.throttled(Duration.ofMinutes(5)));
    for (int i = 0; i < 10; i++) {
      failure(provider(microsoft("contoso.com", i)));
    }
    assertThat(microsoft.requests()).hasSize(3);
    microsoft.recover();

    assertThat(provider(microsoft("fabrikam.com", 1)).current()).isNotNull();
    assertThat(failure(provider(microsoft("contoso.com", 11))))
        .hasMessageContaining("application app in tenant contoso.com")
        .hasMessageContaining("HTTP 429");
  }

  @Test
  void throttling_ofOneKey_keepsNoOtherFromAsking() throws Exception {
    Path other = folder.resolve("other.json");
    Files.writeString(other, google.serviceAccountKeyJson());
    google.failAll(IssuerFault.throttled(Duration.ofMinutes(5)));
    for (int i = 0; i < 10; i++) {
      failure(provider(Service.GOOGLE_SERVICE_ACCOUNT.login(this, i)));
    }
    assertThat(google.requests()).hasSize(3);
    google.recover();

    assertThat(provider(Gmail.serviceAccount(other).login("ann@example.org")).current())
        .isNotNull();
    assertThat(failure(provider(Service.GOOGLE_SERVICE_ACCOUNT.login(this, 11))))
        .hasMessageContaining("service account of " + folder.resolve("key.json"))
        .hasMessageContaining("HTTP 429");
  }

  @Test
  void failureOfOneAccount_toldToAnother_namesNoMailbox() {
    generic.close();
    for (int i = 0; i < 3; i++) {
      failure(provider(Service.GENERIC.login(this, i)));
    }

    assertThat(failure(provider(Service.GENERIC.login(this, 9))).getMessage())
        .contains("has given no account a token")
        .contains("refused")
        .doesNotContain("user0", "user1", "user2");
  }

  @Test
  void proxyThatDoesNotReachTheIssuer_isAskedForItNoMoreThanAnIssuerThatIsDown() {
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.fail(ProxyFault.refuse(502));
      for (int i = 0; i < 30; i++) {
        OAuth2Login login =
            GenericOAuth2.at(generic.tokenEndpoint())
                .clientCredentials("mailer", SECRET)
                .proxy(ProxyServer.http(proxy.host(), proxy.port()))
                .login("user" + i + "@corp.example");
        assertThat(failure(provider(login))).hasMessageContaining("answered 502 to CONNECT");
      }
      assertThat(proxy.connections()).isEqualTo(3);
    }
  }

  @Test
  void proxy_thatIsDown_concernsOnlyThoseBehindIt() {
    try (DeadPort dead = DeadPort.reserve()) {
      ProxyServer proxy = ProxyServer.http("127.0.0.1", dead.port());
      for (int i = 0; i < 4; i++) {
        CredentialException failure =
            failure(
                provider(
                    GenericOAuth2.at(generic.tokenEndpoint())
                        .clientCredentials("mailer", SECRET)
                        .proxy(proxy)
                        .login("user" + i + "@corp.example")));
        if (i == 3) {
          assertThat(failure)
              .hasMessageContaining(" by HTTP proxy 127.0.0.1:" + dead.port() + " (client mailer");
        }
      }
    }

    assertThat(provider(Service.GENERIC.login(this, 9)).current()).isNotNull();
  }

  @Test
  void trustSettings_thatCannotBeUsed_concernNobodyElse() throws Exception {
    Path authorities = Files.writeString(folder.resolve("ca.pem"), "replaced right now");
    for (int i = 0; i < 4; i++) {
      assertThat(
              failure(
                  provider(
                      GenericOAuth2.at(generic.tokenEndpoint())
                          .clientCredentials("mailer", SECRET)
                          .trust(Trust.caFile(authorities))
                          .login("user" + i + "@corp.example"))))
          .hasMessageContaining("trust settings cannot be used");
    }

    assertThat(provider(Service.GENERIC.login(this, 9)).current()).isNotNull();
  }

  /** A source of somebody's own. */
  private static final class Vault implements TokenSource {
    @Override
    public AccessToken fetch() throws TokenException {
      throw TokenException.temporary("Down", "HTTP 500", "Wait.", null, null)
          .concerning(TokenException.Reach.ISSUER, "HTTP 500");
    }

    @Override
    public Optional<IssuerClient> issuer() {
      return Optional.of(IssuerClient.at(URI.create("HTTPS://Vault.example:443/token"), "vault"));
    }
  }

  @Test
  void source_ofTheUsersOwn_takesPartWhereItNamesItsIssuer() {
    TokenSource own = new Vault();
    for (int i = 0; i < 3; i++) {
      failure(provider(OAuth2.login("a@b.example", own)));
    }

    assertThat(failure(provider(OAuth2.login("a@b.example", own))))
        .hasMessageContaining("https://vault.example:443 (vault) has given no account a token");
  }

  @Test
  void managedIdentity_namesItsEndpoint() {
    OAuth2Login login = Microsoft365.managedIdentity(Map.of()).login("robot@contoso.com");
    try (TokenSource source = login.open(context)) {
      assertThat(source.issuer().orElseThrow().issuer()).isEqualTo("http://169.254.169.254");
    }
  }

  @Test
  void keylessDelegation_namesBothServersOfItsWay() {
    OAuth2Login login =
        Gmail.impersonate(
                "robot@project.iam.gserviceaccount.com", GoogleIdentity.metadataServer(Map.of()))
            .login("ann@example.com");
    try (TokenSource source = login.open(context)) {
      assertThat(source.issuer().orElseThrow().issuer())
          .isEqualTo("https://iamcredentials.googleapis.com and https://oauth2.googleapis.com");
    }
  }
}
