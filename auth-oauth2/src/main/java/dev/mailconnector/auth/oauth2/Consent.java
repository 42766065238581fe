package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.consent.BrowserConsent;
import dev.mailconnector.auth.oauth2.internal.consent.ConsentPlan;
import dev.mailconnector.auth.oauth2.internal.consent.Consented;
import dev.mailconnector.auth.oauth2.internal.consent.DeviceConsent;
import dev.mailconnector.auth.oauth2.internal.consent.Pauses;
import dev.mailconnector.auth.oauth2.internal.generic.GenericClient;
import dev.mailconnector.spi.ProviderContext;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Asks a user to let an application act for a mailbox, and keeps the refresh token in the store
 * that the login of this mailbox reads. Immutable and thread-safe; the methods that ask block until
 * the user has decided, at most the {@linkplain #limit limit}.
 *
 * <pre>{@code
 * OAuth2Login login = application.refreshToken(store).login("ann@contoso.com");
 * login.consent().inBrowser(context, url -> System.out.println("Visit " + url));
 * }</pre>
 *
 * <p>Nothing secret is shown or returned but the access token beside it, which need not be used.
 */
public final class Consent {
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private final ConsentPlan plan;
  private final RefreshTokenStore store;
  private final String account;
  private final TokenTraffic traffic;
  private final Duration limit;

  Consent(ConsentPlan plan, RefreshTokenStore store, String account, TokenTraffic traffic) {
    this(plan, store, account, traffic, LIMIT);
  }

  private Consent(
      ConsentPlan plan,
      RefreshTokenStore store,
      String account,
      TokenTraffic traffic,
      Duration limit) {
    this.plan = plan;
    this.store = store;
    this.account = account;
    this.traffic = traffic;
    this.limit = limit;
  }

  /**
   * The same with another limit for the user. Default 5 minutes; for devices the issuer's own limit
   * holds too.
   */
  public Consent limit(Duration newLimit) {
    return new Consent(plan, store, account, traffic, newLimit);
  }

  /**
   * Asks in a browser of this machine: authorization code with PKCE, answered to a port of
   * 127.0.0.1 (RFC 8252).
   *
   * @param context lends trust, limits and threads
   * @param browser is told the URL that the user must visit, once; may open it
   * @return the first access token, for a look at its lifetime and scopes
   * @throws TokenException if the user or the issuer refuses, if nobody answers in time, or if the
   *     refresh token could not be kept
   */
  public AccessToken inBrowser(ProviderContext context, Consumer<URI> browser)
      throws TokenException {
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
   * @param context lends trust, limits and threads
   * @param display is told what the user must do, once
   * @return the first access token, for a look at its lifetime and scopes
   * @throws TokenException if the user or the issuer refuses, if nobody answers in time, or if the
   *     refresh token could not be kept
   */
  public AccessToken onOtherDevice(ProviderContext context, Consumer<DevicePrompt> display)
      throws TokenException {
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

  private AccessToken keep(ProviderContext context, Consented consented) throws TokenException {
    store.put(account, consented.refreshToken(), context.clock().instant());
    return consented.accessToken();
  }

  @Override
  public String toString() {
    return "consent of " + account;
  }
}
