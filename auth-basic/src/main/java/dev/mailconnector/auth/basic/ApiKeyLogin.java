package dev.mailconnector.auth.basic;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;

/**
 * Logins at mail services that take an API key as the password and know its user by the key alone.
 * Where a service has user names of its own (Amazon SES, Mailgun, Mailjet, Brevo), {@link
 * PasswordLogin} and {@link AmazonSes} are for it. Each comes with a key that never changes, or
 * with a source of one that may, which is followed as by {@link PasswordLogin#of(String,
 * SecretSource)}.
 *
 * <pre>{@code
 * Account.builder("robot", ProviderPreset.SENDGRID)
 *     .login(ApiKeyLogin.sendGrid(SecretSource.file(Path.of("/run/secrets/sendgrid"))))
 *     .build();
 * }</pre>
 */
public final class ApiKeyLogin {
  private ApiKeyLogin() {}

  /**
   * An API key of SendGrid with at least the permission to send mail.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if it is empty or cannot be one
   */
  public static PasswordLogin sendGrid(Secret apiKey) {
    return PasswordLogin.of("apikey", apiKey);
  }

  /** The same with a key that may change while the connector runs. */
  public static PasswordLogin sendGrid(SecretSource apiKey) {
    return PasswordLogin.of("apikey", apiKey);
  }

  /**
   * An API key of SparkPost with the permission {@code Send via SMTP}.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if it is empty or cannot be one
   */
  public static PasswordLogin sparkPost(Secret apiKey) {
    return PasswordLogin.of("SMTP_Injection", apiKey);
  }

  /** The same with a key that may change while the connector runs. */
  public static PasswordLogin sparkPost(SecretSource apiKey) {
    return PasswordLogin.of("SMTP_Injection", apiKey);
  }

  /**
   * A server API token of Postmark: user name and password at once. For an SMTP token of a message
   * stream, whose access key is the user and whose secret key the password, take {@link
   * PasswordLogin}.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if it is empty or cannot be one
   */
  public static PasswordLogin postmark(Secret serverToken) {
    return PasswordLogin.userIsPassword(serverToken);
  }

  /** The same with a token that may change while the connector runs. */
  public static PasswordLogin postmark(SecretSource serverToken) {
    return PasswordLogin.userIsPassword(serverToken);
  }
}
