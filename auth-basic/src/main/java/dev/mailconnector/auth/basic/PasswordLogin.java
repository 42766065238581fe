package dev.mailconnector.auth.basic;

import dev.mailconnector.auth.basic.internal.PasswordCredential;
import dev.mailconnector.auth.basic.internal.PasswordCredentials;
import dev.mailconnector.auth.basic.internal.PasswordPlan;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A login with user name and password, or with a user name and an API key. Immutable, thread-safe,
 * and without the password in its {@code toString}.
 *
 * <pre>{@code
 * Account.builder("intranet", SmtpEndpoint.submission("mail.corp.example"))
 *     .login(PasswordLogin.of("svc-mail", Secret.of(password)))
 *     .build();
 * }</pre>
 *
 * <p>The strongest mechanism that the server offers is used: SCRAM, which does not show the
 * password and makes the server prove that it knows it, else {@code PLAIN}, else {@code LOGIN};
 * {@link #onlyBy} forces one. After a refusal nothing else is tried. All of them need an encrypted
 * line. {@code PLAIN} and {@code LOGIN} send the password as UTF-8, exactly as given; SCRAM
 * prepares it by SASLprep (RFC 4013), and is left out where that is impossible.
 *
 * <p>Where nobody can tell who the server is, on an unencrypted line or with {@link
 * dev.mailconnector.transport.Trust#dangerouslyNone()}, an account that has logged in by SCRAM once
 * does not show its password to a server that offers SCRAM no more, until a mechanism is forced.
 */
public final class PasswordLogin implements CredentialProviderFactory {
  private static final Logger LOG = LoggerFactory.getLogger(PasswordLogin.class);

  /** What is chosen from unless one is asked for, strongest first. */
  private static final List<PasswordMechanism> BY_STRENGTH =
      List.of(
          PasswordMechanism.SCRAM_SHA_256_PLUS,
          PasswordMechanism.SCRAM_SHA_1_PLUS,
          PasswordMechanism.SCRAM_SHA_256,
          PasswordMechanism.SCRAM_SHA_1,
          PasswordMechanism.PLAIN,
          PasswordMechanism.LOGIN);

  private final PasswordPlan plan;
  private final SecretSource password;

  private PasswordLogin(PasswordPlan plan, SecretSource password) {
    this.plan = plan;
    this.password = password;
  }

  /**
   * A login with a password that never changes.
   *
   * @throws ConfigurationException if the user is empty or has a control character (a line break
   *     could add an SMTP command), or the password is empty, has a NUL (RFC 4616 section 2) or
   *     cannot be written in UTF-8
   */
  public static PasswordLogin of(String user, Secret password) {
    return of(user, fixed(password));
  }

  /**
   * A login whose password may change while the connector runs. The source is read at the first
   * login, and again before every new connection once the server has refused the password; a second
   * login is tried only if it then gives another one.
   *
   * @throws ConfigurationException if the user is empty or has a control character
   */
  public static PasswordLogin of(String user, SecretSource password) {
    if (user.isBlank()) {
      throw ConfigurationException.of("user", user, "A password needs the user it belongs to.");
    }
    requireNoControl("user", user);
    return new PasswordLogin(PasswordPlan.of(user, BY_STRENGTH), password);
  }

  private static SecretSource fixed(Secret password) {
    String broken = PasswordCredential.brokenRule(password);
    if (broken != null) {
      throw ConfigurationException.of("password", null, broken);
    }
    return SecretSource.fixed(password);
  }

  /** A login whose user name is its password, so that logs need another name for it. */
  static PasswordLogin userIsPassword(Secret password) {
    return userIsPassword(fixed(password));
  }

  /** The same with a password that may change while the connector runs. */
  static PasswordLogin userIsPassword(SecretSource password) {
    PasswordPlan plan = PasswordPlan.of("server token", BY_STRENGTH).withUserIsPassword();
    return new PasswordLogin(plan, password);
  }

  /** The same login with a password that was made for this AWS region. */
  PasswordLogin madeFor(String region) {
    return new PasswordLogin(plan.withRegion(region), password);
  }

  /**
   * The same login over this mechanism alone, whatever else the server offers.
   *
   * @throws ConfigurationException if there is an authorization identity and the mechanism cannot
   *     carry it
   */
  public PasswordLogin onlyBy(PasswordMechanism mechanism) {
    return with(plan.authorizationIdentity(), List.of(mechanism));
  }

  /**
   * The same login, but acting as somebody else: the authorization identity of RFC 4422 section
   * 3.4.1. The password stays that of the user, who must have been given the right at the server: a
   * master user of Dovecot, a proxy user of Cyrus, the delegate of a shared mailbox. Mechanisms
   * that cannot carry it ({@code LOGIN}, {@code CRAM-MD5}) are then not used. Most servers and all
   * of the large providers know no such right and refuse the login.
   *
   * @param identity in the server's own form, mostly a user name or an address
   * @throws ConfigurationException if it is empty or has a control character, or the mechanism that
   *     was asked for cannot carry it
   */
  public PasswordLogin authorizationIdentity(String identity) {
    if (identity.isBlank()) {
      throw ConfigurationException.of(
          "authorization-identity", identity, "It is empty: leave it out to act as the user.");
    }
    requireNoControl("authorization-identity", identity);
    return with(identity, plan.mechanisms());
  }

  private PasswordLogin with(String authorizationIdentity, List<PasswordMechanism> mechanisms) {
    List<PasswordMechanism> able =
        authorizationIdentity.isEmpty()
            ? mechanisms
            : mechanisms.stream().filter(PasswordMechanism::carriesAuthorizationIdentity).toList();
    if (able.isEmpty()) {
      throw ConfigurationException.of(
          "authorization-identity",
          authorizationIdentity,
          mechanisms.get(0).saslName()
              + " has no place for it. Leave the mechanism out, or force "
              + Arrays.stream(PasswordMechanism.values())
                  .filter(PasswordMechanism::carriesAuthorizationIdentity)
                  .map(PasswordMechanism::saslName)
                  .collect(Collectors.joining(" or "))
              + ".");
    }
    return new PasswordLogin(plan.with(authorizationIdentity, able), password);
  }

  private static void requireNoControl(String key, String name) {
    if (name.chars().anyMatch(Character::isISOControl)) {
      throw ConfigurationException.of(
          key,
          name.replaceAll("\\p{Cntrl}", "?"),
          "A user name has no control characters: a line break could add an SMTP command.");
    }
  }

  @Override
  public CredentialProvider create(ProviderContext context) {
    if (plan.mechanisms().contains(PasswordMechanism.CRAM_MD5)) {
      LOG.warn(
          "{}: the login of {} is by CRAM-MD5, as asked for: it does not tell who the server is, and"
              + " what crosses the line is a keyed MD5 that a password can be guessed by",
          context.account(),
          plan.user());
    }
    SmtpEndpoint endpoint = context.endpoint();
    if (endpoint != null) {
      PasswordPolicy.at(endpoint.host())
          .filter(PasswordPolicy::refusesEveryPassword)
          .ifPresent(
              policy ->
                  LOG.warn(
                      "{}: the login of {} is by password. {} ({}). docs/presets.md says what to"
                          + " change, and who must act",
                      context.account(),
                      plan.user(),
                      policy.what(),
                      policy.when()));
    }
    return new SecretCredentialProvider(
        context, plan.user(), password, PasswordCredentials.of(plan, context));
  }

  @Override
  public String toString() {
    String other = plan.authorizationIdentity();
    return "password login of " + plan.user() + (other.isEmpty() ? "" : " acting as " + other);
  }
}
