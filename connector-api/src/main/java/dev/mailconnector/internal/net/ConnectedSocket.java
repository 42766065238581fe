package dev.mailconnector.internal.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;

/**
 * A finished TLS connection in the clothes of a plain socket: Angus would start the handshake of
 * anything that it recognises as TLS once more. Only what Angus calls is here.
 */
@SuppressWarnings(
    "UnsynchronizedOverridesSynchronized") // forwards only: the TLS socket guards itself
public final class ConnectedSocket extends Socket {
  private final Socket tls;

  /** In front of this socket, whose handshake is done. */
  public ConnectedSocket(Socket tls) {
    this.tls = tls;
  }

  /** Does nothing: the connection stands. */
  @Override
  public void connect(SocketAddress address, int timeout) {}

  /** Does nothing: the connection stands. */
  @Override
  public void connect(SocketAddress address) {}

  @Override
  public InputStream getInputStream() throws IOException {
    return tls.getInputStream();
  }

  @Override
  public OutputStream getOutputStream() throws IOException {
    return tls.getOutputStream();
  }

  @Override
  public void setSoTimeout(int timeout) throws SocketException {
    tls.setSoTimeout(timeout);
  }

  @Override
  public InetAddress getInetAddress() {
    return tls.getInetAddress();
  }

  @Override
  public InetAddress getLocalAddress() {
    return tls.getLocalAddress();
  }

  @Override
  public int getPort() {
    return tls.getPort();
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public boolean isBound() {
    return true;
  }

  @Override
  public boolean isClosed() {
    return tls.isClosed();
  }

  @Override
  public void close() throws IOException {
    tls.close();
  }
}
