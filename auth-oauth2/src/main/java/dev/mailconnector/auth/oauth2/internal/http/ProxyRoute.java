package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.CredentialsProvider;
import org.apache.hc.client5.http.auth.StandardAuthScheme;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.BasicSchemeFactory;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Lookup;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The way to a token endpoint through an HTTP proxy.
 *
 * @param server the proxy, with its login
 * @param logins what is known of logins at it
 * @param stockEngine whether HttpClient's own NTLM takes the place of what modules offer
 */
public record ProxyRoute(ProxyServer server, ProxyLogins logins, boolean stockEngine) {

  HttpHost host() {
    return new HttpHost("http", server.host(), server.port());
  }

  /** Begins to log in; null where there is no login. */
  ProxyLogins.@Nullable Attempt begin(Duration patience) throws IOException {
    return server.user() == null ? null : logins.begin(server, patience);
  }

  /** How to log in, strongest first. */
  List<String> schemes(ProxyLogins.@Nullable Attempt attempt) {
    List<String> schemes = new ArrayList<>();
    if (stockEngine) {
      schemes.add(StockNtlm.SCHEME);
    } else if (server.user() != null) {
      logins.mechanisms().stream().map(ProxyMechanism::scheme).forEach(schemes::add);
    }
    if (attempt == null || attempt.mayShowPassword()) {
      schemes.add(StandardAuthScheme.BASIC);
    }
    return schemes;
  }

  Lookup<AuthSchemeFactory> registry(ProxyLogins.@Nullable Attempt attempt) {
    RegistryBuilder<AuthSchemeFactory> schemes = RegistryBuilder.create();
    schemes.register(StandardAuthScheme.BASIC, BasicSchemeFactory.INSTANCE);
    if (stockEngine) {
      schemes.register(StockNtlm.SCHEME, StockNtlm.factory());
    } else if (attempt != null) {
      for (ProxyMechanism each : attempt.mechanisms()) {
        schemes.register(
            each.scheme(),
            context -> new ProxyAuthScheme(each.scheme(), server, () -> attempt.start(each)));
      }
    }
    return schemes.build();
  }

  CredentialsProvider credentials(ProxyLogins.Attempt attempt) {
    String user = String.valueOf(server.user());
    char[] password = attempt.password().reveal().toCharArray();
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(host()), new UsernamePasswordCredentials(user, password));
    if (stockEngine) {
      credentials.setCredentials(
          new AuthScope(host(), null, StockNtlm.SCHEME), StockNtlm.credentials(user, password));
    }
    return credentials;
  }
}
