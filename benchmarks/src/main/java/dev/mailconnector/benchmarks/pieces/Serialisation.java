package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.Account;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.benchmarks.peer.Letter;
import dev.mailconnector.internal.message.MessageWriter;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Properties;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From what the application hands over to bytes that are fit for the wire. */
@State(Scope.Benchmark)
public class Serialisation {
  private final MessageWriter writer = new MessageWriter(null);
  private final Account account =
      Account.builder("a", new SmtpEndpoint("localhost", 25, TlsMode.NONE)).build();
  private final Session session = Session.getInstance(new Properties());

  /** 2 KB of text, or 100 KB with an attachment. */
  @Param({"2 KB", "100 KB"})
  public String message = "2 KB";

  private Letter letter = Letter.small(1);
  private SendOptions options = letter.options();
  private MimeMessage mime = new MimeMessage(session);

  /** Makes the message. */
  @Setup
  public void build() throws MessagingException {
    letter = message.equals("2 KB") ? Letter.small(1) : Letter.large(1);
    options = letter.options();
    mime = letter.message(session);
  }

  /** Our checks, CRLF and header filter included, of a message object. */
  @Benchmark
  public long mimeMessage() {
    try (OutgoingMessage outgoing = writer.write(mime, account, SendOptions.defaults())) {
      return outgoing.content().size();
    }
  }

  /** The same of finished bytes. */
  @Benchmark
  public long bytes() {
    try (OutgoingMessage outgoing = writer.write(RawMessage.of(letter.bytes()), account, options)) {
      return outgoing.content().size();
    }
  }

  /** What Jakarta Mail does by itself, into nothing. */
  @Benchmark
  public MimeMessage plainWriteTo() throws MessagingException, IOException {
    mime.writeTo(OutputStream.nullOutputStream());
    return mime;
  }

  /** What an application does before it can send a message object. */
  @Benchmark
  public MimeMessage building() throws MessagingException {
    return letter.message(session);
  }
}
