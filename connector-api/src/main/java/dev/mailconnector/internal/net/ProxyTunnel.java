package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Asks a proxy for a way to the mail server, on a socket that is connected to the proxy. The proxy
 * resolves the name.
 */
interface ProxyTunnel {

  /** Returns once the next byte on the socket comes from the mail server. */
  void open(GuardedSocket socket, SmtpEndpoint target) throws IOException;

  /** The tunnel of this proxy's kind. */
  static ProxyTunnel to(ProxyServer proxy) {
    return switch (proxy.kind()) {
      case SOCKS5 -> new Socks5Tunnel(proxy);
      case HTTP -> new HttpConnectTunnel(proxy);
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
      ProxyServer proxy, SmtpEndpoint target, String answer, String remedy) {
    return OpenException.misconfigured(
        Stage.CONNECT,
        "The " + proxy + " refused a way to " + target + ": " + answer,
        remedy,
        null);
  }
}
