package dev.mailconnector.auth.basic;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.internal.SesPassword;
import dev.mailconnector.auth.basic.internal.SesPasswordSource;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Amazon SES by SMTP, with the access key of an IAM user that may {@code ses:SendRawEmail}.
 *
 * <pre>{@code
 * AmazonSes.account("robot", "eu-west-1")
 *     .login(AmazonSes.login("AKIAIOSFODNN7EXAMPLE", Secret.of(secretAccessKey), "eu-west-1"))
 *     .build();
 * }</pre>
 *
 * <p>SES does not take the secret access key itself over SMTP, but a password made of it, good in
 * one region; it is made here. Whoever has such a password from the SES console logs in by {@link
 * PasswordLogin}. Temporary credentials (roles, session tokens) cannot be used: there is no place
 * for the session token in SMTP.
 */
public final class AmazonSes {
  private static final Pattern REGION = Pattern.compile("[a-z]{2,8}(-[a-z]+)+-[0-9]{1,2}");
  private static final Pattern HOST =
      Pattern.compile(
          "(?:.+\\.)?email-smtp(?:-fips)?\\.([a-z0-9-]+)\\.(?:vpce\\.)?amazonaws\\.com");

  private AmazonSes() {}

  /**
   * Starts an account at the server of this region, port 465. One message in flight at a time: SES
   * limits the messages per second of an account, and drops those above.
   *
   * @param region such as {@code eu-west-1}
   * @throws ConfigurationException if that is no name of a region
   */
  public static Account.Builder account(String name, String region) {
    requireRegion(region);
    SmtpEndpoint endpoint = SmtpEndpoint.submissions("email-smtp." + region + ".amazonaws.com");
    return Account.builder(name, endpoint).window(1);
  }

  /**
   * A login with an access key that never changes.
   *
   * @param accessKeyId begins with {@code AKIA}
   * @param region the server's region
   * @throws ConfigurationException if the id is of temporary credentials or none at all, the secret
   *     is empty or an SMTP password already, or the region is none
   */
  public static PasswordLogin login(String accessKeyId, Secret secretAccessKey, String region) {
    requireAccessKeyId(accessKeyId);
    return PasswordLogin.of(accessKeyId, smtpPassword(secretAccessKey, region)).madeFor(region);
  }

  /**
   * A login with an access key whose secret may change while the connector runs, as {@link
   * PasswordLogin#of(String, SecretSource)} follows it. A new key has a new id as well, so a
   * rotation at AWS needs a new login ({@code MailConnector.replace}).
   *
   * @param accessKeyId begins with {@code AKIA}
   * @param region the server's region
   * @throws ConfigurationException if the id is of temporary credentials or none at all, or the
   *     region is none
   */
  public static PasswordLogin login(
      String accessKeyId, SecretSource secretAccessKey, String region) {
    requireAccessKeyId(accessKeyId);
    requireRegion(region);
    return PasswordLogin.of(accessKeyId, new SesPasswordSource(secretAccessKey, region))
        .madeFor(region);
  }

  /**
   * The SMTP password of this secret access key in this region, for use elsewhere.
   *
   * @throws ConfigurationException if the secret is empty or an SMTP password already, or the
   *     region is none
   */
  public static Secret smtpPassword(Secret secretAccessKey, String region) {
    requireRegion(region);
    String broken = SesPassword.brokenRule(secretAccessKey);
    if (broken != null) {
      throw ConfigurationException.of("secret-access-key", null, broken);
    }
    return SesPassword.of(secretAccessKey, region);
  }

  /** The region that a host of SES names; empty for any other host. */
  static Optional<String> regionOf(String host) {
    Matcher matcher = HOST.matcher(host);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  static void requireAccessKeyId(String id) {
    if (id.startsWith("ASIA")) {
      throw ConfigurationException.of(
          "user",
          id,
          "This is the id of temporary credentials, which SES does not take over SMTP: their"
              + " session token has no place there. Create an access key of an IAM user (AKIA...).");
    }
    if (!id.matches("[A-Z0-9]{16,128}") || id.startsWith("AIDA") || id.startsWith("AROA")) {
      throw ConfigurationException.of(
          "user", id, "The id of an access key is needed, such as AKIAIOSFODNN7EXAMPLE.");
    }
  }

  static void requireRegion(String region) {
    if (!REGION.matcher(region).matches()) {
      throw ConfigurationException.of(
          "region", region, "The name of an AWS region is needed, such as eu-west-1.");
    }
  }
}
