package dev.mailconnector.auth.basic;

import dev.mailconnector.failure.ConfigurationException;
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
          "Only to force one mechanism; without it the strongest one that the server offers."
              + " `CRAM-MD5` is never used unforced.");
  private static final DeclaredKey AUTHORIZATION_IDENTITY =
      DeclaredKey.text(
          "authorization-identity",
          "Whom to act as, where that is not `user`: for master users and delegates at servers that"
              + " know such a right.");

  /** For {@link java.util.ServiceLoader}. */
  public PasswordAuthenticationType() {}

  @Override
  public String name() {
    return "password";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(PASSWORD, MECHANISM, AUTHORIZATION_IDENTITY);
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
    return shaped(PasswordLogin.of(user, password), settings);
  }

  private static PasswordLogin shaped(PasswordLogin login, AuthenticationSettings settings) {
    String mechanism = settings.text(MECHANISM.name());
    PasswordLogin forced =
        mechanism == null ? login : login.onlyBy(PasswordMechanism.named(mechanism));
    String identity = settings.text(AUTHORIZATION_IDENTITY.name());
    if (identity == null) {
      return forced;
    }
    try {
      return forced.authorizationIdentity(identity);
    } catch (ConfigurationException broken) {
      throw settings.error(AUTHORIZATION_IDENTITY.name(), broken.remedy());
    }
  }
}
