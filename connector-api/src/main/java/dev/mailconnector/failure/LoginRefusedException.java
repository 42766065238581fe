package dev.mailconnector.failure;

/** The server refused the login. Nothing was sent. */
public final class LoginRefusedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  /** With this detail. */
  public LoginRefusedException(FailureDetail detail) {
    super(detail);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new LoginRefusedException(other);
  }
}
