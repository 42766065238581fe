package dev.mailconnector.internal.smtp;

import java.io.IOException;

/**
 * The server said something that is no SMTP reply, or too much of it. The connection is of no use
 * any more.
 */
final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  ProtocolException(String message) {
    super(message);
  }
}
