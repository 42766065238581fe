package dev.mailconnector.internal.angus;

import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/** Hands Angus the one socket that was opened for it; Angus has no way to open another. */
final class GivenSocketFactory extends SocketFactory {
  private final Socket socket;

  GivenSocketFactory(Socket socket) {
    this.socket = socket;
  }

  @Override
  public Socket createSocket() {
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port) {
    return socket;
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort) {
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress host, int port) {
    return socket;
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort) {
    return socket;
  }
}
