package dev.mailconnector.cli.demo;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Sends on all accounts at a steady rate, as an application with several threads would. */
final class Demo {
  private static final int SENDERS_PER_ACCOUNT = 3;
  private static final long MILLIS_BETWEEN_SENDS = 120;

  /** A send that a server holds up this long would have met its own timeout. */
  private static final long DRAIN_SECONDS = 60;

  private final MailConnector connector;
  private final DemoStatistics statistics;
  private final AtomicLong messages = new AtomicLong();

  Demo(MailConnector connector, DemoStatistics statistics) {
    this.connector = connector;
    this.statistics = statistics;
  }

  /**
   * Sends for so many seconds; returns when the last send has.
   *
   * @param meanwhile done at this interval, in one thread
   */
  void run(List<Account> accounts, int seconds, Runnable meanwhile, Duration interval)
      throws InterruptedException {
    connector.warmUp();
    statistics.begin();
    ScheduledExecutorService painter = Executors.newSingleThreadScheduledExecutor();
    ScheduledExecutorService senders = senders(accounts);
    try {
      long pause = interval.toMillis();
      painter.scheduleAtFixedRate(meanwhile, pause, pause, TimeUnit.MILLISECONDS);
      if (!senders.awaitTermination(seconds, TimeUnit.SECONDS)) {
        senders.shutdown();
      }
      if (!senders.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("A send of the demo does not end.");
      }
    } finally {
      senders.shutdownNow();
      painter.shutdownNow();
      painter.awaitTermination(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
  }

  private ScheduledExecutorService senders(List<Account> accounts) {
    int count = accounts.size() * SENDERS_PER_ACCOUNT;
    ScheduledExecutorService senders = Executors.newScheduledThreadPool(count);
    int started = 0;
    for (Account account : accounts) {
      for (int i = 0; i < SENDERS_PER_ACCOUNT; i++) {
        long offset = started++ * MILLIS_BETWEEN_SENDS / count;
        senders.scheduleAtFixedRate(
            () -> send(account), offset, MILLIS_BETWEEN_SENDS, TimeUnit.MILLISECONDS);
      }
    }
    return senders;
  }

  private void send(Account account) {
    try {
      connector.send(message(), SendOptions.account(account.name()));
      statistics.accepted(account.name());
    } catch (RuntimeException e) {
      // Also a fault of our own: thrown on, it would silence this sender and look like a success.
      statistics.failed(account.name(), e);
    }
  }

  private MimeMessage message() {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    try {
      message.setRecipient(RecipientType.TO, new InternetAddress("ann@example.com"));
      message.setSubject("Demo " + messages.incrementAndGet());
      message.setText("Sent with a login that renews itself.\r\n", "UTF-8");
      return message;
    } catch (MessagingException e) {
      throw new IllegalStateException("A fixed message cannot be made", e);
    }
  }
}
