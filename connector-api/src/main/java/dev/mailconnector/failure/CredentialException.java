package dev.mailconnector.failure;

/**
 * No credential could be had: the token endpoint is down, the consent is gone, the secret file
 * cannot be read. Nothing was sent; no connection was opened for it.
 */
public final class CredentialException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public CredentialException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new CredentialException(other);
  }
}
