package dev.mailconnector.auth.oauth2;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.microsoft.IdentityEndpoint;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClient;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClientCredentials;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftRefreshToken;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An application of the Microsoft identity platform (Entra ID) that logs mailboxes of Microsoft 365
 * in. Immutable and thread-safe: one application serves many mailboxes.
 *
 * <pre>{@code
 * Microsoft365.application("contoso.onmicrosoft.com", applicationId)
 *     .secret(secret)
 *     .login("robot@contoso.com")
 * Microsoft365.application("contoso.onmicrosoft.com", applicationId)
 *     .refreshToken(refreshToken)
 *     .login("ann@contoso.com")
 * }</pre>
 *
 * <p>What an administrator must do first is described in {@code docs/providers/microsoft365.md}:
 * the application permission {@code SMTP.SendAsApp} with admin consent, a service principal in
 * Exchange Online, and a right on each mailbox.
 */
public final class Microsoft365 {
  /** {@code preferred_username} comes with profile: what MSAL asks for, too. */
  private static final ConsentPlan.Service CONSENTS =
      new ConsentPlan.Service(Map.of(), "localhost", "", List.of("openid", "profile"), null, null);

  /** learn.microsoft.com/entra/identity-platform/refresh-tokens: of a consent that nobody uses. */
  private static final Duration IDLE_LIFE = Duration.ofDays(90);

  private static final String OFFLINE = "offline_access";

  /** Where users of any tenant log in; an application is always of one. */
  private static final Set<String> COMMON_TENANTS = Set.of("common", "organizations");

  private final MicrosoftAuthority authority;
  private final String clientId;
  private final @Nullable ClientProof proof;
  private final @Nullable String scope;
  private final TokenTraffic traffic;

  private Microsoft365(
      MicrosoftAuthority authority,
      String clientId,
      @Nullable ClientProof proof,
      @Nullable String scope,
      TokenTraffic traffic) {
    this.authority = authority;
    this.clientId = clientId;
    this.proof = proof;
    this.scope = scope;
    this.traffic = traffic;
  }

  /**
   * Starts an account at {@code smtp.office365.com}, with the limits of Exchange Online: three
   * connections, each for nine minutes.
   *
   * @throws ConfigurationException if the name cannot be one
   */
  public static Account.Builder account(String name) {
    return Account.builder(name, ProviderPreset.MICROSOFT365);
  }

  /**
   * Starts an account of High Volume Email, for internal recipients. Its login asks for another
   * scope and renews earlier:
   *
   * <pre>{@code
   * application.scope("https://outlook.office.com/.default")
   *     .login("bulk@contoso.com")
   *     .renewal(RenewalPolicy.highVolumeEmail())
   * }</pre>
   *
   * @throws ConfigurationException if the name cannot be one
   */
  public static Account.Builder highVolumeAccount(String name) {
    return Account.builder(name, ProviderPreset.MICROSOFT_HVE);
  }

  /**
   * An application as it is registered in a tenant. How it proves itself comes next: {@link
   * #secret}, {@link #certificate} or {@link #federated(Path)}; a public one, which acts for users
   * only, has no such proof.
   *
   * @param tenant the tenant's id or one of its domains; {@code consumers} for personal accounts
   * @param clientId the application (client) id
   * @throws ConfigurationException if tenant or id cannot be one, or MSAL4J is not on the class
   *     path
   */
  public static Microsoft365 application(String tenant, String clientId) {
    TokenTraffic.checkLibrary(
        "com.microsoft.aad.msal4j.ConfidentialClientApplication",
        "com.microsoft.azure:msal4j",
        "microsoft");
    return new Microsoft365(
        MicrosoftAuthority.ofTenant(tenant),
        TokenTraffic.checkText("auth.client-id", clientId),
        null,
        null,
        TokenTraffic.DIRECT);
  }

  /**
   * The identity that Azure gave to the machine or app this runs on, in place of an application
   * with a secret. Works without MSAL4J.
   *
   * @param environment where Azure says how to find it: {@code System.getenv()}
   * @throws ConfigurationException if the environment names a place that is not known here
   */
  public static AzureManagedIdentity managedIdentity(Map<String, String> environment) {
    return new AzureManagedIdentity(IdentityEndpoint.of(environment));
  }

