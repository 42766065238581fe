package dev.mailconnector.auth.oauth2.internal.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.hc.client5.http.auth.AuthChallenge;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.apache.hc.client5.http.auth.ChallengeType;
import org.apache.hc.client5.http.impl.DefaultAuthenticationStrategy;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ConnectionReuseStrategy;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * What is said to a proxy before it opens a tunnel: one login, by one scheme, in few steps.
 * HttpClient by itself goes on to the next scheme after a failure, and so shows a password by Basic
 * that was just refused by NTLM; and it goes on for as long as the proxy does. Used by one thread,
 * for one request.
 */
final class ProxyConversation extends DefaultAuthenticationStrategy
    implements ConnectionReuseStrategy {

  /** NTLM hears three. */
  private static final int MOST_REFUSALS = 8;

  private @Nullable String scheme;
  private int refusals;

  /** By what a login was begun; null if none was. */
  @Nullable String scheme() {
    return scheme;
  }

  /**
   * The strongest scheme that both sides know, at the proxy itself only: an issuer that asked for a
   * login, from within the tunnel, would be asked the same again and again.
   */
  @Override
  public List<AuthScheme> select(
      ChallengeType kind, Map<String, AuthChallenge> challenges, HttpContext context) {
    if (scheme != null || HttpClientContext.cast(context).getSSLSession() != null) {
      return List.of();
    }
    List<AuthScheme> strongestFirst = super.select(kind, challenges, context);
    if (strongestFirst.isEmpty()) {
      return List.of();
    }
    AuthScheme strongest = strongestFirst.get(0);
    scheme = strongest.getName();
    return List.of(strongest);
  }

  /** A login in several steps needs its connection; nothing else does. */
  @Override
  public boolean keepAlive(HttpRequest request, HttpResponse response, HttpContext context) {
    if (response.getCode() != HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED) {
      return false;
    }
    refusals++;
    if (refusals > MOST_REFUSALS) {
      throw new UncheckedIOException(new IOException("the proxy goes on asking for a login"));
    }
    return DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(request, response, context);
  }
}
