package dev.mailconnector.auth.basic;

import dev.mailconnector.auth.basic.internal.SesPassword;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.SecretSource;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What single services demand of an account, beyond what every password needs. */
final class ServiceRules {
  private static final String REGION = "region";
  private static final String AZURE = "smtp.azurecomm.net";

  private final AuthenticationSettings settings;
  private final @Nullable String user;
  private final @Nullable String host;
  private final @Nullable String region;

  ServiceRules(AuthenticationSettings settings) {
    this.settings = settings;
    this.user = settings.user();
    this.host = settings.host();
    this.region = settings.text(REGION);
  }

  /**
   * Checks the names.
   *
   * @throws ConfigurationException with the place in the file
   */
  void check() {
    String named = regionOfHost();
    if (region != null) {
      checkRegion(region, named);
    }
    if (named != null && user != null && user.startsWith("ASIA")) {
      AmazonSes.requireAccessKeyId(user);
    }
    if (AZURE.equals(host) && user != null && AzureCommunicationServices.isBroken(user)) {
      throw settings.error(
          "user",
          "The name of the resource, the id of the Entra application and the id of its tenant are"
              + " needed, with a bar between them (<resource>|<application id>|<tenant id>); or an"
              + " SMTP username of the resource.");
    }
  }

  /**
   * Checks user and password of a login that is not made of a secret access key.
   *
   * @throws ConfigurationException with the place in the file
   */
  void check(SecretSource password) {
    if (user != null && isOneOf(host, "smtp.sendgrid.net") && !user.equals("apikey")) {
      settings.warn(
          "user",
          "With an API key of SendGrid the user is apikey, whoever sends; preset: sendgrid sets it.");
    }
    if (user != null
        && isOneOf(host, "smtp.sparkpostmail.com", "smtp.eu.sparkpostmail.com")
        && !user.startsWith("SMTP_Injection")) {
      settings.warn(
          "user",
          "With an API key of SparkPost the user is SMTP_Injection, whoever sends; preset: sparkpost"
              + " sets it.");
    }
    warnOfPolicy(password);
    if (regionOfHost() != null && isAccessKey(password)) {
      throw settings.error(
          PasswordAuthenticationType.PASSWORD.name(),
          "It has the form of a secret access key, which SES does not take over SMTP. Rename the key"
              + " to auth.secret-access-key: the SMTP password is made of it.");
    }
  }

  private void warnOfPolicy(SecretSource password) {
    PasswordPolicy policy = host == null ? null : PasswordPolicy.at(host).orElse(null);
    if (policy != null && warnsOf(policy, password)) {
      settings.warn(PasswordAuthenticationType.PASSWORD.name(), policy.warning());
    }
  }

  private static boolean warnsOf(PasswordPolicy policy, SecretSource password) {
    try {
      return policy.warnsOf(password.read().reveal());
    } catch (MailConnectorException notNow) {
      return policy.refusesEveryPassword();
    }
  }

  private static boolean isOneOf(@Nullable String host, String... services) {
    return Arrays.stream(services).anyMatch(service -> service.equalsIgnoreCase(host));
  }

  private static boolean isAccessKey(SecretSource password) {
    try {
      return SesPassword.isAccessKey(password.read());
    } catch (MailConnectorException notNow) {
      return false;
    }
  }

  private void checkRegion(String given, @Nullable String named) {
    AmazonSes.requireRegion(given);
    if (named != null && !named.equals(given)) {
      throw settings.error(
          REGION,
          "The host is the one of "
              + named
              + ", where a password of another region is worth nothing. Correct one of them.");
    }
    if (named == null && !settings.isSet(PasswordAuthenticationType.SECRET_ACCESS_KEY.name())) {
      throw settings.error(REGION, "It is for Amazon SES alone, and does nothing here. Remove it.");
    }
  }

  /**
   * A login of Amazon SES.
   *
   * @throws ConfigurationException with the place in the file
   */
  PasswordLogin amazonSes(SecretSource accessKey) {
    if (user == null) {
      throw settings.error("user", "The id of the access key is needed (AKIA...).");
    }
    AmazonSes.requireAccessKeyId(user);
    String where = region == null ? regionOfHost() : region;
    if (where == null) {
      throw settings.error(REGION, "The SMTP password is made for one region: which?");
    }
    return AmazonSes.login(user, accessKey, where);
  }

  private @Nullable String regionOfHost() {
    return host == null ? null : AmazonSes.regionOf(host).orElse(null);
  }
}
