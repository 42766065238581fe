package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.spi.ProxyAdvice;
import dev.mailconnector.spi.ProxyChallenge;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.util.List;

/** A proxy that opens no tunnel. What it says beside the status is left out: it may quote. */
public final class ProxyRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int WANTS_LOGIN = 407;

  private final boolean wantsLogin;
  private final String remedy;

  private ProxyRefusal(ProxyServer proxy, int status, String remedy) {
    super("the proxy " + proxy.host() + ":" + proxy.port() + " answered " + status + " to CONNECT");
    this.wantsLogin = status == WANTS_LOGIN;
    this.remedy = remedy;
  }

  /** Of this status, and the ways to log in that it offered. */
  static ProxyRefusal of(
      ProxyServer proxy, int status, List<ProxyChallenge> offered, ProxyAdvice advice) {
    if (status != WANTS_LOGIN) {
      return new ProxyRefusal(
          proxy,
          status,
          "Whoever runs the proxy must let this machine reach the issuer (a list of allowed"
              + " hosts, most often), or see to it that the proxy reaches it.");
    }
    return new ProxyRefusal(
        proxy,
        status,
        proxy.user() == null ? advice.onMissingLogin(offered) : advice.onRefusal(offered));
  }

  /** Whether it stays until somebody changes the login at the proxy. */
  public boolean wantsLogin() {
    return wantsLogin;
  }

  /** What to do. */
  public String remedy() {
    return remedy;
  }
}
