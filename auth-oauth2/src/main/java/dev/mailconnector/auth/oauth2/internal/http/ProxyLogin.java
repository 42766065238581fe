package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.transport.ProxyServer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.hc.client5.http.auth.AuthScheme;
import org.jspecify.annotations.Nullable;

/**
 * A mechanism of another module, and the proxy to log in at.
 *
 * @param mechanism how
 * @param proxy where, with user and password
 * @param clock the calendar clock
 */
public record ProxyLogin(ProxyMechanism mechanism, ProxyServer proxy, InstantSource clock) {

  /** What the modules on the class path offer for this proxy; nothing if it has no login. */
  public static List<ProxyLogin> at(@Nullable ProxyServer proxy, InstantSource clock) {
    List<ProxyLogin> logins = new ArrayList<>();
    if (proxy != null && proxy.user() != null) {
      installed().forEach(mechanism -> logins.add(new ProxyLogin(mechanism, proxy, clock)));
    }
    return logins;
  }

  /** Whether a module beside this one knows the scheme. */
  public static boolean isInstalled(String scheme) {
    return installed().stream().anyMatch(mechanism -> mechanism.scheme().equals(scheme));
  }

  private static List<ProxyMechanism> installed() {
    List<ProxyMechanism> found = new ArrayList<>();
    ServiceLoader.load(ProxyMechanism.class, ProxyLogin.class.getClassLoader()).forEach(found::add);
    return found;
  }

  AuthScheme newScheme() {
    return new ProxyAuthScheme(this);
  }
}
