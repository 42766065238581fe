package dev.mailconnector.auth.oauth2.internal.http;

import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.Credentials;
import org.apache.hc.client5.http.auth.NTCredentials;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.impl.auth.NTLMSchemeFactory;

/**
 * HttpClient's own NTLM, the one place that touches it: its makers deprecated all of it in 5.3
 * without another way. Stateless.
 */
@SuppressWarnings("deprecation")
final class StockNtlm {
  static final String SCHEME = StandardAuthScheme.NTLM;

  private StockNtlm() {}

  static AuthSchemeFactory factory() {
    return NTLMSchemeFactory.INSTANCE;
  }

  /** It takes user and domain apart: {@code DOMAIN\\user}, or a name without a domain. */
  static Credentials credentials(String user, char[] password) {
    int backslash = user.indexOf('\\');
    return new NTCredentials(
        user.substring(backslash + 1),
        password,
        null,
        backslash < 0 ? null : user.substring(0, backslash));
  }
}