  /** The same proving itself by a secret, read again for every token, so that it may be rotated. */
  public Microsoft365 secret(SecretSource clientSecret) {
    return proving(new ClientProof.SharedSecret(clientSecret));
  }

  /** The same with a secret that never changes. */
  public Microsoft365 secret(Secret clientSecret) {
    return secret(SecretSource.fixed(clientSecret));
  }

  /**
   * The same with the end of its secret, which Microsoft does not tell: it is warned of before.
   *
   * @throws ConfigurationException if it has no secret
   */
  public Microsoft365 secretExpires(Instant end) {
    return proving(TokenTraffic.expiring(proof, end));
  }

  /**
   * The same proving itself by assertions signed with the key of a certificate: with PS256 unless
   * the certificate {@linkplain ClientCertificate#algorithm says RS256}.
   *
   * @throws ConfigurationException if the file has no RSA key with its certificate that this
   *     password opens
   */
  public Microsoft365 certificate(ClientCertificate certificate) {
    if (certificate.algorithm() == AssertionAlgorithm.ES256) {
      throw ConfigurationException.of(
          "auth.assertion-algorithm", "ES256", "Microsoft takes RSA keys only: PS256 or RS256.");
    }
    return proving(new ClientProof.Certificate(certificate.open(AssertionAlgorithm.PS256)));
  }

  /**
   * The same proving itself by the token of an identity provider that a federated credential of the
   * application names: workload identity of Kubernetes, GitHub Actions and others. The file is read
   * again for every token; somebody else keeps it fresh.
   *
   * @throws ConfigurationException if the file cannot be read
   */
  public Microsoft365 federated(Path assertionFile) {
    return federated(ClientAssertion.file(assertionFile).token());
  }

  /** The same with such tokens from elsewhere. */
  public Microsoft365 federated(SecretSource assertion) {
    return proving(new ClientProof.Federated(assertion));
  }

  private Microsoft365 proving(ClientProof newProof) {
    return new Microsoft365(authority, clientId, newProof, scope, traffic);
  }

  /**
   * The same in another cloud, such as {@code https://login.microsoftonline.us}. Default {@code
   * https://login.microsoftonline.com}. The default of {@link #scope} follows.
   *
   * @throws ConfigurationException unless it is an https URL without a path
   */
  public Microsoft365 authority(URI newAuthority) {
    return new Microsoft365(authority.at(newAuthority), clientId, proof, scope, traffic);
  }

  /**
   * The same asking for another scope, or several that are separated by spaces. Default: in the
   * global cloud {@code https://outlook.office365.com/.default} for the application itself and
   * {@code https://outlook.office.com/SMTP.Send offline_access} for a user. {@code offline_access}
   * is asked for beside any other scope of a user, too: it brings the refresh token.
   *
   * @throws ConfigurationException if it is empty or has control characters
   */
  public Microsoft365 scope(String newScope) {
    return new Microsoft365(
        authority, clientId, proof, TokenTraffic.checkText("auth.scope", newScope), traffic);
  }

  /** The same with token requests through this HTTP proxy. */
  public Microsoft365 proxy(ProxyServer proxy) {
    return proxy(proxy, ProxyEngine.MAILCONNECTOR);
  }

  /**
   * The same with token requests through this HTTP proxy, where this engine speaks NTLM if the
   * proxy asks for it. Default: {@link ProxyEngine#MAILCONNECTOR}.
   */
  public Microsoft365 proxy(ProxyServer proxy, ProxyEngine engine) {
    return new Microsoft365(authority, clientId, proof, scope, traffic.through(proxy, engine));
  }

  /** The same with this trust for token requests. Default: what the account trusts. */
  public Microsoft365 trust(Trust trust) {
    return new Microsoft365(authority, clientId, proof, scope, traffic.trusting(trust));
  }

