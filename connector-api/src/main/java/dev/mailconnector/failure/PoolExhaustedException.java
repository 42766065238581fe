package dev.mailconnector.failure;

/**
 * All connections of the account were busy for as long as the caller was ready to wait. Nothing was
 * sent.
 */
public final class PoolExhaustedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public PoolExhaustedException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new PoolExhaustedException(other);
  }
}
