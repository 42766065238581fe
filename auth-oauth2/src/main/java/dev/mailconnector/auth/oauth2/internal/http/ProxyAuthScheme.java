package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.transport.ProxyServer;
import java.security.Principal;
import java.util.Base64;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.AuthenticationException;
import org.apache.hc.client5.http.auth.BasicUserPrincipal;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.MalformedChallengeException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * A login in several steps on one connection to a proxy, as HttpClient wants it. A challenge with
 * nothing in it asks for the first message; after that it is a refusal. Used by one thread.
 */
final class ProxyAuthScheme implements AuthScheme {
  private static final byte[] NOTHING = {};

  private final String name;
  private final ProxyServer proxy;
  private final Start start;
  private @Nullable SaslClient client;
  private byte @Nullable [] challenge;
  private boolean over;

  /** Starts a login. */
  @FunctionalInterface
  interface Start {
    SaslClient login() throws SaslException;
  }

  ProxyAuthScheme(String name, ProxyServer proxy, Start start) {
    this.name = name;
    this.proxy = proxy;
    this.start = start;
  }

  @Override
  public String getName() {
    return name;
  }

  @Override
  public boolean isConnectionBased() {
    return true;
  }

  @Override
  public @Nullable String getRealm() {
    return null;
  }

  @Override
  public Principal getPrincipal() {
    return new BasicUserPrincipal(String.valueOf(proxy.user()));
  }

  @Override
  public void processChallenge(AuthChallenge received, HttpContext context)
      throws MalformedChallengeException {
    String value = received.getValue();
    boolean begun = client != null;
    over = over || (begun && (value == null || value.isEmpty() || isComplete()));
    if (over) {
      dispose();
      return;
    }
    try {
      challenge = begun && value != null ? Base64.getDecoder().decode(value) : NOTHING;
    } catch (IllegalArgumentException e) {
      throw new MalformedChallengeException("The proxy's " + getName() + " is not base64");
    }
  }

  @Override
  public boolean isChallengeComplete() {
    return over;
  }

  @Override
  public boolean isResponseReady(
      HttpHost host, CredentialsProvider credentials, HttpContext context) {
    return challenge != null && !over;
  }

  @Override
  public String generateAuthResponse(HttpHost host, HttpRequest request, HttpContext context)
      throws AuthenticationException {
    byte[] asked = challenge;
    if (asked == null) {
      throw new AuthenticationException("The proxy has not asked for " + getName());
    }
    challenge = null;
    try {
      byte[] answer = started().evaluateChallenge(asked);
      if (isComplete()) {
        dispose();
        over = true;
      }
      return getName() + " " + Base64.getEncoder().encodeToString(answer);
    } catch (SaslException e) {
      dispose();
      // HttpClient only logs this, and would ask the proxy again and again.
      over = true;
      throw new AuthenticationException("The login at the proxy was given up: " + e.getMessage());
    }
  }

  private SaslClient started() throws SaslException {
    if (client == null) {
      client = start.login();
    }
    return client;
  }

  private boolean isComplete() {
    return client != null && client.isComplete();
  }

  private void dispose() {
    try {
      if (client != null) {
        client.dispose();
      }
    } catch (SaslException e) {
      // The exchange is over; whatever came of it counts, not this.
    }
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return getName() + " at " + proxy;
  }
}
