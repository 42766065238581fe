package dev.mailconnector.auth.kerberos;

import dev.mailconnector.auth.kerberos.internal.KerberosPlan;
import dev.mailconnector.auth.kerberos.internal.TicketOrigin;
import dev.mailconnector.auth.kerberos.internal.TicketProvider;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A login by Kerberos (GSSAPI, RFC 4752), with tickets by keytab, by password, or from a ticket
 * cache that somebody else keeps fresh. Immutable, thread-safe, and without the password in its
 * {@code toString}.
 *
 * <pre>{@code
 * Account.builder("intranet", SmtpEndpoint.submission("mail.corp.example"))
 *     .login(KerberosLogin.ofKeytab("svc-mail@CORP.EXAMPLE", Path.of("/etc/svc-mail.keytab")))
 *     .build();
 * }</pre>
 *
 * <p>The ticket is there before a connection is opened, serves for all of them, and is renewed
 * before it ends while the account is in use. Realms and KDCs are those of the machine's {@code
 * krb5.conf}; no setting of the JVM is changed. The server must prove who it is. The line must be
 * encrypted, since Kerberos protects the login and not what follows.
 */
public final class KerberosLogin implements CredentialProviderFactory {
  private static final String PRINCIPAL = "principal";

  private final KerberosPlan plan;

  private KerberosLogin(KerberosPlan plan) {
    this.plan = plan;
  }

  /**
   * A login with the process' ticket cache: what {@code KRB5CCNAME} names, else the platform's
   * default. Java reads caches of the type FILE.
   */
  public static KerberosLogin ofTicketCache() {
    return new KerberosLogin(new KerberosPlan(new TicketOrigin.Cache(null), null, null));
  }

  /** A login with this ticket cache, which is read again before its ticket ends. */
  public static KerberosLogin ofTicketCache(Path cache) {
    return new KerberosLogin(new KerberosPlan(new TicketOrigin.Cache(cache), null, null));
  }

  /**
   * A login with the keys of this principal in a keytab, which is read again for each ticket.
   *
   * @param principal {@code svc-mail@CORP.EXAMPLE}, or without realm: then the default realm of
   *     krb5.conf
   * @throws ConfigurationException if the principal is empty or cannot be one
   */
  public static KerberosLogin ofKeytab(String principal, Path keytab) {
    return new KerberosLogin(
        new KerberosPlan(new TicketOrigin.Keytab(keytab), checked(principal), null));
  }

  /**
   * A login with a password that never changes.
   *
   * @param principal as above
   * @throws ConfigurationException if principal or password are empty, or the principal cannot be
   *     one
   */
  public static KerberosLogin ofPassword(String principal, Secret password) {
    if (password.isEmpty()) {
      throw ConfigurationException.of("password", null, "The password is empty.");
    }
    return ofPassword(principal, SecretSource.fixed(password));
  }

  /**
   * A login with a password that may change while the connector runs: it is read for each ticket.
   *
   * @param principal as above
   * @throws ConfigurationException if the principal is empty or cannot be one
   */
  public static KerberosLogin ofPassword(String principal, SecretSource password) {
    return new KerberosLogin(
        new KerberosPlan(new TicketOrigin.Password(password), checked(principal), null));
  }

  /**
   * The same login for this principal: with a ticket cache, one of another principal is then not
   * used.
   *
   * @throws ConfigurationException if it is empty or cannot be one
   */
  public KerberosLogin principal(String principal) {
    return new KerberosLogin(new KerberosPlan(plan.origin(), checked(principal), plan.service()));
  }

  /**
   * The same login at a server whose principal is not {@code smtp/} and the configured host: {@code
   * SMTPSVC/mail01.corp.example}, {@code smtp/mail.other.example@OTHER.EXAMPLE}, or the service
   * alone, {@code SMTPSVC}, to stand before the configured host. The DNS is not asked for other
   * names of the host.
   *
   * @throws ConfigurationException if it is empty or cannot be one
   */
  public KerberosLogin servicePrincipal(String service) {
    require("service-principal", service);
    return new KerberosLogin(new KerberosPlan(plan.origin(), plan.principal(), service));
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return TicketProvider.of(context, plan);
  }

  private static String checked(String principal) {
    require(PRINCIPAL, principal);
    String rule = rule(principal);
    if (rule != null) {
      throw ConfigurationException.of(PRINCIPAL, principal, rule);
    }
    return principal;
  }

  private static @Nullable String rule(String principal) {
    int domain = principal.indexOf('\\');
    if (domain >= 0) {
      return "Kerberos knows no DOMAIN\\user: write "
          + principal.substring(domain + 1)
          + "@ and the realm, which is the domain's DNS name in upper case.";
    }
    return principal.startsWith("@") || principal.endsWith("@")
        ? "A principal is a name, or name@REALM."
        : null;
  }

  private static void require(String key, String value) {
    if (value.isBlank()) {
      throw ConfigurationException.of(key, value, "It is empty.");
    }
    if (value.chars().anyMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c))) {
      throw ConfigurationException.of(
          key, value.replaceAll("[\\p{Cntrl}\\s]", "?"), "It has a space or a control character.");
    }
  }

  @Override
  public String toString() {
    return "Kerberos login of "
        + plan.client()
        + " "
        + plan.origin().inWords()
        + (plan.service() == null ? "" : ", at " + plan.service());
  }
}
