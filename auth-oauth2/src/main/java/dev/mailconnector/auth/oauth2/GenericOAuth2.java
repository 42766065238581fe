package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClientCredentials;
import dev.mailconnector.auth.oauth2.internal.generic.GenericRefreshToken;
import dev.mailconnector.auth.oauth2.internal.generic.ServerMetadata;
import dev.mailconnector.auth.oauth2.internal.generic.TokenServer;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Logins with tokens of any OAuth2 server (RFC 6749), such as Keycloak. Immutable and thread-safe.
 *
 * <pre>{@code
 * GenericOAuth2.discoveredAt(URI.create("https://id.corp.example/realms/mail"))
 *     .clientCredentials("mailer", secret)
 *     .scope("smtp")
 *     .login("robot@corp.example")
 * }</pre>
 */
public final class GenericOAuth2 {
  private final TokenServer server;

  private GenericOAuth2(TokenServer server) {
    this.server = server;
  }

  /**
   * A server with this token endpoint.
   *
   * @throws ConfigurationException unless it is an https URL (http on loopback only)
   */
  public static GenericOAuth2 at(URI tokenEndpoint) {
    return new GenericOAuth2(
        TokenServer.Known.at(TokenTraffic.checkUrl("auth.token-endpoint", tokenEndpoint)));
  }

  /**
   * A server that publishes its token endpoint (OpenID Connect Discovery 1.0, RFC 8414). The
   * document must name this issuer.
   *
   * @throws ConfigurationException unless it is an https URL (http on loopback only)
   */
  public static GenericOAuth2 discoveredAt(URI issuer) {
    return new GenericOAuth2(
        new TokenServer.Discovered(TokenTraffic.checkUrl("auth.issuer", issuer)));
  }

  /**
   * The same server with the endpoint where users consent in a browser. Only for a consent, and
   * only where it is not discovered.
   *
   * @throws ConfigurationException if it is discovered, or is no https URL (http on loopback only)
   */
  public GenericOAuth2 authorizationEndpoint(URI url) {
    ServerMetadata known = known("auth.authorization-endpoint", url);
    return new GenericOAuth2(
        new TokenServer.Known(
            new ServerMetadata(null, known.tokenEndpoint(), url, known.deviceEndpoint())));
  }

  /**
   * The same server with the endpoint where a consent on another device begins. Only for a consent,
   * and only where it is not discovered.
   *
   * @throws ConfigurationException if it is discovered, or is no https URL (http on loopback only)
   */
  public GenericOAuth2 deviceEndpoint(URI url) {
    ServerMetadata known = known("auth.device-endpoint", url);
    return new GenericOAuth2(
        new TokenServer.Known(
            new ServerMetadata(null, known.tokenEndpoint(), known.authorizationEndpoint(), url)));
  }

  private ServerMetadata known(String key, URI url) {
    TokenTraffic.checkUrl(key, url);
    if (server instanceof TokenServer.Known known) {
      return known.metadata();
    }
    throw ConfigurationException.of(
        key, url.toString(), "The endpoints of an issuer are discovered: leave it out.");
  }

  /**
   * The client's own tokens (RFC 6749 section 4.4).
   *
   * @param clientSecret read again for every token, so that it may be rotated
   */
  public Client clientCredentials(String clientId, SecretSource clientSecret) {
    return new Client(server, clientId, new ClientProof.SharedSecret(clientSecret), null, null);
  }

  /** The same with a secret that never changes. */
  public Client clientCredentials(String clientId, Secret clientSecret) {
    return clientCredentials(clientId, SecretSource.fixed(clientSecret));
  }

  /**
   * The same by a client that proves itself with assertions signed with the key of a certificate
   * ({@code private_key_jwt}, RFC 7523). The algorithm follows from the key, RS256 or ES256, unless
   * the certificate {@linkplain ClientCertificate#algorithm names it}.
   *
   * @throws ConfigurationException if the file has no key with its certificate that this password
   *     opens
   */
  public Client clientCredentials(String clientId, ClientCertificate certificate) {
    return new Client(server, clientId, signing(certificate), null, null);
  }

