package dev.mailconnector.failure;

/**
 * The line broke after the last byte of the message and before the server's reply: it may have been
 * accepted (RFC 1047). It is never sent again by the connector; whoever does risks a duplicate.
 */
public final class DeliveryUnknownException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public DeliveryUnknownException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new DeliveryUnknownException(other);
  }
}
