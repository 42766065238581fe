package dev.mailconnector.auth.ntlm;

import dev.mailconnector.auth.ntlm.internal.NtlmClients;
import dev.mailconnector.auth.ntlm.internal.NtlmCredentials;
import dev.mailconnector.auth.ntlm.internal.NtlmPlan;
import dev.mailconnector.auth.ntlm.internal.protocol.LogonName;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.spi.SecretSource;
import java.security.SecureRandom;

/**
 * A login by NTLM, as Exchange servers of company networks want it. Immutable, thread-safe, and
 * without the password in its {@code toString}.
 *
 * <pre>{@code
 * Account.builder("intranet", SmtpEndpoint.submission("mail.corp.example"))
 *     .login(NtlmLogin.of("CORP\\svc-mail", Secret.of(password)))
 *     .build();
 * }</pre>
 *
 * <p>NTLMv2 only, after [MS-NLMP]: a server that knows nothing better than NTLMv1 or LM is not
 * logged in to. The password does not cross the line, but what does can be guessed at offline, so
 * the line must be encrypted. Over TLS the login is bound to the server's certificate (Extended
 * Protection).
 */
public final class NtlmLogin implements CredentialProviderFactory {
  private final NtlmPlan plan;
  private final SecretSource password;

  private NtlmLogin(NtlmPlan plan, SecretSource password) {
    this.plan = plan;
    this.password = password;
  }

  /**
   * A login with a password that never changes.
   *
   * @param user {@code DOMAIN\\user}, a user principal name ({@code user@corp.example}), {@code
   *     user@DOMAIN}, or the user alone: then the domain is the one the server names
   * @throws ConfigurationException if the user is empty, or has a slash or a control character, or
   *     the password is empty
   */
  public static NtlmLogin of(String user, Secret password) {
    String broken = NtlmCredentials.rule(password);
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
   * @param user as above
   * @throws ConfigurationException if the user is empty, or has a slash or a control character
   */
  public static NtlmLogin of(String user, SecretSource password) {
    require("user", user);
    LogonName name = LogonName.of(user, null);
    if (name.user().isBlank()) {
      throw ConfigurationException.of("user", user, "There is a domain, but no user in it.");
    }
    int slash = user.indexOf('/');
    if (slash >= 0) {
      throw ConfigurationException.of(
          "user",
          user,
          "Names of Windows users have no slash; a domain comes before a backslash: "
              + user.substring(0, slash)
              + "\\"
              + user.substring(slash + 1)
              + ".");
    }
    return new NtlmLogin(new NtlmPlan(name, "", true), password);
  }

  /**
   * The same login in this domain, NetBIOS or DNS name; the user is then taken as it stands.
   *
   * @throws ConfigurationException if the domain is empty or has a control character, or the user
   *     names another domain ({@code OTHER\\user})
   */
  public NtlmLogin domain(String domain) {
    require("domain", domain);
    LogonName name = plan.name();
    String given = name.domain();
    if (given != null && !given.isEmpty() && !given.equalsIgnoreCase(domain)) {
      throw ConfigurationException.of(
          "domain", domain, "The user names another domain, " + given + ": leave one of them out.");
    }
    return new NtlmLogin(
        new NtlmPlan(LogonName.of(name.user(), domain), plan.workstation(), plan.bindsToChannel()),
        password);
  }

  /**
   * The same login from a machine of this name: for accounts that may log on from certain
   * workstations only. By default none is named.
   *
   * @throws ConfigurationException if the name is empty or has a control character
   */
  public NtlmLogin workstation(String workstation) {
    require("workstation", workstation);
    return new NtlmLogin(new NtlmPlan(plan.name(), workstation, plan.bindsToChannel()), password);
  }

  /**
   * The same login, not bound to the TLS channel: for servers behind a box that ends TLS with a
   * certificate of its own. A server that demands Extended Protection refuses it.
   */
  public NtlmLogin withoutChannelBinding() {
    return new NtlmLogin(new NtlmPlan(plan.name(), plan.workstation(), false), password);
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    return new SecretCredentialProvider(
        context,
        plan.name().toString(),
        password,
        new NtlmCredentials(plan, new NtlmClients(context.clock(), new SecureRandom())));
  }

  private static void require(String key, String value) {
    if (value.isBlank()) {
      throw ConfigurationException.of(key, value, "It is empty.");
    }
    if (value.chars().anyMatch(Character::isISOControl)) {
      throw ConfigurationException.of(
          key, value.replaceAll("\\p{Cntrl}", "?"), "It has a control character.");
    }
  }

  @Override
  public String toString() {
    return "NTLM login of "
        + plan.name()
        + (plan.workstation().isEmpty() ? "" : ", from " + plan.workstation())
        + (plan.bindsToChannel() ? "" : ", not bound to the channel");
  }
}