  /**
   * The same by a client that proves itself by the token of another identity provider, such as the
   * cluster it runs in, which the server was told to trust.
   */
  public Client clientCredentials(String clientId, ClientAssertion assertion) {
    return new Client(server, clientId, federated(assertion), null, null);
  }

  private static ClientProof federated(ClientAssertion assertion) {
    return new ClientProof.Federated(assertion.token());
  }

  private static ClientProof signing(ClientCertificate certificate) {
    return new ClientProof.Certificate(certificate.open(null));
  }

  /**
   * A user's tokens by the refresh token of an earlier consent (RFC 6749 section 6).
   *
   * @param clientSecret the client's secret, read again for every token; a client without one is a
   *     {@link #publicClient}
   */
  public Client refreshToken(
      String clientId, SecretSource clientSecret, SecretSource refreshToken) {
    return new Client(
        server,
        clientId,
        new ClientProof.SharedSecret(clientSecret),
        refreshToken,
        RefreshTokenStore.inMemory());
  }

  /** The same with a refresh token that is in this store already. */
  public Client refreshToken(String clientId, SecretSource clientSecret, RefreshTokenStore store) {
    return new Client(server, clientId, new ClientProof.SharedSecret(clientSecret), null, store);
  }

  /** The same by a client that proves itself with signed assertions. */
  public Client refreshToken(
      String clientId, ClientCertificate certificate, SecretSource refreshToken) {
    return new Client(
        server, clientId, signing(certificate), refreshToken, RefreshTokenStore.inMemory());
  }

  /** The same with a refresh token that is in this store already. */
  public Client refreshToken(
      String clientId, ClientCertificate certificate, RefreshTokenStore store) {
    return new Client(server, clientId, signing(certificate), null, store);
  }

  /** The same by a client that proves itself by the token of another identity provider. */
  public Client refreshToken(
      String clientId, ClientAssertion assertion, SecretSource refreshToken) {
    return new Client(
        server, clientId, federated(assertion), refreshToken, RefreshTokenStore.inMemory());
  }

  /** The same with a refresh token that is in this store already. */
  public Client refreshToken(String clientId, ClientAssertion assertion, RefreshTokenStore store) {
    return new Client(server, clientId, federated(assertion), null, store);
  }

  /** The same with secrets that never change. */
  public Client refreshToken(String clientId, Secret clientSecret, Secret refreshToken) {
    return refreshToken(
        clientId, SecretSource.fixed(clientSecret), SecretSource.fixed(refreshToken));
  }

  /**
   * A user's tokens by a refresh token that was granted to a client without a secret, such as a
   * desktop program (RFC 6749 section 2.1).
   */
  public Client publicClient(String clientId, SecretSource refreshToken) {
    return new Client(server, clientId, null, refreshToken, RefreshTokenStore.inMemory());
  }

  /** The same with a refresh token that is in this store already. */
  public Client publicClient(String clientId, RefreshTokenStore store) {
    return new Client(server, clientId, null, null, store);
  }

  /** The same with a refresh token that never changes from outside. */
  public Client publicClient(String clientId, Secret refreshToken) {
    return publicClient(clientId, SecretSource.fixed(refreshToken));
  }

  @Override
  public String toString() {
    return "OAuth2 server " + server.url();
  }

  /** A client with what it presents. Immutable and thread-safe. */
  public static final class Client {
    private final GenericClient.Settings settings;
    private final @Nullable SecretSource refreshToken;
    private final @Nullable RefreshTokenStore store;
    private final TokenTraffic traffic;

    /** Without a store it is the client's own tokens that are asked for. */
    private Client(
        TokenServer server,
        String clientId,
        @Nullable ClientProof proof,
        @Nullable SecretSource refreshToken,
        @Nullable RefreshTokenStore store) {
      this(
          GenericClient.Settings.of(
              server, TokenTraffic.checkText("auth.client-id", clientId), proof),
          refreshToken,
          store,
          TokenTraffic.DIRECT);
    }

