package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * What a send allocates in its own thread, TLS aside. The bounds are generous: they are there so
 * that a copy, a look-up or a buffer for each message does not creep back.
 */
class SendCostTest {
  private static final int WARM_UP = 300;
  private static final int SENDS = 200;
  private static final String TEXT = "A line of text like any other.\r\n".repeat(62);

  private final Lab lab = new Lab();

  @Test
  void bytes_allocateFarLessThanTheyAre() throws Exception {
    byte[] message =
        ("From: a@example.com\r\nTo: b@example.com\r\nSubject: s\r\n\r\n" + TEXT.repeat(50))
            .getBytes(StandardCharsets.US_ASCII);

    assertThat(message.length).isGreaterThan(90_000);
    assertThat(bytesPerSend(connector -> connector.send(message, SendOptions.defaults())))
        .isLessThan(16 * 1024);
  }

  @Test
  void messageObject_allocatesNoMoreThanSomeCopiesOfIt() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("a@example.com"));
    message.setRecipients(RecipientType.TO, "b@example.com");
    message.setText(TEXT);
    message.saveChanges();

    assertThat(bytesPerSend(connector -> connector.send(message))).isLessThan(48 * 1024);
  }

  /** One way to send. */
  @FunctionalInterface
  private interface Sender {
    void send(MailConnector connector) throws Exception;
  }

  private long bytesPerSend(Sender sender) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.NONE).build())) {
      for (int i = 0; i < WARM_UP; i++) {
        sender.send(connector);
      }
      long before = threads.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < SENDS; i++) {
        sender.send(connector);
      }
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertThat(server.counters().commands("MAIL")).isEqualTo(WARM_UP + SENDS);
      return allocated / SENDS;
    }
  }
}
