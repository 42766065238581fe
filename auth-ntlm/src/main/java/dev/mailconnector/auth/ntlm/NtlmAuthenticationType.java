package dev.mailconnector.auth.ntlm;

import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.SecretSource;
import java.util.List;

/**
 * {@code auth.type: ntlm} of a configuration. Found by {@link java.util.ServiceLoader}; stateless.
 */
public final class NtlmAuthenticationType implements AuthenticationType {
  private static final String OFF = "off";
  private static final DeclaredKey PASSWORD =
      DeclaredKey.secret("password", "The password of `user` in its Windows domain.");
  private static final DeclaredKey DOMAIN =
      DeclaredKey.text(
          "domain",
          "The Windows domain of `user`, NetBIOS or DNS name; `user` may also be `DOMAIN\\user` or a"
              + " user principal name. Default: the domain the server names.");
  private static final DeclaredKey WORKSTATION =
      DeclaredKey.text(
          "workstation",
          "The name this machine gives itself, for accounts that may log on from certain"
              + " workstations only. Default: none.");
  private static final DeclaredKey MECHANISM =
      DeclaredKey.choice(
          "mechanism", List.of("NTLM"), null, "Only to be explicit: this type knows no other.");
  private static final DeclaredKey CHANNEL_BINDING =
      DeclaredKey.choice(
          "channel-binding",
          List.of("auto", OFF),
          "auto",
          "Bind the login to the TLS channel (Extended Protection); `off` for servers behind a box"
              + " that ends TLS with a certificate of its own.");

  /** For {@link java.util.ServiceLoader}. */
  public NtlmAuthenticationType() {}

  @Override
  public String name() {
    return "ntlm";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(PASSWORD, DOMAIN, WORKSTATION, CHANNEL_BINDING, MECHANISM);
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    String user = settings.user();
    if (user == null) {
      throw settings.error("user", "NTLM needs the user that logs in.");
    }
    SecretSource password = settings.secret(PASSWORD.name());
    if (password == null) {
      throw settings.error(PASSWORD.name(), "A login of this type needs a password.");
    }
    NtlmLogin login = NtlmLogin.of(user, password);
    String domain = settings.text(DOMAIN.name());
    if (domain != null) {
      login = login.domain(domain);
      warnOfPrincipal(settings, user);
    }
    String workstation = settings.text(WORKSTATION.name());
    if (workstation != null) {
      login = login.workstation(workstation);
    }
    return OFF.equals(settings.text(CHANNEL_BINDING.name()))
        ? login.withoutChannelBinding()
        : login;
  }

  private static void warnOfPrincipal(AuthenticationSettings settings, String user) {
    int at = user.lastIndexOf('@');
    if (at > 0 && user.indexOf('.', at) > 0 && user.indexOf('\\') < 0) {
      settings.warn(
          DOMAIN.name(),
          "user is a user principal name, which has a domain already; with this one the server looks"
              + " for an account of that whole name. Remove auth.domain, or what follows the user's"
              + " name from @ on.");
    }
  }
}
