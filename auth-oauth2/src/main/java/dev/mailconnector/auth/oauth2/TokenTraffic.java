package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpSettings;
import dev.mailconnector.auth.oauth2.internal.http.ProxyRoute;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a builder's requests reach their issuer.
 *
 * @param proxy an HTTP proxy, or null for a direct connection
 * @param engine who speaks NTLM to it
 * @param trust whom to trust, or null for what the account trusts
 */
record TokenTraffic(@Nullable ProxyServer proxy, ProxyEngine engine, @Nullable Trust trust) {
  static final TokenTraffic DIRECT = new TokenTraffic(null, ProxyEngine.MAILCONNECTOR, null);
  private static final Logger LOG = LoggerFactory.getLogger(TokenTraffic.class);

  /** What it lacks. */
  static final String STOCK_ENGINE =
      "the NTLM of Apache HttpClient, which its makers no longer support: it falls to NTLMv1 where the proxy sends no target"
          + " information, and has no message integrity (MIC). Use"
          + " mailconnector-auth-ntlm (auth.http-proxy.engine: mailconnector) unless the proxy"
          + " takes nothing else.";

  private static final Duration CONNECT = Duration.ofSeconds(10);

  TokenTraffic {
    if (proxy != null && proxy.kind() != ProxyServer.Kind.HTTP) {
      throw ConfigurationException.of(
          "auth.http-proxy", proxy.toString(), "Token requests go through an HTTP proxy only.");
    }
  }

  TokenTraffic through(ProxyServer newProxy, ProxyEngine newEngine) {
    return new TokenTraffic(newProxy, newEngine, trust);
  }

  TokenTraffic trusting(Trust newTrust) {
    return new TokenTraffic(proxy, engine, newTrust);
  }

  TokenHttp open(ProviderContext context) {
    return new TokenHttp(
        new HttpSettings(
            () -> context.tlsContext(trust == null ? context.trust() : trust),
            route(context),
            CONNECT,
            context.tokenTimeout()),
        context.scheduler());
  }

  private @Nullable ProxyRoute route(ProviderContext context) {
    if (proxy == null) {
      return null;
    }
    if (engine == ProxyEngine.HTTPCLIENT) {
      LOG.warn("{}: token requests log in at the {} by {}", context.account(), proxy, STOCK_ENGINE);
    }
    return new ProxyRoute(proxy, ProxyLogins.of(context), engine == ProxyEngine.HTTPCLIENT);
  }

  /** The same proof with the end of its secret. */
  static ClientProof expiring(@Nullable ClientProof proof, Instant end) {
    if (proof instanceof ClientProof.SharedSecret shared) {
      return new ClientProof.SharedSecret(shared.value(), end);
    }
    throw ConfigurationException.of(
        "auth.client-secret-expires",
        end.toString(),
        "It belongs to auth.client-secret, and there is none.");
  }

  static URI checkUrl(String key, URI url) {
    if (!SecureUrl.isSecure(url)) {
      throw ConfigurationException.of(
          key,
          url.getRawUserInfo() == null ? url.toString() : null,
          "An absolute https URL without user and password is needed (http on loopback only):"
              + " secrets travel there.");
    }
    return url;
  }

  static String checkText(String key, String text) {
    if (text.isBlank() || text.chars().anyMatch(Character::isISOControl)) {
      throw ConfigurationException.of(
          key, text.replaceAll("\\p{Cntrl}", "?"), "A text without control characters is needed.");
    }
    return text;
  }

  /** Fails where a library that this login needs was excluded. */
  static void checkLibrary(String className, String artifact, String login) {
    try {
      Class.forName(className, false, TokenTraffic.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw ConfigurationException.of(
          "auth.token-service",
          login,
          "This login needs "
              + artifact
              + ", which is missing: put it on the class path, or do not"
              + " exclude it from mailconnector-auth-oauth2.");
    }
  }
}
