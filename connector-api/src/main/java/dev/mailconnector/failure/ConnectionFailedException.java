package dev.mailconnector.failure;

/** No usable connection came about: name, TCP, proxy, TLS, greeting or EHLO. Nothing was sent. */
public final class ConnectionFailedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public ConnectionFailedException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new ConnectionFailedException(other);
  }
}
