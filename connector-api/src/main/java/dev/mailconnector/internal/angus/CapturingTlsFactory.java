package dev.mailconnector.internal.angus;

import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Called by Angus after STARTTLS: puts our TLS over the socket, for the configured host and not for
 * the address that Angus was given, and keeps the result. Angus does the handshake.
 */
final class CapturingTlsFactory extends SSLSocketFactory {
  private final TlsLayer layer;
  private final SmtpEndpoint endpoint;
  private volatile @Nullable SSLSocket captured;

  CapturingTlsFactory(TlsLayer layer, SmtpEndpoint endpoint) {
    this.layer = layer;
    this.endpoint = endpoint;
  }

  /** The TLS socket, or null if STARTTLS did not happen. */
  @Nullable SSLSocket captured() {
    return captured;
  }

  @Override
  public Socket createSocket(Socket socket, String host, int port, boolean autoClose)
      throws IOException {
    SSLSocket tls = layer.over(socket, endpoint);
    captured = tls;
    return tls;
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    throw onlyLayers();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    throw onlyLayers();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    throw onlyLayers();
  }

  @Override
  public Socket createSocket(InetAddress address, int port, InetAddress local, int localPort)
      throws IOException {
    throw onlyLayers();
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return new String[0];
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return new String[0];
  }

  private static IOException onlyLayers() {
    return new IOException("this factory only puts TLS over a socket that is already connected");
  }
}
