package dev.mailconnector.config;

import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.ProxyServer.Kind;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Makes the proxy of an account. */
final class ProxyReader {
  private static final int SOCKS_PORT = 1080;

  private final Settings settings;
  private final Problems problems;

  ProxyReader(Settings settings, Problems problems) {
    this.settings = settings;
    this.problems = problems;
  }

  @Nullable ProxyServer read() {
    String url = settings.text("proxy.url");
    String user = settings.text("proxy.user");
    String domain = settings.text("proxy.domain");
    SecretSource password = settings.secret("proxy.password");
    if (settings.sound()) {
      checkCompany(url != null, user != null, password != null);
      checkDomain(user, domain);
    }
    if (url == null) {
      return null;
    }
    try {
      ProxyServer proxy = server(ValueKind.uri(url));
      if (domain != null && proxy.kind() == Kind.SOCKS5) {
        throw new RuleBroken("A domain is for http:// proxies; SOCKS5 knows users only.");
      }
      return user == null || password == null
          ? proxy
          : proxy.login(domain == null ? user : domain + "\\" + user, password);
    } catch (RuleBroken broken) {
      refuse("proxy.url", broken.rule());
      return null;
    }
  }

  private void checkCompany(boolean url, boolean user, boolean password) {
    if (!url && (user || password)) {
      refuse(
          user ? "proxy.user" : "proxy.password",
          "A login at a proxy without the proxy. Add proxy.url.");
    } else if (user != password) {
      refuse(
          user ? "proxy.user" : "proxy.password",
          "proxy.user and proxy.password come together, or not at all.");
    }
  }

  private void checkDomain(@Nullable String user, @Nullable String domain) {
    if (user != null && user.indexOf('/') > 0 && user.indexOf('\\') < 0) {
      problems.warning(
          settings.origin("proxy.user"),
          settings.full("proxy.user"),
          user,
          "A Windows domain comes before a backslash, not a slash, and names of Windows users have no"
              + " slash.");
    }
    if (domain == null) {
      return;
    }
    if (user == null) {
      refuse("proxy.domain", "A domain without the user in it. Add proxy.user.");
    } else if (user.indexOf('\\') >= 0) {
      refuse("proxy.domain", "The user names a domain, too: leave one of them out.");
    } else if (ProxyLogins.installed().stream().noneMatch(each -> each.scheme().equals("NTLM"))) {
      refuse(
          "proxy.domain",
          "A domain is for NTLM, and no module on the class path knows it: add"
              + " mailconnector-auth-ntlm.");
    }
  }

  private static ProxyServer server(URI url) throws RuleBroken {
    if (url.getRawUserInfo() != null
        || (url.getRawAuthority() != null && url.getRawAuthority().contains("@"))) {
      throw new RuleBroken(
          "The login at the proxy has keys of its own: proxy.user and proxy.password.");
    }
    Kind kind = kind(url.getScheme());
    if (url.isOpaque()) {
      throw new RuleBroken("A proxy is socks5://host:port or http://host:port.");
    }
    boolean bare = url.getRawPath().isEmpty() || url.getRawPath().equals("/");
    if (url.getHost() == null || !bare || url.getRawQuery() != null) {
      throw new RuleBroken(
          "A proxy is socks5://host:port or http://host:port, with nothing behind the port.");
    }
    if (url.getPort() < 0 && kind == Kind.HTTP) {
      throw new RuleBroken("An HTTP proxy has no usual port. Add it: http://host:3128.");
    }
    String host = url.getHost().replaceAll("[\\[\\]]", "");
    return new ProxyServer(
        kind,
        host,
        url.getPort() < 0 ? SOCKS_PORT : ValueKind.port("" + url.getPort()),
        null,
        null);
  }

  private static Kind kind(@Nullable String scheme) throws RuleBroken {
    if ("socks5".equals(scheme)) {
      return Kind.SOCKS5;
    }
    if ("http".equals(scheme)) {
      return Kind.HTTP;
    }
    throw new RuleBroken("A proxy is socks5://host:port or http://host:port.");
  }

  private void refuse(String path, String rule) {
    problems.error(settings.origin(path), settings.full(path), settings.shown(path), rule);
  }
}
