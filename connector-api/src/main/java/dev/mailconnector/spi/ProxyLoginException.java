package dev.mailconnector.spi;

import java.io.IOException;

/** A login at a proxy that was not tried. */
public final class ProxyLoginException extends IOException {
  private static final long serialVersionUID = 1L;

  private final boolean refused;

  private ProxyLoginException(String message, boolean refused) {
    super(message);
    this.refused = refused;
  }

  static ProxyLoginException paused(String message) {
    return new ProxyLoginException(message, true);
  }

  static ProxyLoginException busy(String message) {
    return new ProxyLoginException(message, false);
  }

  /** Whether the proxy refused the same login before; else another one took too long. */
  public boolean isRefused() {
    return refused;
  }
}
