package dev.mailconnector;

import dev.mailconnector.failure.MailConnectorException;

/** What became of one message of {@link MailConnector#sendAll}. Immutable. */
public sealed interface SendOutcome {

  /** Which message of the source it was, from 0. */
  long index();

  /** The message. */
  BulkMessage message();

  /** Whether the server accepted it for every recipient. */
  default boolean isSent() {
    return this instanceof Sent;
  }

  /**
   * The receipt.
   *
   * @throws MailConnectorException if it was not sent: the failure
   */
  SendReceipt receipt();

  /**
   * The server accepted it for every recipient.
   *
   * @param index which message of the source it was, from 0
   * @param message the message
   * @param receipt the proof
   */
  record Sent(long index, BulkMessage message, SendReceipt receipt) implements SendOutcome {}

  /**
   * It failed, or failed in part; what may be done is {@link MailConnectorException#advice()}.
   *
   * @param index which message of the source it was, from 0
   * @param message the message
   * @param failure what {@link MailConnector#send(byte[], SendOptions)} would have thrown
   */
  record Failed(long index, BulkMessage message, MailConnectorException failure)
      implements SendOutcome {
    @Override
    public SendReceipt receipt() {
      throw failure;
    }
  }
}
