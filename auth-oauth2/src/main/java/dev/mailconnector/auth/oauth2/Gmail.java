package dev.mailconnector.auth.oauth2;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.auth.oauth2.internal.google.GoogleRefreshToken;
import dev.mailconnector.auth.oauth2.internal.google.GoogleServiceAccount;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Logins to Gmail and Google Workspace with tokens of Google.
 *
 * <pre>{@code
 * Gmail.serviceAccount(Path.of("/run/secrets/google.json")).login("news@example.com")
 * Gmail.impersonate(accountEmail, GoogleIdentity.applicationDefault(System.getenv()))
 *     .login("news@example.com")
 * Gmail.refreshToken(clientId, clientSecret, refreshToken).login("ann@gmail.com")
 * }</pre>
 *
 * <p>The scope is {@code https://mail.google.com/}, the only one that Google documents for SMTP
 * (developers.google.com/gmail/imap/xoauth2-protocol).
 */
public final class Gmail {
  static final String SCOPE = "https://mail.google.com/";
  static final URI TOKEN_ENDPOINT = URI.create("https://oauth2.googleapis.com/token");

  private static final URI AUTHORIZATION_ENDPOINT =
      URI.create("https://accounts.google.com/o/oauth2/v2/auth");

  /** Six months; developers.google.com/identity/protocols/oauth2, refresh token expiration. */
  private static final Duration IDLE_LIFE = Duration.ofDays(180);

  private static final String ISSUER = "https://accounts.google.com";
  private static final ConsentPlan.Service CONSENTS =
      new ConsentPlan.Service(
          Map.of("access_type", "offline", "prompt", "consent"),
          "127.0.0.1",
          "/",
          List.of("openid", "email"),
          SCOPE,
          "Google does not give the scope for mail to devices");

  private Gmail() {}

  /**
   * Starts an account at {@code smtp.gmail.com}.
   *
   * @throws ConfigurationException if the name cannot be one
   */
  public static Account.Builder account(String name) {
    return Account.builder(name, ProviderPreset.GMAIL);
  }

  /**
   * Tokens by the key of a service account with domain-wide delegation. An administrator of the
   * domain must have allowed its client id the scope (Admin console, Security, API controls,
   * Domain-wide delegation).
   *
   * @param keyFile the JSON key file; read again for every token, so that it may be rotated
   * @throws ConfigurationException if it cannot be read, or google-auth is not on the class path
   */
  public static ServiceAccount serviceAccount(Path keyFile) {
    if (!Files.isReadable(keyFile)) {
      throw ConfigurationException.of(
          "auth.key-file",
          keyFile.toString(),
          "The file does not exist or cannot be read by this process.");
    }
    checkLibrary();
    return new ServiceAccount(
        SecretSource.file(keyFile), "service account of " + keyFile, null, TokenTraffic.DIRECT);
  }

  /** The same with the JSON of the key file from elsewhere, such as a vault. */
  public static ServiceAccount serviceAccount(SecretSource keyJson) {
    checkLibrary();
    return new ServiceAccount(keyJson, "service account keys", null, TokenTraffic.DIRECT);
  }

  /**
   * Tokens by a service account with domain-wide delegation that has no key: Google signs for it
   * what this caller asks for.
   *
   * @param serviceAccount its e-mail address
   * @param caller who has the role Service Account Token Creator on it; a service account may have
   *     that role on itself
   * @throws ConfigurationException if the address cannot be one
   */
  public static KeylessServiceAccount impersonate(String serviceAccount, GoogleIdentity caller) {
    return KeylessServiceAccount.of(serviceAccount, caller);
  }

  /**
   * Tokens by the refresh token of a user's earlier consent.
   *
   * @param clientId the OAuth client
   * @param clientSecret its secret
   * @param refreshToken the token
   * @throws ConfigurationException if the id cannot be one, or google-auth is not on the class path
   */
  public static UserConsent refreshToken(
      String clientId, SecretSource clientSecret, SecretSource refreshToken) {
    checkLibrary();
    return new UserConsent(
        TokenTraffic.checkText("auth.client-id", clientId),
        clientSecret,
        refreshToken,
        RefreshTokenStore.inMemory(),
        TOKEN_ENDPOINT,
        AUTHORIZATION_ENDPOINT,
        TokenTraffic.DIRECT);
  }

  /**
   * Tokens by the refresh token of a user's earlier consent, which is in this store already.
   *
   * @throws ConfigurationException if the id cannot be one, or google-auth is not on the class path
   */
  public static UserConsent refreshToken(
      String clientId, SecretSource clientSecret, RefreshTokenStore store) {
    checkLibrary();
    return new UserConsent(
        TokenTraffic.checkText("auth.client-id", clientId),
        clientSecret,
        null,
        store,
        TOKEN_ENDPOINT,
        AUTHORIZATION_ENDPOINT,
        TokenTraffic.DIRECT);
  }

  /** The same with secrets that never change. */
  public static UserConsent refreshToken(
      String clientId, Secret clientSecret, Secret refreshToken) {
    return refreshToken(
        clientId, SecretSource.fixed(clientSecret), SecretSource.fixed(refreshToken));
  }

  static void checkLibrary() {
    TokenTraffic.checkLibrary(
        "com.google.auth.oauth2.GoogleCredentials",
        "com.google.auth:google-auth-library-oauth2-http",
        "google");
  }

  /** A service account that acts for mailboxes. Immutable and thread-safe. */
  public static final class ServiceAccount {
    private final SecretSource key;
    private final String client;
    private final @Nullable String subject;
    private final TokenTraffic traffic;

    private ServiceAccount(
        SecretSource key, String client, @Nullable String subject, TokenTraffic traffic) {
      this.key = key;
      this.client = client;
      this.subject = subject;
      this.traffic = traffic;
    }

    /** The same acting for this user. Default: the mailbox that is logged in to. */
    public ServiceAccount subject(String user) {
      return new ServiceAccount(key, client, TokenTraffic.checkText("auth.subject", user), traffic);
    }

    /** The same with token requests through this HTTP proxy. */
    public ServiceAccount proxy(ProxyServer proxy) {
      return proxy(proxy, ProxyEngine.MAILCONNECTOR);
    }

    /**
     * The same with token requests through this HTTP proxy, where this engine speaks NTLM if the
     * proxy asks for it. Default: {@link ProxyEngine#MAILCONNECTOR}.
     */
    public ServiceAccount proxy(ProxyServer proxy, ProxyEngine engine) {
      return new ServiceAccount(key, client, subject, traffic.through(proxy, engine));
    }

    /** The same with this trust for token requests. Default: what the account trusts. */
    public ServiceAccount trust(Trust trust) {
      return new ServiceAccount(key, client, subject, traffic.trusting(trust));
    }

    /** A login to this mailbox. */
    public OAuth2Login login(String mailbox) {
      var settings =
          new GoogleServiceAccount.Settings(
              key, client, subject == null ? mailbox : subject, SCOPE);
      return new OAuth2Login(
          mailbox,
          context -> new GoogleServiceAccount(settings, traffic.open(context), context.clock()));
    }

    @Override
    public String toString() {
      return "Google service account of " + key;
    }
  }

  /** A user's consent to a client. Immutable and thread-safe. */
  public static final class UserConsent {
    private final String clientId;
    private final SecretSource clientSecret;
    private final @Nullable SecretSource refreshToken;
    private final RefreshTokenStore store;
    private final URI endpoint;
    private final URI authorizationEndpoint;
    private final TokenTraffic traffic;

    private UserConsent(
        String clientId,
        SecretSource clientSecret,
        @Nullable SecretSource refreshToken,
        RefreshTokenStore store,
        URI endpoint,
        URI authorizationEndpoint,
        TokenTraffic traffic) {
      this.clientId = clientId;
      this.clientSecret = clientSecret;
      this.refreshToken = refreshToken;
      this.store = store;
      this.endpoint = endpoint;
      this.authorizationEndpoint = authorizationEndpoint;
      this.traffic = traffic;
    }

    /**
     * The same with another token endpoint. Default {@code https://oauth2.googleapis.com/token}.
     */
    public UserConsent tokenEndpoint(URI url) {
      return new UserConsent(
          clientId,
          clientSecret,
          refreshToken,
          store,
          TokenTraffic.checkUrl("auth.token-endpoint", url),
          authorizationEndpoint,
          traffic);
    }

    /**
     * The same with refresh tokens kept here. Google does not replace them today; should it, the
     * new one goes here. Default: in memory.
     */
    public UserConsent store(RefreshTokenStore newStore) {
      return new UserConsent(
          clientId, clientSecret, refreshToken, newStore, endpoint, authorizationEndpoint, traffic);
    }

    /**
     * The same with another page where users consent. Default {@code
     * https://accounts.google.com/o/oauth2/v2/auth}.
     */
    public UserConsent authorizationEndpoint(URI url) {
      return new UserConsent(
          clientId,
          clientSecret,
          refreshToken,
          store,
          endpoint,
          TokenTraffic.checkUrl("auth.authorization-endpoint", url),
          traffic);
    }

    /** The same with token requests through this HTTP proxy. */
    public UserConsent proxy(ProxyServer proxy) {
      return proxy(proxy, ProxyEngine.MAILCONNECTOR);
    }

    /**
     * The same with token requests through this HTTP proxy, where this engine speaks NTLM if the
     * proxy asks for it. Default: {@link ProxyEngine#MAILCONNECTOR}.
     */
    public UserConsent proxy(ProxyServer proxy, ProxyEngine engine) {
      return new UserConsent(
          clientId,
          clientSecret,
          refreshToken,
          store,
          endpoint,
          authorizationEndpoint,
          traffic.through(proxy, engine));
    }

    /** The same with this trust for token requests. Default: what the account trusts. */
    public UserConsent trust(Trust trust) {
      return new UserConsent(
          clientId,
          clientSecret,
          refreshToken,
          store,
          endpoint,
          authorizationEndpoint,
          traffic.trusting(trust));
    }

    /** A login to the mailbox of the user who consented. */
    public OAuth2Login login(String mailbox) {
      var settings = new GoogleRefreshToken.Settings(endpoint, clientId, clientSecret);
      String account = mailbox + " (" + clientId + ")";
      var kept = new KeptRefreshToken(store, account, refreshToken, null, IDLE_LIFE);
      return new OAuth2Login(
          mailbox,
          context -> new GoogleRefreshToken(settings, kept, traffic.open(context), context.clock()),
          () -> {
            OAuth2Login.checkStore(refreshToken);
            return new Consent(plan(mailbox), store, account, traffic);
          });
    }

    /** Google gives a refresh token only where it is asked for, and again only with a prompt. */
    private ConsentPlan plan(String mailbox) {
      var server =
          new TokenServer.Known(new ServerMetadata(ISSUER, endpoint, authorizationEndpoint, null));
      GenericClient.Settings client =
          GenericClient.Settings.of(server, clientId, new ClientProof.SharedSecret(clientSecret))
              .withAuthentication(ClientAuthentication.POST)
              .withScope(SCOPE);
      return new ConsentPlan(client, mailbox, CONSENTS);
    }

    @Override
    public String toString() {
      return "consent to the Google client " + clientId;
    }
  }
}
