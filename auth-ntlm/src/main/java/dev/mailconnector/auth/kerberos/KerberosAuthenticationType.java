package dev.mailconnector.auth.kerberos;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code auth.type: kerberos} of a configuration. Found by {@link java.util.ServiceLoader};
 * stateless.
 */
public final class KerberosAuthenticationType implements AuthenticationType {
  private static final DeclaredKey KEYTAB =
      DeclaredKey.file(
          "keytab",
          "A file with the keys of the principal. Without `keytab`, `password` and `ticket-cache` the"
              + " process' own ticket cache is used.");
  private static final DeclaredKey PASSWORD =
      DeclaredKey.secret("password", "The password of the principal.");
  private static final DeclaredKey TICKET_CACHE =
      DeclaredKey.text(
          "ticket-cache",
          "A ticket cache of the type FILE that somebody else keeps fresh (kinit, k5start, sssd).");
  private static final DeclaredKey PRINCIPAL =
      DeclaredKey.text(
          "principal",
          "Who logs in, `svc-mail@CORP.EXAMPLE`; without realm, in the default realm of krb5.conf."
              + " Default: `user`; with a ticket cache, whomever it is of.");
  private static final DeclaredKey SERVICE_PRINCIPAL =
      DeclaredKey.text(
          "service-principal",
          "The mail server's principal, `SMTPSVC/mail01.corp.example`; the service alone (`SMTPSVC`)"
              + " stands before `host`. Default: `smtp/` and `host`.");

  private static final DeclaredKey MECHANISM =
      DeclaredKey.choice(
          "mechanism", List.of("GSSAPI"), null, "Only to be explicit: this type knows no other.");

  /** A type of cache before a path; one letter is a drive. */
  private static final Pattern CACHE_TYPE = Pattern.compile("([A-Za-z]{2,}):(.*)");

  /** For {@link java.util.ServiceLoader}. */
  public KerberosAuthenticationType() {}

  @Override
  public String name() {
    return "kerberos";
  }

  @Override
  public List<DeclaredKey> keys() {
    return List.of(KEYTAB, PASSWORD, TICKET_CACHE, PRINCIPAL, SERVICE_PRINCIPAL, MECHANISM);
  }

  @Override
  public CredentialProviderFactory create(AuthenticationSettings settings) {
    requireOneOrigin(settings);
    KerberosLogin login = login(settings);
    String service = settings.text(SERVICE_PRINCIPAL.name());
    return service == null ? login : login.servicePrincipal(service);
  }

  private static KerberosLogin login(AuthenticationSettings settings) {
    SecretSource password = settings.secret(PASSWORD.name());
    if (password != null) {
      return of(settings, principal -> KerberosLogin.ofPassword(principal, password));
    }
    Path keytab = settings.file(KEYTAB.name());
    if (keytab != null) {
      return of(settings, principal -> KerberosLogin.ofKeytab(principal, keytab));
    }
    KerberosLogin cache = cache(settings);
    return principal(settings) == null ? cache : of(settings, cache::principal);
  }

  private static void requireOneOrigin(AuthenticationSettings settings) {
    List<String> given =
        List.of(KEYTAB, PASSWORD, TICKET_CACHE).stream()
            .map(DeclaredKey::name)
            .filter(settings::isSet)
            .toList();
    if (given.size() > 1) {
      throw settings.error(
          given.get(1),
          "Tickets come by keytab, by password or from a ticket cache, and auth."
              + given.get(0)
              + " is set already: leave one of them out.");
    }
  }

  private static KerberosLogin cache(AuthenticationSettings settings) {
    String cache = settings.text(TICKET_CACHE.name());
    if (cache == null) {
      return KerberosLogin.ofTicketCache();
    }
    var typed = CACHE_TYPE.matcher(cache);
    if (!typed.matches()) {
      return KerberosLogin.ofTicketCache(
          Objects.requireNonNull(settings.file(TICKET_CACHE.name())));
    }
    if (!typed.group(1).equals("FILE")) {
      throw settings.error(
          TICKET_CACHE.name(),
          "Java reads ticket caches of the type FILE only, not "
              + typed.group(1)
              + ": have the cache written to a file.");
    }
    return KerberosLogin.ofTicketCache(Path.of(typed.group(2)));
  }

  private static KerberosLogin of(
      AuthenticationSettings settings, Function<String, KerberosLogin> maker) {
    String principal = principal(settings);
    if (principal == null) {
      throw settings.error("user", "A login by keytab or password needs user or auth.principal.");
    }
    String key = settings.text(PRINCIPAL.name()) == null ? "user" : PRINCIPAL.name();
    try {
      KerberosLogin login = maker.apply(principal);
      warnOfRealm(settings, key, principal);
      return login;
    } catch (ConfigurationException e) {
      throw settings.error(key, e.remedy());
    }
  }

  private static void warnOfRealm(AuthenticationSettings settings, String key, String principal) {
    String realm = principal.substring(principal.indexOf('@') + 1);
    if (principal.indexOf('@') > 0 && !realm.equals(realm.toUpperCase(Locale.ROOT))) {
      settings.warn(
          key,
          "The realm is not in upper case, and case counts: that of a Windows domain is "
              + realm.toUpperCase(Locale.ROOT)
              + ".");
    }
  }

  private static @Nullable String principal(AuthenticationSettings settings) {
    String principal = settings.text(PRINCIPAL.name());
    return principal == null ? settings.user() : principal;
  }
}