  /**
   * A login of the application itself to this mailbox (RFC 6749 section 4.4). A shared mailbox
   * takes its own address here.
   *
   * @throws ConfigurationException if the mailbox is empty or has control characters, if the
   *     application has nothing to prove itself with, or if the scope is not one that ends with
   *     {@code /.default}
   */
  public OAuth2Login login(String mailbox) {
    if (proof == null) {
      throw ConfigurationException.of(
          "auth.client-secret",
          null,
          "The application needs something to prove itself with: a secret, a certificate or a"
              + " federated assertion.");
    }
    if (COMMON_TENANTS.contains(authority.tenant())) {
      throw ConfigurationException.of(
          "auth.tenant",
          authority.tenant(),
          "An application that logs in by itself needs the tenant of its mailboxes: an id, or a"
              + " domain such as contoso.onmicrosoft.com.");
    }
    String usual = authority.cloud().applicationScope();
    String wanted = scope == null ? usual : scope;
    if (!wanted.endsWith("/.default") || wanted.contains(" ")) {
      throw ConfigurationException.of(
          "auth.scope",
          wanted,
          "An application asks for one scope that ends with /.default, such as " + usual + ".");
    }
    return new OAuth2Login(
        mailbox, context -> new MicrosoftClientCredentials(client(wanted, context)));
  }

  /**
   * The same acting for a user, by the refresh token of the user's consent (RFC 6749 section 6).
   * Microsoft replaces it with every use.
   *
   * @param refreshToken the first value
   */
  public UserConsent refreshToken(SecretSource refreshToken) {
    return new UserConsent(this, refreshToken, RefreshTokenStore.inMemory());
  }

  /** The same with a refresh token that is in this store already. */
  public UserConsent refreshToken(RefreshTokenStore store) {
    return new UserConsent(this, null, store);
  }

  /** The same with a first value that never changes. */
  public UserConsent refreshToken(Secret refreshToken) {
    return refreshToken(SecretSource.fixed(refreshToken));
  }

  private MicrosoftClient client(String wanted, ProviderContext context) {
    return new MicrosoftClient(
        new MicrosoftClient.Settings(authority.url(), clientId, proof, wanted),
        traffic.open(context),
        context.clock());
  }

  /** Microsoft registers {@code http://localhost} and lets every port pass. */
  private ConsentPlan plan(String wanted, String mailbox) {
    URI base = authority.url();
    var server =
        new TokenServer.Known(
            new ServerMetadata(
                null,
                base.resolve("oauth2/v2.0/token"),
                base.resolve("oauth2/v2.0/authorize"),
                base.resolve("oauth2/v2.0/devicecode")));
    GenericClient.Settings client =
        GenericClient.Settings.of(server, clientId, proof)
            .withAuthentication(ClientAuthentication.POST)
            .withScope(withRefreshToken(wanted));
    return new ConsentPlan(client, mailbox, CONSENTS);
  }

  /** Without {@code offline_access} a consent brings none; MSAL4J asks for it always, too. */
  private static String withRefreshToken(String scope) {
    boolean asked = List.of(scope.trim().split(" +", -1)).contains(OFFLINE);
    return asked ? scope : scope + " " + OFFLINE;
  }

  @Override
  public String toString() {
    return "Microsoft 365 application " + clientId + " of " + authority.tenant();
  }

  /** A user's consent to an application. Immutable and thread-safe. */
  public static final class UserConsent {
    private final Microsoft365 application;
    private final @Nullable SecretSource refreshToken;
    private final RefreshTokenStore store;

    private UserConsent(
        Microsoft365 application, @Nullable SecretSource refreshToken, RefreshTokenStore store) {
      this.application = application;
      this.refreshToken = refreshToken;
      this.store = store;
    }

    /** The same with refresh tokens kept here as Microsoft replaces them. Default: in memory. */
    public UserConsent store(RefreshTokenStore newStore) {
      return new UserConsent(application, refreshToken, newStore);
    }

    /**
     * A login to the mailbox of the user who consented, or to a shared mailbox that this user may
     * send as: the address here is what Exchange looks at.
     *
     * @throws ConfigurationException if the mailbox is empty or has control characters
     */
    public OAuth2Login login(String mailbox) {
      String wanted =
          application.scope == null ? application.authority.cloud().userScope() : application.scope;
      String account = mailbox + " (" + application.clientId + ")";
      var kept = new KeptRefreshToken(store, account, refreshToken, wanted, IDLE_LIFE);
      return new OAuth2Login(
          mailbox,
          context -> new MicrosoftRefreshToken(application.client(wanted, context), kept),
          () -> {
            OAuth2Login.checkStore(refreshToken);
            return new Consent(
                application.plan(wanted, mailbox), store, account, application.traffic);
          });
    }

    @Override
    public String toString() {
      return "consent to " + application;
    }
  }
}
