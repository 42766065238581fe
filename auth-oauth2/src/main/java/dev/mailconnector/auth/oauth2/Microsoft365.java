package dev.mailconnector.auth.oauth2;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClientCredentials;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.ProviderPreset;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Logins to Microsoft 365 with tokens of the Microsoft identity platform (Entra ID). Immutable and
 * thread-safe: one application serves many mailboxes.
 *
 * <pre>{@code
 * Microsoft365.clientCredentials("contoso.onmicrosoft.com", applicationId, secret)
 *     .login("robot@contoso.com")
 * }</pre>
 *
 * <p>What an administrator must do first is described at
 * learn.microsoft.com/exchange/client-developer/legacy-protocols, "Authenticate an IMAP, POP or
 * SMTP connection using OAuth": the application permission {@code SMTP.SendAsApp} with admin
 * consent, a service principal in Exchange Online, and a right on each mailbox.
 */
public final class Microsoft365 {
  private static final URI GLOBAL = URI.create("https://login.microsoftonline.com");
  private static final String SCOPE = "https://outlook.office365.com/.default";
  private static final Pattern TENANT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

  private final String tenant;
  private final String clientId;
  private final SecretSource clientSecret;
  private final URI authority;
  private final String scope;
  private final TokenTraffic traffic;

  private Microsoft365(
      String tenant,
      String clientId,
      SecretSource clientSecret,
      URI authority,
      String scope,
      TokenTraffic traffic) {
    this.tenant = tenant;
    this.clientId = clientId;
    this.clientSecret = clientSecret;
    this.authority = authority;
    this.scope = scope;
    this.traffic = traffic;
  }

  /**
   * Starts an account at {@code smtp.office365.com}, with the limits of Exchange Online: three
   * connections, each for nine minutes.
   *
   * @throws ConfigurationException if the name cannot be one
   */
  public static Account.Builder account(String name) {
    return Account.builder(name, ProviderPreset.MICROSOFT365);
  }

  /**
   * The application's own token by client secret (RFC 6749 section 4.4).
   *
   * @param tenant the tenant's id or one of its domains
   * @param clientId the application (client) id
   * @param clientSecret the secret's value; read again for every token, so that it may be rotated
   * @throws ConfigurationException if tenant or id cannot be one, or MSAL4J is not on the class
   *     path
   */
  public static Microsoft365 clientCredentials(
      String tenant, String clientId, SecretSource clientSecret) {
    TokenTraffic.checkLibrary(
        "com.microsoft.aad.msal4j.ConfidentialClientApplication",
        "com.microsoft.azure:msal4j",
        "microsoft");
    if (!TENANT.matcher(tenant).matches()) {
      throw ConfigurationException.of(
          "auth.tenant", tenant, "A tenant is a domain such as contoso.onmicrosoft.com, or an id.");
    }
    return new Microsoft365(
        tenant.toLowerCase(Locale.ROOT),
        TokenTraffic.checkText("auth.client-id", clientId),
        clientSecret,
        GLOBAL,
        SCOPE,
        TokenTraffic.DIRECT);
  }

  /** The same with a secret that never changes. */
  public static Microsoft365 clientCredentials(
      String tenant, String clientId, Secret clientSecret) {
    return clientCredentials(tenant, clientId, SecretSource.fixed(clientSecret));
  }

  /**
   * The same in another cloud, such as {@code https://login.microsoftonline.us}. Default {@code
   * https://login.microsoftonline.com}. The scope must match: {@link #scope}.
   *
   * @throws ConfigurationException unless it is an https URL without a path
   */
  public Microsoft365 authority(URI newAuthority) {
    TokenTraffic.checkUrl("auth.authority", newAuthority);
    String path = newAuthority.getRawPath();
    if (!"https".equalsIgnoreCase(newAuthority.getScheme())
        || !(path == null || path.isEmpty() || path.equals("/"))) {
      throw ConfigurationException.of(
          "auth.authority",
          newAuthority.toString(),
          "An https URL without a path is needed; the tenant is a setting of its own.");
    }
    URI lowerCase = URI.create(newAuthority.toString().toLowerCase(Locale.ROOT));
    return new Microsoft365(tenant, clientId, clientSecret, lowerCase, scope, traffic);
  }

  /**
   * The same with another scope. Default {@code https://outlook.office365.com/.default}.
   *
   * @throws ConfigurationException unless it is one scope that ends with {@code /.default}
   */
  public Microsoft365 scope(String newScope) {
    if (!newScope.endsWith("/.default") || newScope.chars().anyMatch(c -> c <= ' ')) {
      throw ConfigurationException.of(
          "auth.scope",
          newScope.replaceAll("\\p{Cntrl}", "?"),
          "An application asks for one scope that ends with /.default, such as " + SCOPE + ".");
    }
    return new Microsoft365(tenant, clientId, clientSecret, authority, newScope, traffic);
  }

  /** The same with token requests through this HTTP proxy. */
  public Microsoft365 proxy(ProxyServer proxy) {
    return new Microsoft365(
        tenant, clientId, clientSecret, authority, scope, traffic.through(proxy));
  }

  /** The same with this trust for token requests. Default: what the account trusts. */
  public Microsoft365 trust(Trust trust) {
    return new Microsoft365(
        tenant, clientId, clientSecret, authority, scope, traffic.trusting(trust));
  }

  /**
   * A login to this mailbox. A shared mailbox takes its own address here.
   *
   * @throws ConfigurationException if the mailbox is empty or has control characters
   */
  public OAuth2Login login(String mailbox) {
    var settings =
        new MicrosoftClientCredentials.Settings(
            authority.resolve("/" + tenant + "/"), clientId, clientSecret, scope);
    return new OAuth2Login(
        mailbox,
        context ->
            new MicrosoftClientCredentials(settings, traffic.open(context), context.clock()));
  }

  @Override
  public String toString() {
    return "Microsoft 365 application " + clientId + " of " + tenant;
  }
}
