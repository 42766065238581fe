package dev.mailconnector.failure;

import org.jspecify.annotations.Nullable;

/** The connector, or this account, is closed. Nothing was sent. */
public final class ConnectorClosedException extends MailConnectorException {
  private static final long serialVersionUID = 1L;

  private ConnectorClosedException(FailureDetail detail) {
    super(detail);
  }

  /** The whole connector is closed. */
  public static ConnectorClosedException ofConnector() {
    return new ConnectorClosedException(
        detail(
            "The connector is closed",
            "Nothing was sent. In a rolling restart another instance takes the message later; if"
                + " not, keep the connector open as long as the application sends."));
  }

  /**
   * This account is closed: it was removed, or its connector was closed.
   *
   * @param cause what its end broke off, or null
   */
  public static ConnectorClosedException ofAccount(String account, @Nullable Throwable cause) {
    return new ConnectorClosedException(
        detail(
                "The account is closed",
                "Nothing was sent. It was removed, or the connector was closed, while the message"
                    + " was on its way to it: send again through one that is open.")
            .withCause(cause)
            .forSend(account, null, 1));
  }

  private static FailureDetail detail(String what, String remedy) {
    return FailureDetail.of(Stage.SHUTDOWN, what, Advice.RETRY_LATER, remedy);
  }

  @Override
  MailConnectorException with(FailureDetail other) {
    return new ConnectorClosedException(other);
  }
}
