package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProxyServer;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The proxy for token requests, as a configuration names it. */
final class TokenProxy {
  static final String URL = "http-proxy.url";
  static final String USER = "http-proxy.user";
  static final String PASSWORD = "http-proxy.password";
  static final String DOMAIN = "http-proxy.domain";
  static final String ENGINE = "http-proxy.engine";
  static final Set<String> KEYS = Set.of(URL, USER, PASSWORD, DOMAIN, ENGINE);
  static final String OURS = "mailconnector";
  static final String STOCK = "httpclient";

  private static final String NTLM = "NTLM";

  /** A builder's way to say it. */
  @FunctionalInterface
  interface Through<B> {
    B proxy(B builder, ProxyServer proxy, ProxyEngine engine);
  }

  private TokenProxy() {}

  /** The builder with the proxy of the settings, if they name one. */
  static <B> B of(Given given, B builder, Through<B> through) {
    ProxyServer proxy = read(given);
    ProxyEngine engine = engine(given, proxy);
    return proxy == null ? builder : through.proxy(builder, proxy, engine);
  }

  private static ProxyEngine engine(Given given, @Nullable ProxyServer proxy) {
    boolean stock = STOCK.equals(given.textOrNull(ENGINE));
    if (stock && (proxy == null || proxy.user() == null)) {
      throw given
          .settings()
          .error(ENGINE, "An engine without a login at a proxy. Add auth." + USER + ".");
    }
    if (stock) {
      given.settings().warn(ENGINE, "This engine is " + TokenTraffic.STOCK_ENGINE);
    }
    return stock ? ProxyEngine.HTTPCLIENT : ProxyEngine.MAILCONNECTOR;
  }

  private static @Nullable ProxyServer read(Given given) {
    String url = given.textOrNull(URL);
    String user = given.textOrNull(USER);
    SecretSource password = given.secretOrNull(PASSWORD);
    if ((user == null) != (password == null)) {
      throw given
          .settings()
          .error(
              user == null ? PASSWORD : USER,
              "auth." + USER + " and auth." + PASSWORD + " come together, or not at all.");
    }
    if (url == null && user != null) {
      throw given
          .settings()
          .error(USER, "A login at a proxy without the proxy. Add auth." + URL + ".");
    }
    if (url == null) {
      return null;
    }
    ProxyServer proxy = server(given, url);
    String name = inDomain(given, user);
    return name == null || password == null ? proxy : proxy.login(name, password);
  }

  /** The user with the domain, which means NTLM: the module for it must be there. */
  private static @Nullable String inDomain(Given given, @Nullable String user) {
    String domain = given.textOrNull(DOMAIN);
    if (domain == null) {
      return user;
    }
    if (user == null || user.indexOf('\\') >= 0) {
      throw given
          .settings()
          .error(
              DOMAIN,
              user == null
                  ? "A domain without the user in it. Add auth." + USER + "."
                  : "The user names a domain, too: leave one of them out.");
    }
    boolean known = ProxyLogins.installed().stream().anyMatch(each -> each.scheme().equals(NTLM));
    if (!known && !STOCK.equals(given.textOrNull(ENGINE))) {
      throw given
          .settings()
          .error(
              DOMAIN,
              "A domain is for NTLM, and no module on the class path knows it: add"
                  + " mailconnector-auth-ntlm.");
    }
    return domain + "\\" + user;
  }

  private static ProxyServer server(Given given, String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException malformed) {
      throw unusable(given);
    }
    boolean bare =
        url.getRawUserInfo() == null
            && (url.getRawPath() == null || url.getRawPath().matches("/?"))
            && url.getRawQuery() == null
            && url.getRawFragment() == null;
    if (!"http".equals(url.getScheme()) || url.getHost() == null || url.getPort() < 1 || !bare) {
      throw unusable(given);
    }
    return ProxyServer.http(url.getHost().replaceAll("[\\[\\]]", ""), url.getPort());
  }

  private static ConfigurationException unusable(Given given) {
    return given
        .settings()
        .error(
            URL,
            "A proxy for token requests is http://host:port, with nothing behind the port; its"
                + " login has keys of its own.");
  }
}
