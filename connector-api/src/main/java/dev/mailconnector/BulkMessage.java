package dev.mailconnector;

import jakarta.mail.internet.MimeMessage;

/**
 * One of the messages of {@link MailConnector#sendAll}, and how it is to be sent. It must not be
 * changed from when it is handed over until its outcome is there.
 */
public sealed interface BulkMessage {

  /** A message object, sent by the defaults. */
  static BulkMessage of(MimeMessage message) {
    return new Mime(message, SendOptions.defaults());
  }

  /** A finished RFC 5322 message, sent by the defaults. It is not copied. */
  static BulkMessage of(byte[] message) {
    return of(RawMessage.of(message));
  }

  /** A finished RFC 5322 message, sent by the defaults. */
  static BulkMessage of(RawMessage message) {
    return new Raw(message, SendOptions.defaults());
  }

  /** How it is to be sent. A deadline counts from when the message is pulled from its source. */
  SendOptions options();

  /** The same message, sent in another way. */
  BulkMessage with(SendOptions options);

  /**
   * A message object.
   *
   * @param message see {@link MailConnector#send(MimeMessage, SendOptions)}
   * @param options how it is to be sent
   */
  record Mime(MimeMessage message, SendOptions options) implements BulkMessage {
    @Override
    public BulkMessage with(SendOptions other) {
      return new Mime(message, other);
    }
  }

  /**
   * A finished message.
   *
   * @param message see {@link MailConnector#send(RawMessage, SendOptions)}
   * @param options how it is to be sent
   */
  record Raw(RawMessage message, SendOptions options) implements BulkMessage {
    @Override
    public BulkMessage with(SendOptions other) {
      return new Raw(message, other);
    }
  }
}
