package dev.mailconnector.failure;

/**
 * No login was attempted, because none would have been safe or possible: no TLS where it is
 * required, no AUTH offered, no common mechanism. Nothing was sent.
 */
public final class LoginImpossibleException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public LoginImpossibleException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new LoginImpossibleException(other);
  }
}
