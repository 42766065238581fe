package dev.mailconnector.failure;

/**
 * The line broke before the message was complete at the server, so it cannot have been accepted.
 * Nothing was sent.
 */
public final class ConnectionLostException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public ConnectionLostException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new ConnectionLostException(other);
  }
}
