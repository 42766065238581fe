package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
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
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
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
    MIME("Mail Connector, a MimeMessage") {
      @Override
      void send(int port, Path attachment) throws MessagingException, IOException {
        Account account =
            Account.builder("sink", new SmtpEndpoint(Target.HOST, port, TlsMode.NONE))
                .ehloName("bench.example.com")
                .build();
        try (MailConnector mail = MailConnector.of(account)) {
          mail.send(message(Session.getInstance(new Properties()), attachment));
        }
      }
    },
    ANGUS("Angus, a MimeMessage") {
      @Override
      void send(int port, Path attachment) throws MessagingException, IOException {
        Properties settings = new Properties();
        settings.put("mail.smtp.host", Target.HOST);
        settings.put("mail.smtp.port", String.valueOf(port));
        settings.put("mail.smtp.localhost", "bench.example.com");
        Transport.send(message(Session.getInstance(settings), attachment));
      }
    };

    private final String title;

    Way(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }

    abstract void send(int port, Path attachment) throws MessagingException, IOException;
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

  private static MimeMessage message(Session session, Path attachment)
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
