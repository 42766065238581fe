package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.benchmarks.peer.Target;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What {@link LargeMessage} runs in a JVM of its own. Prints seconds and megabytes of heap. */
public final class LargeMessageRun {

  private LargeMessageRun() {}

  /** In which way it is sent. */
  enum Way {
    MIME("Mail Connector, a MimeMessage with the file attached", false) {
      @Override
      void send(int port, Path file) throws MessagingException, IOException {
        try (MailConnector mail = connector(port)) {
          mail.send(message(Session.getInstance(new Properties()), file));
        }
      }
    },
    FILE("Mail Connector, a finished message in a file", true) {
      @Override
      void send(int port, Path file) {
        try (MailConnector mail = connector(port)) {
          mail.send(RawMessage.of(file), SendOptions.defaults());
        }
      }
    },
    STREAM("Mail Connector, a finished message as a stream", true) {
      @Override
      void send(int port, Path file) throws IOException {
        try (MailConnector mail = connector(port);
            InputStream stream = Files.newInputStream(file)) {
          mail.send(RawMessage.of(stream), SendOptions.defaults());
        }
      }
    },
    ANGUS("Angus, a MimeMessage with the file attached", false) {
      @Override
      void send(int port, Path file) throws MessagingException, IOException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", Target.HOST);
        settings.put("mail.smtp.port", String.valueOf(port));
        settings.put("mail.smtp.localhost", "bench.example.com");
        Transport.send(message(Session.getInstance(settings), file));
      }
    };

    private final String title;
    private final boolean finished;

    Way(String title, boolean finished) {
      this.title = title;
      this.finished = finished;
    }

    /** Whether it takes a file that is a message, else one to attach. */
    boolean isFinished() {
      return finished;
    }

    String title() {
      return title;
    }

    abstract void send(int port, Path file) throws MessagingException, IOException;
  }

  /**
   * Runs it.
   *
   * @param arguments the way, the sink's port, the file
   */
  public static void main(String[] arguments) throws MessagingException, IOException {
    Logger.getLogger("").setLevel(Level.SEVERE);
    long start = System.nanoTime();
    Way.valueOf(arguments[0]).send(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(Locale.ROOT, "%.1f | %d%n", seconds, heapPeak() >> 20);
  }

  private static MailConnector connector(int port) {
    return MailConnector.of(
        Account.builder("sink", new SmtpEndpoint(Target.HOST, port, TlsMode.NONE))
            .ehloName("bench.example.com")
            .build());
  }

  /** A message with this file attached. */
  static MimeMessage message(Session session, Path attachment)
      throws MessagingException, IOException {
    MimeBodyPart file = new MimeBodyPart();
    file.attachFile(attachment.toFile(), "application/octet-stream", "base64");
    MimeMessage message = new MimeMessage(session);
    message.setFrom(new InternetAddress("robot@example.com"));
    message.setRecipient(RecipientType.TO, new InternetAddress("reader@example.net"));
    message.setSubject("A large attachment");
    message.setContent(new MimeMultipart(file));
    return message;
  }

  private static long heapPeak() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(MemoryPoolMXBean::getPeakUsage)
        .mapToLong(usage -> usage.getUsed())
        .sum();
  }
}
