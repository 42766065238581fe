package dev.mailconnector.auth.basic;

import dev.mailconnector.Account;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProviderPreset;
import java.util.regex.Pattern;

/**
 * Email of Azure Communication Services by SMTP, which takes the client secret of an Entra
 * application as the password and no tokens (learn.microsoft.com, "Create and manage SMTP
 * authentication"). The application needs a role on the resource that allows {@code
 * Microsoft.Communication/CommunicationServices/Read} and {@code .../EmailServices/write}.
 *
 * <p>For an SMTP username of the resource, which is free text, take {@link PasswordLogin} with the
 * client secret.
 */
public final class AzureCommunicationServices {
  private static final String GUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}";
  private static final String RESOURCE = "[A-Za-z0-9-]{1,63}";
  private static final Pattern USER = Pattern.compile(RESOURCE + "([|.])" + GUID + "\\1" + GUID);

  private AzureCommunicationServices() {}

  /** Starts an account at {@code smtp.azurecomm.net}. */
  public static Account.Builder account(String name) {
    return Account.builder(name, ProviderPreset.AZURE_COMMUNICATION_SERVICES);
  }

  /**
   * A login with a client secret that never changes.
   *
   * @param resource the name of the Communication Services resource
   * @param applicationId of the Entra application, a GUID
   * @param tenantId of its tenant, a GUID
   * @param clientSecret the value of the secret, not its id
   * @throws ConfigurationException if one of them cannot be
   */
  public static PasswordLogin login(
      String resource, String applicationId, String tenantId, Secret clientSecret) {
    if (clientSecret.reveal().matches(GUID)) {
      throw ConfigurationException.of(
          "client-secret", null, "This is a secret's id; its value is needed.");
    }
    return PasswordLogin.of(user(resource, applicationId, tenantId), clientSecret);
  }

  /**
   * A login with a client secret that may change while the connector runs, as {@link
   * PasswordLogin#of(String, SecretSource)} follows it.
   *
   * @throws ConfigurationException if one of the names cannot be
   */
  public static PasswordLogin login(
      String resource, String applicationId, String tenantId, SecretSource clientSecret) {
    return PasswordLogin.of(user(resource, applicationId, tenantId), clientSecret);
  }

  private static String user(String resource, String applicationId, String tenantId) {
    require("resource", resource, RESOURCE, "The name of the Communication Services resource");
    require("application-id", applicationId, GUID, "The application's id, a GUID,");
    require("tenant-id", tenantId, GUID, "The tenant's id, a GUID,");
    return resource + "|" + applicationId + "|" + tenantId;
  }

  private static void require(String key, String value, String form, String what) {
    if (!value.matches(form)) {
      throw ConfigurationException.of(
          key, value.replaceAll("\\p{Cntrl}", "?"), what + " is needed.");
    }
  }

  /** A name with bars is made of three parts; any other is an SMTP username of the resource. */
  static boolean isBroken(String user) {
    return user.indexOf('|') >= 0 && !USER.matcher(user).matches();
  }
}
