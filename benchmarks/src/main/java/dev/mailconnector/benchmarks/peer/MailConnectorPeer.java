package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
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
  public Fleet open(Target target) {
    MailConnector mail = MailConnector.of(account(target));
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
    SendOptions options =
        SendOptions.defaults().withEnvelope(new Envelope(Letter.SENDER, letter.recipients()));
    return () -> {
      mail.send(letter.bytes(), options);
      return 1;
    };
  }

  private Account account(Target target) {
    TlsMode tls = target.tls() ? TlsMode.IMPLICIT : TlsMode.NONE;
    Account.Builder account =
        Account.builder("sink", new SmtpEndpoint(Target.HOST, target.port(), tls))
            .trust(Trust.context(target.trust()))
            .ehloName("bench.example.com")
            .transactionLevel(
                this == PIPELINED ? TransactionLevel.PIPELINED : TransactionLevel.BDAT)
            .pool(PoolSettings.defaults().withMaxConnections(target.connections()));
    if (target.tls()) {
      account.login(PasswordLogin.of(Target.USER, Secret.of(Target.PASSWORD)));
    }
    return account.build();
  }
}
