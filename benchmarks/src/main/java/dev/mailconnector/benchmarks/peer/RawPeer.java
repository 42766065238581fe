package dev.mailconnector.benchmarks.peer;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.SocketFactory;

/**
 * What a socket can do: MAIL, RCPT and BDAT of prepared messages in one write, and nothing but a
 * look at the replies. No library can be faster; the larger flight also shows the sink's ceiling.
 */
public enum RawPeer implements Peer {
  /** One message a flight. */
  ONE("Raw socket", 1),
  /** Sixteen messages a flight. */
  SIXTEEN("Raw socket, 16 in a flight", 16);

  private final String title;
  private final int messages;

  RawPeer(String title, int messages) {
    this.title = title;
    this.messages = messages;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String description() {
    return "prepared bytes, " + messages + " message(s) in one write, replies counted: the limit";
  }

  @Override
  public Kind kind() {
    return Kind.LIMIT;
  }

  @Override
  public boolean sendsBytes() {
    return true;
  }

  @Override
  public Fleet open(Target target) {
    byte[] flight = flight(target.letter());
    int replies = messages * (2 + target.letter().recipients().size());
    return () -> new Connection(target, flight, replies, messages);
  }

  private byte[] flight(Letter letter) {
    StringBuilder commands = new StringBuilder("MAIL FROM:<" + Letter.SENDER + ">\r\n");
    for (String recipient : letter.recipients()) {
      commands.append("RCPT TO:<").append(recipient).append(">\r\n");
    }
    commands.append("BDAT ").append(letter.bytes().length).append(" LAST\r\n");
    ByteArrayOutputStream flight = new ByteArrayOutputStream();
    for (int i = 0; i < messages; i++) {
      flight.writeBytes(commands.toString().getBytes(StandardCharsets.US_ASCII));
      flight.writeBytes(letter.bytes());
    }
    return flight.toByteArray();
  }

  private static final class Connection implements Worker {
    private final Socket socket;
    private final OutputStream out;
    private final InputStream in;
    private final byte[] flight;
    private final int replies;
    private final int messages;

    Connection(Target target, byte[] flight, int replies, int messages) throws IOException {
      this.flight = flight;
      this.replies = replies;
      this.messages = messages;
      SocketFactory factory =
          target.tls() ? target.trust().getSocketFactory() : SocketFactory.getDefault();
      this.socket = factory.createSocket(Target.HOST, target.port());
      socket.setTcpNoDelay(true);
      this.out = socket.getOutputStream();
      this.in = new BufferedInputStream(socket.getInputStream());
      reply();
      command("EHLO bench.example.com\r\n");
      if (target.tls()) {
        command("AUTH PLAIN AHJvYm90AGJlbmNobWFyaw==\r\n");
      }
    }

    @Override
    public int send() throws IOException {
      out.write(flight);
      for (int i = 0; i < replies; i++) {
        reply();
      }
      return messages;
    }

    @Override
    public void close() throws IOException {
      command("QUIT\r\n");
      socket.close();
    }

    private void command(String line) throws IOException {
      out.write(line.getBytes(StandardCharsets.US_ASCII));
      reply();
    }

    /** Reads one reply, of any number of lines; one that is not 2xx ends the run. */
    private void reply() throws IOException {
      int separator;
      do {
        int first = octet();
        octet();
        octet();
        separator = octet();
        if (first != '2') {
          throw new IOException("the sink refused something");
        }
        while (octet() != '\n') {
          continue;
        }
      } while (separator == '-');
    }

    private int octet() throws IOException {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      return octet;
    }
  }
}
