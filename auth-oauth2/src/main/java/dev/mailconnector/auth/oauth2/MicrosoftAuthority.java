package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Whom an application asks: the login server of a cloud, and a tenant there.
 *
 * @param server an https URL without a path
 * @param tenant an id, a domain, or {@code consumers}
 */
record MicrosoftAuthority(URI server, String tenant) {
  private static final URI GLOBAL = URI.create("https://login.microsoftonline.com");
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  static MicrosoftAuthority ofTenant(String tenant) {
    if (!TENANT.matcher(tenant).matches()) {
      throw ConfigurationException.of(
          "auth.tenant", tenant, "A tenant is a domain such as contoso.onmicrosoft.com, or an id.");
    }
    return new MicrosoftAuthority(GLOBAL, tenant.toLowerCase(Locale.ROOT));
  }

  MicrosoftAuthority at(URI newServer) {
    TokenTraffic.checkUrl("auth.authority", newServer);
    String path = newServer.getRawPath();
    if (!"https".equalsIgnoreCase(newServer.getScheme())
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw ConfigurationException.of(
          "auth.authority",
          newServer.toString(),
          "An https URL without a path is needed; the tenant is a setting of its own.");
    }
    return new MicrosoftAuthority(
        URI.create(newServer.toString().toLowerCase(Locale.ROOT)), tenant);
  }

  /** The tenant's own authority, with a slash at its end. */
  URI url() {
    return server.resolve("/" + tenant + "/");
  }

  MicrosoftCloud cloud() {
    return MicrosoftCloud.of(server);
  }
}
