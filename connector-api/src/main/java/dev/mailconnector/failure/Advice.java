package dev.mailconnector.failure;

/**
 * What a caller may safely do after a failure. The text beside it ({@link
 * MailConnectorException#remedy()}) says who must act. Closed: it gains no member before the next
 * major version, so a {@code switch} over it may be complete.
 *
 * <p>In a {@link PartlyAcceptedException} it is said of the refused recipients only; the others
 * have the message.
 */
public enum Advice {
  /**
   * Nothing was sent and the cause may pass: send again later, not before {@link
   * MailConnectorException#retryAfter()}.
   */
  RETRY_LATER,
  /** Nothing was sent and only this connection was at fault: send again now. */
  RETRY_OTHER_CONNECTION,
  /** This message will never be taken as it is: change it. */
  FIX_MESSAGE,
  /**
   * A human must change a setting, a permission or a secret; every send of the account fails until
   * then.
   */
  FIX_CONFIGURATION,
  /** The server may have accepted the message: sending it again may deliver it twice. */
  MAY_HAVE_BEEN_SENT
}
