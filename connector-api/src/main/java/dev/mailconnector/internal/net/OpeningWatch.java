package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * Watches one connection come about, for somebody who wants to know how far it comes. Called in the
 * thread that opens it, which waits meanwhile.
 */
public interface OpeningWatch {
  /** Nobody watches. */
  OpeningWatch NONE = new OpeningWatch() {};

  /** The name has these addresses; they are tried in this order. */
  default void resolved(List<InetAddress> addresses) {}

  /** No connection to this address; the next one is tried. */
  default void unreachable(InetSocketAddress address, IOException why) {}

  /** The TCP connection stands. */
  default void connected(InetSocketAddress address) {}

  /** The proxy lets us through to the server. */
  default void tunnelled(ProxyServer proxy) {}

  /** The handshake is done. */
  default void secured(SSLSession session) {}

  /**
   * What the server said.
   *
   * @param stage greeting, EHLO or STARTTLS
   * @param reply its lines with their codes, separated by LF
   */
  default void heard(Stage stage, String reply) {}
}
