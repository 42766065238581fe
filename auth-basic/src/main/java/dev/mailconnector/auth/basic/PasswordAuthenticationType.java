package dev.mailconnector.auth.basic;

import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.SecretSource;
import java.util.Arrays;
import java.util.List;

/**
 * {@code auth.type: password} of a configuration. Found by {@link java.util.ServiceLoader};
 * stateless.
 */
public final class PasswordAuthenticationType implements AuthenticationType {
  private static final DeclaredKey PASSWORD =
      DeclaredKey.secret("password", "The password or API key of `user`.");
  private static final DeclaredKey MECHANISM =
      DeclaredKey.choice(
          "mechanism",
          Arrays.stream(PasswordMechanism.values()).map(PasswordMechanism::saslName).toList(),
          null,
          "Only to force one mechanism; without it the strongest one that the server offers.");

  /** For {@link java.util.ServiceLoader}. */
  public PasswordAuthenticationType() {}

  @Override
  public String name() {
    return "password";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(PASSWORD, MECHANISM);
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    String user = settings.user();
    if (user == null) {
      throw settings.error("user", "A password needs the user it belongs to.");
    }
    SecretSource password = settings.secret(PASSWORD.name());
    if (password == null) {
      throw settings.error(PASSWORD.name(), "A login of this type needs a password.");
    }
    PasswordLogin login = PasswordLogin.of(user, password);
    String mechanism = settings.text(MECHANISM.name());
    return mechanism == null ? login : login.onlyBy(PasswordMechanism.named(mechanism));
  }
}
