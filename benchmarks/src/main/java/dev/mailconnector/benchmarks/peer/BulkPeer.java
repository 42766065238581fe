package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.BulkMessage;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.TransactionLevel;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.Duration;
import java.util.Iterator;
import java.util.Properties;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Mail Connector's sendAll: one call that uses all connections, with its default window. */
public enum BulkPeer implements Peer {
  /** A new MimeMessage each. */
  MESSAGES("Mail Connector, sendAll", "sendAll of MimeMessages, window 16"),
  /** The same finished bytes each. */
  BYTES("Mail Connector, sendAll, bytes", "sendAll of finished bytes, window 16"),
  /** What remains at a server without CHUNKING. */
  PIPELINED(
      "Mail Connector, sendAll, DATA", "sendAll of MimeMessages at TransactionLevel.PIPELINED");

  private final String title;
  private final String description;

  BulkPeer(String title, String description) {
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
  public int threads(Target target) {
    return 1;
  }

  @Override
  public Fleet open(Target target) {
    TransactionLevel level = this == PIPELINED ? TransactionLevel.PIPELINED : TransactionLevel.BDAT;
    MailConnector mail = MailConnector.of(target.account(level));
    return new Fleet() {
      @Override
      public Worker worker() {
        return new Sender(mail, target.letter(), BulkPeer.this == BYTES);
      }

      @Override
      public void close() {
        mail.close();
      }
    };
  }

  private static final class Sender implements Worker {
    private final MailConnector mail;
    private final Letter letter;
    private final boolean bytes;
    private final Session session = Session.getInstance(new Properties());

    Sender(MailConnector mail, Letter letter, boolean bytes) {
      this.mail = mail;
      this.letter = letter;
      this.bytes = bytes;
    }

    @Override
    public int send() {
      int[] left = {1};
      return (int) sendWhile(() -> left[0]-- > 0);
    }

    @Override
    public Pace sendFor(Duration time, Ticker ticker) {
      long start = ticker.nanos();
      long messages = sendWhile(() -> ticker.nanos() - start < time.toNanos());
      return new Pace(messages, ticker.nanos() - start, new double[0]);
    }

    private long sendWhile(BooleanSupplier more) {
      try (Stream<SendOutcome> outcomes = mail.sendAll(() -> new Source(more))) {
        return outcomes.map(SendOutcome::receipt).count();
      }
    }

    private final class Source implements Iterator<BulkMessage> {
      private final BooleanSupplier more;

      Source(BooleanSupplier more) {
        this.more = more;
      }

      @Override
      public boolean hasNext() {
        return more.getAsBoolean();
      }

      @Override
      public BulkMessage next() {
        if (bytes) {
          return BulkMessage.of(letter.bytes()).with(letter.options());
        }
        try {
          return BulkMessage.of(letter.message(session));
        } catch (MessagingException e) {
          throw new IllegalStateException("The benchmark's own message is broken.", e);
        }
      }
    }
  }
}