    private Client(
        GenericClient.Settings settings,
        @Nullable SecretSource refreshToken,
        @Nullable RefreshTokenStore store,
        TokenTraffic traffic) {
      this.settings = settings;
      this.refreshToken = refreshToken;
      this.store = store;
      this.traffic = traffic;
    }

    /** The same asking for these scopes, separated by spaces. Default: what the server gives. */
    public Client scope(String scope) {
      return with(settings.withScope(TokenTraffic.checkText("auth.scope", scope)));
    }

    /**
     * The same with the end of its secret, which servers do not tell: it is warned of before.
     *
     * @throws ConfigurationException if it has no secret
     */
    public Client secretExpires(Instant end) {
      return with(settings.withProof(TokenTraffic.expiring(settings.proof(), end)));
    }

    /** The same with its secret sent in this way. Default {@link ClientAuthentication#BASIC}. */
    public Client authentication(ClientAuthentication authentication) {
      return with(settings.withAuthentication(authentication));
    }

    /**
     * The same with its signed assertions addressed to another. Default {@link
     * AssertionAudience#TOKEN_ENDPOINT}.
     *
     * @throws ConfigurationException if the issuer is wanted but not known
     */
    public Client assertionAudience(AssertionAudience audience) {
      if (audience == AssertionAudience.ISSUER
          && !(settings.server() instanceof TokenServer.Discovered)) {
        throw ConfigurationException.of(
            "auth.assertion-audience",
            "issuer",
            "The issuer is known only where the server is discovered: name auth.issuer in place of"
                + " auth.token-endpoint.");
      }
      return with(settings.withAudience(audience));
    }

    /**
     * The same with refresh tokens kept here as the server replaces them. Default: in memory.
     *
     * @throws ConfigurationException if it asks for the client's own tokens, which need none
     */
    public Client store(RefreshTokenStore newStore) {
      if (store == null) {
        throw ConfigurationException.of(
            "auth.token-store",
            null,
            "A client that asks for its own tokens has no refresh token.");
      }
      return new Client(settings, refreshToken, newStore, traffic);
    }

    /** The same with token requests through this HTTP proxy. */
    public Client proxy(ProxyServer proxy) {
      return proxy(proxy, ProxyEngine.MAILCONNECTOR);
    }

    /**
     * The same with token requests through this HTTP proxy, where this engine speaks NTLM if the
     * proxy asks for it. Default: {@link ProxyEngine#MAILCONNECTOR}.
     */
    public Client proxy(ProxyServer proxy, ProxyEngine engine) {
      return new Client(settings, refreshToken, store, traffic.through(proxy, engine));
    }

    /** The same with this trust for token requests. Default: what the account trusts. */
    public Client trust(Trust trust) {
      return new Client(settings, refreshToken, store, traffic.trusting(trust));
    }

    /**
     * A login with this identity.
     *
     * @throws ConfigurationException if it is empty or has control characters
     */
    public OAuth2Login login(String identity) {
      if (store == null) {
        return new OAuth2Login(
            identity,
            context ->
                new GenericClientCredentials(
                    new GenericClient(settings, traffic.open(context), context.clock())));
      }
      RefreshTokenStore place = store;
      String account = identity + " (" + settings.clientId() + " at " + at() + ")";
      var kept = new KeptRefreshToken(place, account, refreshToken, settings.scope(), null);
      return new OAuth2Login(
          identity,
          context ->
              new GenericRefreshToken(
                  new GenericClient(settings, traffic.open(context), context.clock()), kept),
          () -> {
            OAuth2Login.checkStore(refreshToken);
            return new Consent(ConsentPlan.of(settings, identity), place, account, traffic);
          });
    }

    /** With the path, which tells the realms of one host apart. */
    private String at() {
      URI url = settings.server().url();
      return (url.getHost() + url.getPath()).replaceAll("/$", "");
    }

    private Client with(GenericClient.Settings newSettings) {
      return new Client(newSettings, refreshToken, store, traffic);
    }

    @Override
    public String toString() {
      return "client " + settings.clientId() + " of " + settings.server().url();
    }
  }
}
