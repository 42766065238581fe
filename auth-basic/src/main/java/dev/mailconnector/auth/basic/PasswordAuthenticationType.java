package dev.mailconnector.auth.basic;

import dev.mailconnector.failure.MailConnectorException;
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
  static final DeclaredKey PASSWORD =
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
  private static final DeclaredKey USER_IS_PASSWORD =
      new DeclaredKey(
          "user-is-password",
          DeclaredKey.Kind.FLAG,
          List.of(),
          null,
          "The password is the user name as well, and `user` stays unset: a server token of"
              + " Postmark.");
  static final DeclaredKey SECRET_ACCESS_KEY =
      DeclaredKey.secret(
          "secret-access-key",
          "Amazon SES, in place of `auth.password`: the secret access key that belongs to the access"
              + " key id in `user`. The SMTP password is made of it.");
  private static final DeclaredKey REGION =
      DeclaredKey.text(
          "region",
          "Amazon SES: the AWS region, which gives the host of `preset: amazon-ses` and must be the"
              + " host's.");

  /** For {@link java.util.ServiceLoader}. */
  public PasswordAuthenticationType() {}

  @Override
  public String name() {
    return "password";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(
        PASSWORD, MECHANISM, AUTHORIZATION_IDENTITY, USER_IS_PASSWORD, SECRET_ACCESS_KEY, REGION);
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    ServiceRules rules = new ServiceRules(settings);
    rules.check();
    SecretSource accessKey = settings.secret(SECRET_ACCESS_KEY.name());
    SecretSource password = settings.secret(PASSWORD.name());
    if (accessKey != null && password != null) {
      throw settings.error(
          SECRET_ACCESS_KEY.name(),
          "There is auth.password as well. Give the secret access key, of which the SMTP password is"
              + " made, or the SMTP password itself.");
    }
    if (accessKey != null) {
      return shaped(rules.amazonSes(accessKey), settings);
    }
    if (password == null) {
      throw settings.error(PASSWORD.name(), "A login of this type needs a password.");
    }
    rules.check(password);
    return shaped(login(settings, password), settings);
  }

  private static PasswordLogin login(AuthenticationSettings settings, SecretSource password) {
    String user = settings.user();
    boolean userIsPassword = "true".equals(settings.text(USER_IS_PASSWORD.name()));
    if (user == null && userIsPassword) {
      return PasswordLogin.userIsPassword(password);
    }
    if (user == null) {
      throw settings.error("user", "A password needs the user it belongs to.");
    }
    if (userIsPassword && settings.isSet(USER_IS_PASSWORD.name())) {
      throw settings.error("user", "With auth.user-is-password the user stays unset.");
    }
    if (isSame(user, password)) {
      // The warning stands at the password, since a user name is shown.
      settings.warn(
          PASSWORD.name(),
          "The user is the same, and user names are shown in logs; this one is not. Say so: remove"
              + " user and set auth.user-is-password: true.");
      return PasswordLogin.userIsPassword(password);
    }
    return PasswordLogin.of(user, password);
  }

  private static boolean isSame(String user, SecretSource password) {
    try {
      return user.equals(password.read().reveal());
    } catch (MailConnectorException notNow) {
      return false;
    }
  }

  private static PasswordLogin shaped(PasswordLogin login, AuthenticationSettings settings) {
    String mechanism = settings.text(MECHANISM.name());
    PasswordLogin forced =
        mechanism == null ? login : login.onlyBy(PasswordMechanism.named(mechanism));
    String identity = settings.text(AUTHORIZATION_IDENTITY.name());
    return identity == null ? forced : forced.authorizationIdentity(identity);
  }
}
