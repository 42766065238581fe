package dev.mailconnector.failure;

/**
 * The message or its envelope cannot be sent by anyone: no sender, no recipient, a line break where
 * none may be. Nothing was sent.
 */
public final class InvalidMessageException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public InvalidMessageException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new InvalidMessageException(other);
  }
}
