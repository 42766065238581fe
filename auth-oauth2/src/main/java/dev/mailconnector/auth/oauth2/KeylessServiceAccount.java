package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.google.GoogleCalls;
import dev.mailconnector.auth.oauth2.internal.google.GoogleDelegation;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A service account that acts for mailboxes without a key of its own: Google signs for it what a
 * caller with the role Service Account Token Creator asks for. Made by {@link Gmail#impersonate}.
 * Immutable and thread-safe.
 *
 * <p>A token takes three requests: the caller's own token, the signature, the exchange; four or
 * five with workload identity federation.
 */
public final class KeylessServiceAccount {
  private static final URI IAM = URI.create("https://iamcredentials.googleapis.com/");

  private final String account;
  private final GoogleIdentity caller;
  private final @Nullable String subject;
  private final URI iam;
  private final URI endpoint;
  private final TokenTraffic traffic;

  private KeylessServiceAccount(
      String account,
      GoogleIdentity caller,
      @Nullable String subject,
      URI iam,
      URI endpoint,
      TokenTraffic traffic) {
    this.account = account;
    this.caller = caller;
    this.subject = subject;
    this.iam = iam;
    this.endpoint = endpoint;
    this.traffic = traffic;
  }

  static KeylessServiceAccount of(String account, GoogleIdentity caller) {
    if (!account.matches("[A-Za-z0-9._-]+@[A-Za-z0-9.-]+")) {
      throw ConfigurationException.of(
          "auth.impersonate",
          account.replaceAll("\\p{Cntrl}", "?"),
          "The e-mail address of a service account is needed, such as"
              + " mailer@my-project.iam.gserviceaccount.com.");
    }
    return new KeylessServiceAccount(
        account, caller, null, IAM, Gmail.TOKEN_ENDPOINT, TokenTraffic.DIRECT);
  }

  /** The same acting for this user. Default: the mailbox that is logged in to. */
  public KeylessServiceAccount subject(String user) {
    return new KeylessServiceAccount(
        account, caller, TokenTraffic.checkText("auth.subject", user), iam, endpoint, traffic);
  }

  /**
   * The same with another place of IAM's credentials API, as Private Service Connect has it.
   * Default {@code https://iamcredentials.googleapis.com}.
   *
   * @throws ConfigurationException unless it is an https URL
   */
  public KeylessServiceAccount iamEndpoint(URI url) {
    return new KeylessServiceAccount(
        account,
        caller,
        subject,
        TokenTraffic.checkUrl("auth.iam-endpoint", url),
        endpoint,
        traffic);
  }

  /**
   * The same with another token endpoint. Default {@code https://oauth2.googleapis.com/token}.
   *
   * @throws ConfigurationException unless it is an https URL
   */
  public KeylessServiceAccount tokenEndpoint(URI url) {
    return new KeylessServiceAccount(
        account, caller, subject, iam, TokenTraffic.checkUrl("auth.token-endpoint", url), traffic);
  }

  /**
   * The same with requests through this HTTP proxy, but for those to the machine's own endpoints.
   */
  public KeylessServiceAccount proxy(ProxyServer proxy) {
    return proxy(proxy, ProxyEngine.MAILCONNECTOR);
  }

  /**
   * The same with token requests through this HTTP proxy, where this engine speaks NTLM if the
   * proxy asks for it. Default: {@link ProxyEngine#MAILCONNECTOR}.
   */
  public KeylessServiceAccount proxy(ProxyServer proxy, ProxyEngine engine) {
    return new KeylessServiceAccount(
        account, caller, subject, iam, endpoint, traffic.through(proxy, engine));
  }

  /** The same with this trust for token requests. Default: what the account trusts. */
  public KeylessServiceAccount trust(Trust trust) {
    return new KeylessServiceAccount(
        account, caller, subject, iam, endpoint, traffic.trusting(trust));
  }

  /** A login to this mailbox. */
  public OAuth2Login login(String mailbox) {
    var settings =
        new GoogleDelegation.Settings(
            caller.caller(),
            account,
            subject == null ? mailbox : subject,
            Gmail.SCOPE,
            iam,
            endpoint);
    return new OAuth2Login(
        mailbox,
        context ->
            new GoogleDelegation(
                settings, new GoogleCalls(traffic.open(context), context.clock())));
  }

  @Override
  public String toString() {
    return "Google service account " + account + " by " + caller;
  }
}
