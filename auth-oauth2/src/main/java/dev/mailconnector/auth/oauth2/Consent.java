package dev.mailconnector.auth.oauth2;

import dev.mailconnector.Account;
import dev.mailconnector.auth.oauth2.internal.consent.BrowserConsent;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.consent.Consented;
import dev.mailconnector.auth.oauth2.internal.consent.DeviceConsent;
import dev.mailconnector.auth.oauth2.internal.consent.Pauses;
import dev.mailconnector.auth.oauth2.internal.consent.Undisturbed;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.StandaloneContext;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Asks a user to let an application act for a mailbox, and keeps the refresh token in the store
 * that the login of this mailbox reads. Immutable and thread-safe; the methods that ask block until
 * the user has decided, at most the {@linkplain #limit limit}. An interrupt ends the wait.
 *
 * <pre>{@code
 * OAuth2Login login = application.refreshToken(store).login("ann@contoso.com");
 * login.consent().inBrowser(page -> System.out.println("Visit " + page));
 * }</pre>
 *
 * <p>The store is tried before the user is asked, so that a consent is not lost for want of a key
 * or a folder. Where the issuer says who consented (by an ID token, OpenID Connect Core 1.0 section
 * 2), that must be the user of the login, or the one that {@link #by} names; otherwise nothing is
 * kept. A connector that runs already finds the new token with its next attempt.
 */
public final class Consent {
  private static final Duration LIMIT = Duration.ofMinutes(5);
  private static final int HIGHEST_PORT = 65_535;

  private final ConsentPlan plan;
  private final RefreshTokenStore store;
  private final String account;
  private final TokenTraffic traffic;
  private final Duration limit;
  private final Supplier<StandaloneContext> contexts;

  Consent(ConsentPlan plan, RefreshTokenStore store, String account, TokenTraffic traffic) {
    this(plan, store, account, traffic, LIMIT, () -> StandaloneContext.named(account));
  }

  private Consent(
      ConsentPlan plan,
      RefreshTokenStore store,
      String account,
      TokenTraffic traffic,
      Duration limit,
      Supplier<StandaloneContext> contexts) {
    this.plan = plan;
    this.store = store;
    this.account = account;
    this.traffic = traffic;
    this.limit = limit;
    this.contexts = contexts;
  }

  /**
   * The consent that this account's login needs, asked for with the trust and the {@code
   * timeouts.token} of the account.
   *
   * @throws ConfigurationException if the account does not log in by a user's refresh token out of
   *     a store; it names the key
   */
  public static Consent of(Account account) {
    if (account.login() instanceof OAuth2Login login) {
      Consent consent = login.consent();
      return new Consent(
          consent.plan,
          consent.store,
          consent.account,
          consent.traffic,
          consent.limit,
          () -> StandaloneContext.of(account));
    }
    throw ConfigurationException.of(
        "auth.type", null, "The account does not log in with tokens; only auth.type oauth2 does.");
  }

  /**
   * The same with another limit for the user. Default 5 minutes; for devices the issuer's own limit
   * holds too.
   *
   * @throws ConfigurationException unless it is positive
   */
  public Consent limit(Duration newLimit) {
    if (newLimit.isNegative() || newLimit.isZero()) {
      throw ConfigurationException.of(
          "limit", newLimit.toString(), "The user needs some time: a positive duration.");
    }
    return new Consent(plan, store, account, traffic, newLimit, contexts);
  }

  /**
   * The same to be given by this user, where that is not the mailbox itself: for a shared mailbox,
   * or where the issuer knows the user by another name (Microsoft: the user principal name).
   *
   * @param user the name as the issuer says it: an address, or the user name
   */
  public Consent by(String user) {
    return with(plan.by(TokenTraffic.checkText("user", user)));
  }

  /**
   * The same with this port of 127.0.0.1 for the browser's answer. By default any free one, which
   * issuers must accept (RFC 8252 section 7.3); some accept only what is registered, port included.
   *
   * @throws ConfigurationException unless it is from 1 to 65535
   */
  public Consent redirectPort(int port) {
    if (port < 1 || port > HIGHEST_PORT) {
      throw ConfigurationException.of(
          "port", String.valueOf(port), "A port is a number from 1 to " + HIGHEST_PORT + ".");
    }
    return with(plan.onPort(port));
  }

  private Consent with(ConsentPlan newPlan) {
    return new Consent(newPlan, store, account, traffic, limit, contexts);
  }

  /**
   * Asks in a browser of this machine: authorization code with PKCE, answered to a port of
   * 127.0.0.1 (RFC 8252).
   *
   * @param browser is told the URL that the user must visit, once; may open it, and may say no by
   *     an exception
   * @throws TokenException if the user or the issuer refuses, if nobody answers in time, if it was
   *     another user, or if the refresh token could not be kept
   */
  public GrantedConsent inBrowser(Consumer<URI> browser) throws TokenException {
    try (StandaloneContext own = contexts.get()) {
      return inBrowser(own, browser);
    }
  }

  /**
   * The same with clocks, threads, trust and limits of one's own.
   *
   * @param context lends them
   */
  public GrantedConsent inBrowser(ProviderContext context, Consumer<URI> browser)
      throws TokenException {
    store.check(account, context.clock().instant());
    try (GenericClient client = client(context)) {
      return keep(
          context,
          new BrowserConsent(plan, client, new SecureRandom(), context.workers())
              .ask(browser, limit));
    }
  }

  /**
   * Asks on any other device, by a code that the user types there (RFC 8628). For machines without
   * a browser. Google gives no consent for mail this way.
   *
   * @param display is told what the user must do, once
   * @throws TokenException if the user or the issuer refuses, if nobody answers in time, if it was
   *     another user, or if the refresh token could not be kept
   */
  public GrantedConsent onOtherDevice(Consumer<DevicePrompt> display) throws TokenException {
    try (StandaloneContext own = contexts.get()) {
      return onOtherDevice(own, display);
    }
  }

  /**
   * The same with clocks, threads, trust and limits of one's own.
   *
   * @param context lends them
   */
  public GrantedConsent onOtherDevice(ProviderContext context, Consumer<DevicePrompt> display)
      throws TokenException {
    store.check(account, context.clock().instant());
    try (GenericClient client = client(context)) {
      return keep(
          context,
          new DeviceConsent(plan, client, context.ticker(), Pauses.by(context.scheduler()))
              .ask(display, limit));
    }
  }

  private GenericClient client(ProviderContext context) {
    return new GenericClient(plan.client(), traffic.open(context), context.clock());
  }

  /** The user has done all there is to do: an interrupt must not make them do it again. */
  private GrantedConsent keep(ProviderContext context, Consented consented) throws TokenException {
    Undisturbed.run(
        context.workers(),
        () ->
            store.put(
                account,
                consented.refreshToken(),
                consented.endsAfter(),
                context.clock().instant()));
    return new GrantedConsent(
        account,
        consented.user(),
        consented.accessToken().scopes(),
        consented.endsAfter(),
        store.toString());
  }

  @Override
  public String toString() {
    return "consent of " + account;
  }
}
