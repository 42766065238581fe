package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.transport.TransactionLevel;
import jakarta.mail.Session;
import java.util.Properties;

/** Mail Connector: one connector, shared by all threads. */
public enum MailConnectorPeer implements Peer {
  /** A new MimeMessage for each send. */
  MESSAGES("Mail Connector", "a new MimeMessage for each send"),
  /** The same finished bytes for each send. */
  BYTES("Mail Connector, bytes", "the message given as bytes"),
  /** What remains at a server without CHUNKING. */
  PIPELINED("Mail Connector, DATA", "MimeMessages at TransactionLevel.PIPELINED");

  private final String title;
  private final String description;

  MailConnectorPeer(String title, String description) {
    this.title = title;
    this.description = description;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String description() {
    return description;
  }

  @Override
  public Kind kind() {
    return Kind.OURS;
  }

  @Override
  public boolean sendsBytes() {
    return this == BYTES;
  }

  @Override
  public Fleet open(Target target) {
    TransactionLevel level = this == PIPELINED ? TransactionLevel.PIPELINED : TransactionLevel.BDAT;
    MailConnector mail = MailConnector.of(target.account(level));
    Letter letter = target.letter();
    Worker worker = this == BYTES ? bytes(mail, letter) : messages(mail, letter);
    return new Fleet() {
      @Override
      public Worker worker() {
        return worker;
      }

      @Override
      public void close() {
        mail.close();
      }
    };
  }

  private static Worker messages(MailConnector mail, Letter letter) {
    Session session = Session.getInstance(new Properties());
    return () -> {
      mail.send(letter.message(session));
      return 1;
    };
  }

  private static Worker bytes(MailConnector mail, Letter letter) {
    SendOptions options = letter.options();
    return () -> {
      mail.send(letter.bytes(), options);
      return 1;
    };
  }
}
