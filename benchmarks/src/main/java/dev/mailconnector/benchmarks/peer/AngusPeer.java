package dev.mailconnector.benchmarks.peer;

import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Eclipse Angus Mail by itself; each thread has a transport of its own. */
public enum AngusPeer implements Peer {
  /** The measure of all others. */
  REUSED("Angus, reused", "one Transport a thread, kept open"),
  /** What {@code Transport.send} does. */
  PER_MESSAGE("Angus, connection per message", "connects for every message"),
  /** With socket factories that set TCP_NODELAY. */
  NO_DELAY("Angus, TCP_NODELAY", "reused, its sockets made by a factory that sets TCP_NODELAY"),
  /** The content written from memory. */
  BYTES("Angus, bytes", "reused, writeTo overridden to write finished bytes");

  private final String title;
  private final String description;

  AngusPeer(String title, String description) {
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
  public boolean sendsBytes() {
    return this == BYTES;
  }

  @Override
  public boolean keepsConnections() {
    return this != PER_MESSAGE;
  }

  @Override
  public Fleet open(Target target) {
    Properties settings = target.angus();
    if (this == NO_DELAY) {
      settings.put("mail.smtp.socketFactory", new NoDelaySockets());
      settings.put(
          "mail.smtp.ssl.socketFactory", new NoDelayTls(target.trust().getSocketFactory()));
    }
    Session session = Session.getInstance(settings);
    return () -> this == PER_MESSAGE ? connecting(session, target) : reusing(session, target);
  }

  private Worker reusing(Session session, Target target) throws MessagingException {
    Transport transport = connected(session, target);
    MimeMessage bytes = target.letter().fill(new FinishedMessage(session, target.letter()));
    Address[] recipients = bytes.getAllRecipients();
    return new Worker() {
      @Override
      public int send() throws MessagingException {
        MimeMessage message = AngusPeer.this == BYTES ? bytes : target.letter().message(session);
        transport.sendMessage(message, recipients);
        return 1;
      }

      @Override
      public void close() throws MessagingException {
        transport.close();
      }
    };
  }

  private static Worker connecting(Session session, Target target) {
    return () -> {
      try (Transport transport = connected(session, target)) {
        MimeMessage message = target.letter().message(session);
        transport.sendMessage(message, message.getAllRecipients());
        return 1;
      }
    };
  }

  private static Transport connected(Session session, Target target) throws MessagingException {
    Transport transport = session.getTransport("smtp");
    if (target.tls()) {
      transport.connect(Target.USER, Target.PASSWORD);
    } else {
      transport.connect();
    }
    return transport;
  }
}
