package dev.mailconnector.failure;

/** The connector, or this account, is closed. Nothing was sent. */
public final class ConnectorClosedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public ConnectorClosedException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new ConnectorClosedException(other);
  }
}
