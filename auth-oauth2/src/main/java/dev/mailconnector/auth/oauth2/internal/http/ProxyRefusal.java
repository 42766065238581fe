package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.ProxyAdvice;
import dev.mailconnector.spi.ProxyChallenge;
import dev.mailconnector.spi.ProxyLoginException;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A proxy that opens no tunnel, or cannot be asked to. What it says beside the status is left out:
 * it may quote.
 */
public final class ProxyRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int WANTS_LOGIN = 407;

  private final boolean wantsLogin;
  private final Remedy remedy;

  private ProxyRefusal(
      String message, boolean wantsLogin, Remedy remedy, @Nullable Throwable cause) {
    super(message, cause);
    this.wantsLogin = wantsLogin;
    this.remedy = remedy;
  }

  /** Of this status, and the ways to log in that it offered. */
  static ProxyRefusal of(
      ProxyServer proxy, int status, List<ProxyChallenge> offered, ProxyAdvice advice) {
    String message =
        "the proxy " + proxy.host() + ":" + proxy.port() + " answered " + status + " to CONNECT";
    if (status != WANTS_LOGIN) {
      return new ProxyRefusal(message, false, TripRows.PROXY_REFUSES.remedy(), null);
    }
    return new ProxyRefusal(
        message,
        true,
        proxy.user() == null ? advice.onMissingLogin(offered) : advice.onRefusal(offered),
        null);
  }

  /** No login was tried. */
  static ProxyRefusal untried(ProxyLoginException why) {
    return why.isRefused()
        ? new ProxyRefusal(
            String.valueOf(why.getMessage()), true, TripRows.PROXY_PAUSED.remedy(), why)
        : new ProxyRefusal(
            String.valueOf(why.getMessage()), false, TripRows.PROXY_SLOW.remedy(), why);
  }

  /** The password at the proxy could not be had. */
  static ProxyRefusal withoutPassword(MailConnectorException why) {
    return new ProxyRefusal(
        "the password at the proxy cannot be read: " + why.detail().what(),
        why.advice() != Advice.RETRY_LATER,
        new Remedy(why.diagnosis().orElse(TripRows.SECRET_UNREADABLE), why.remedy()),
        why);
  }

  /** Whether it stays until somebody changes the login at the proxy. */
  public boolean wantsLogin() {
    return wantsLogin;
  }

  /** What to do. */
  public Remedy remedy() {
    return remedy;
  }
}
