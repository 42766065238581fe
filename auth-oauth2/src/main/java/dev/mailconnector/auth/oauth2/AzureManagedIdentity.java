package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.microsoft.IdentityEndpoint;
import dev.mailconnector.auth.oauth2.internal.microsoft.ManagedIdentitySource;
import dev.mailconnector.failure.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * The identity that Azure gave to the virtual machine, App Service or Container App this runs on:
 * no secret is kept anywhere. An administrator gives it the application role {@code SMTP.SendAsApp}
 * and its rights in Exchange Online, as to any application. Immutable and thread-safe.
 *
 * <p>Token requests go straight to the machine's own endpoint, never through a proxy. Azure keeps
 * such tokens for a day and hands out the same one until it is about to end.
 */
public final class AzureManagedIdentity {
  private static final String SUFFIX = "/.default";

  private final IdentityEndpoint endpoint;
  private final @Nullable String clientId;
  private final String scope;

  AzureManagedIdentity(IdentityEndpoint endpoint) {
    this(endpoint, null, MicrosoftCloud.GLOBAL.applicationScope());
  }

  private AzureManagedIdentity(IdentityEndpoint endpoint, @Nullable String clientId, String scope) {
    this.endpoint = endpoint;
    this.clientId = clientId;
    this.scope = scope;
  }

  /** The same by this user-assigned identity. Default: the one that the system assigned. */
  public AzureManagedIdentity clientId(String userAssigned) {
    return new AzureManagedIdentity(
        endpoint, TokenTraffic.checkText("auth.client-id", userAssigned), scope);
  }

  /**
   * The same asking for another scope. Default {@code https://outlook.office365.com/.default}.
   *
   * @throws ConfigurationException unless it is one scope that ends with {@code /.default}
   */
  public AzureManagedIdentity scope(String newScope) {
    if (!newScope.endsWith(SUFFIX) || newScope.chars().anyMatch(c -> c <= ' ')) {
      throw ConfigurationException.of(
          "auth.scope",
          newScope.replaceAll("\\p{Cntrl}", "?"),
          "A managed identity asks for one scope that ends with /.default.");
    }
    return new AzureManagedIdentity(endpoint, clientId, newScope);
  }

  /**
   * A login to this mailbox.
   *
   * @throws ConfigurationException if the mailbox is empty or has control characters
   */
  public OAuth2Login login(String mailbox) {
    var settings =
        new ManagedIdentitySource.Settings(
            endpoint, clientId, scope.substring(0, scope.length() - SUFFIX.length()));
    return new OAuth2Login(
        mailbox,
        context ->
            new ManagedIdentitySource(
                settings, TokenTraffic.DIRECT.open(context), context.clock()));
  }

  @Override
  public String toString() {
    return "Azure managed identity " + (clientId == null ? "of the system" : clientId);
  }
}
