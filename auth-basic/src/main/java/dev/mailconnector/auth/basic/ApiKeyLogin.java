package dev.mailconnector.auth.basic;

import dev.mailconnector.spi.SecretSource;

/**
 * Logins at mail services that take an API key as the password and know its user by the key alone.
 * Where a service has user names of its own (Amazon SES, Mailgun, Mailjet, Brevo), {@link
 * PasswordLogin} and {@link AmazonSes} are for it. {@link SecretSource#fixed} makes a source of a
 * key that never changes.
 *
 * <pre>{@code
 * Account.builder("robot", ProviderPreset.SENDGRID)
 *     .login(ApiKeyLogin.sendGrid(SecretSource.file(Path.of("/run/secrets/sendgrid"))))
 *     .build();
 * }</pre>
 */
public final class ApiKeyLogin {
  private ApiKeyLogin() {}

  /** An API key of SendGrid with at least the permission to send mail. */
  public static PasswordLogin sendGrid(SecretSource apiKey) {
    return PasswordLogin.of("apikey", apiKey);
  }

  /** An API key of SparkPost with the permission {@code Send via SMTP}. */
  public static PasswordLogin sparkPost(SecretSource apiKey) {
    return PasswordLogin.of("SMTP_Injection", apiKey);
  }

  /**
   * A server API token of Postmark: user name and password at once. For an SMTP token of a message
   * stream, whose access key is the user and whose secret key the password, take {@link
   * PasswordLogin}.
   */
  public static PasswordLogin postmark(SecretSource serverToken) {
    return PasswordLogin.userIsPassword(serverToken);
  }
}
