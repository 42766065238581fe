package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.ProxyRows;
import dev.mailconnector.internal.diagnosis.SecretRows;
import dev.mailconnector.spi.ProxyLoginException;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Asks a proxy for a way to the mail server, on a socket that is connected to the proxy. The proxy
 * resolves the name.
 */
interface ProxyTunnel {

  /**
   * Returns true once the next byte on the socket comes from the mail server; false if the proxy
   * closes this connection, and another one is to be tried.
   */
  boolean open(GuardedSocket socket, SmtpEndpoint target) throws IOException;

  /** The tunnel of this proxy's kind; without a login where there is none. */
  static ProxyTunnel to(ProxyServer proxy, ProxyLogins.@Nullable Attempt login) {
    return switch (proxy.kind()) {
      case SOCKS5 -> new Socks5Tunnel(proxy, login);
      case HTTP -> new HttpConnectTunnel(proxy, login);
    };
  }

  /** The next byte, which must come. */
  static int next(InputStream in) throws IOException {
    int b = in.read();
    if (b < 0) {
      throw new EOFException("the proxy closed the connection");
    }
    return b;
  }

  /** The proxy said no. */
  static OpenException refused(
      ProxyServer proxy, SmtpEndpoint target, String answer, Remedy remedy) {
    return OpenException.misconfigured(
        Stage.CONNECT,
        "The " + proxy + " refused a way to " + target + ": " + answer,
        remedy,
        null);
  }

  /** No login was tried at the proxy. */
  static OpenException notLoggedIn(ProxyServer proxy, SmtpEndpoint target, Exception why) {
    String what = "The " + proxy + " was not asked for a way to " + target;
    if (why instanceof MailConnectorException unreadable) {
      String told = what + ": " + unreadable.detail().what();
      Remedy remedy =
          new Remedy(unreadable.diagnosis().orElse(SecretRows.UNUSABLE), unreadable.remedy());
      return unreadable.advice() == Advice.RETRY_LATER
          ? OpenException.unreachable(Stage.CONNECT, told, remedy, unreadable)
          : OpenException.misconfigured(Stage.CONNECT, told, remedy, unreadable);
    }
    String told = what + ": " + why.getMessage();
    return why instanceof ProxyLoginException login && login.isRefused()
        ? OpenException.misconfigured(Stage.CONNECT, told, ProxyRows.PROXY_PAUSED, login)
        : OpenException.unreachable(Stage.CONNECT, told, ProxyRows.PROXY_SLOW, why);
  }
}
