package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;

/** A proxy that opens no tunnel. What it says beside the status is left out: it may quote. */
public final class ProxyRefusal extends IOException {
  private static final long serialVersionUID = 1L;
  private static final int WANTS_LOGIN = 407;
  private static final String NTLM =
      "A proxy that wants NTLM needs mailconnector-auth-ntlm beside this module, and the user's"
          + " domain (auth.http-proxy.domain).";

  private final int status;
  private final boolean loggedIn;

  ProxyRefusal(ProxyServer proxy, int status) {
    super("the proxy " + proxy.host() + ":" + proxy.port() + " answered " + status + " to CONNECT");
    this.status = status;
    this.loggedIn = proxy.user() != null;
  }

  /** Whether it stays until somebody changes the login at the proxy. */
  public boolean wantsLogin() {
    return status == WANTS_LOGIN;
  }

  /** What to do. */
  public String remedy() {
    if (!wantsLogin()) {
      return "Whoever runs the proxy must let this machine reach the issuer (a list of allowed"
          + " hosts, most often), or see to it that the proxy reaches it.";
    }
    return loggedIn
        ? "The proxy refuses this login: an administrator must check auth.http-proxy.user and"
            + " auth.http-proxy.password, and that the proxy takes Basic. "
            + NTLM
        : "The proxy wants a login: an administrator must set auth.http-proxy.user and"
            + " auth.http-proxy.password. "
            + NTLM;
  }
}
