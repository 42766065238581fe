package dev.mailconnector.auth.basic;

import dev.mailconnector.auth.basic.internal.PasswordCredential;
import dev.mailconnector.auth.basic.internal.PasswordCredentials;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.spi.SecretSource;
import java.util.List;

/**
 * A login with user name and password, or with a user name and an API key. Immutable, thread-safe,
 * and without the password in its {@code toString}.
 *
 * <pre>{@code
 * Account.builder("intranet", SmtpEndpoint.submission("mail.corp.example"))
 *     .login(PasswordLogin.of("svc-mail", Secret.of(password)))
 *     .build();
 * }</pre>
 *
 * <p>The password is sent over {@code PLAIN} where the server offers it, else over {@code LOGIN};
 * {@link #onlyBy} forces one. Neither hides it, so both need an encrypted line. It is sent as
 * UTF-8, exactly as given.
 */
public final class PasswordLogin implements CredentialProviderFactory {
  /** What is chosen from unless one is asked for, strongest first. */
  private static final List<PasswordMechanism> BY_STRENGTH =
      List.of(PasswordMechanism.PLAIN, PasswordMechanism.LOGIN);

  private final String user;
  private final SecretSource password;
  private final List<PasswordMechanism> mechanisms;

  private PasswordLogin(String user, SecretSource password, List<PasswordMechanism> mechanisms) {
    this.user = user;
    this.password = password;
    this.mechanisms = mechanisms;
  }

  /**
   * A login with a password that never changes.
   *
   * @throws ConfigurationException if the user is empty or has a control character (a line break
   *     could add an SMTP command), or the password is empty, has a NUL (RFC 4616 section 2) or
   *     cannot be written in UTF-8
   */
  public static PasswordLogin of(String user, Secret password) {
    String broken = PasswordCredential.brokenRule(password);
    if (broken != null) {
      throw ConfigurationException.of("password", null, broken);
    }
    return of(user, SecretSource.fixed(password));
  }

  /**
   * A login whose password may change while the connector runs. The source is read at the first
   * login, and again before every new connection once the server has refused the password; a second
   * login is tried only if it then gives another one.
   *
   * @throws ConfigurationException if the user is empty or has a control character
   */
  public static PasswordLogin of(String user, SecretSource password) {
    if (user.isBlank()) {
      throw ConfigurationException.of("user", user, "A password needs the user it belongs to.");
    }
    if (user.chars().anyMatch(Character::isISOControl)) {
      throw ConfigurationException.of(
          "user",
          user.replaceAll("\\p{Cntrl}", "?"),
          "A user name has no control characters: a line break could add an SMTP command.");
    }
    return new PasswordLogin(user, password, BY_STRENGTH);
  }

  /** The same login over this mechanism alone, whatever else the server offers. */
  public PasswordLogin onlyBy(PasswordMechanism mechanism) {
    return new PasswordLogin(user, password, List.of(mechanism));
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new SecretCredentialProvider(
        context.account(), user, password, new PasswordCredentials(user, mechanisms));
  }

  @Override
  public String toString() {
    return "password login of " + user;
  }
}
