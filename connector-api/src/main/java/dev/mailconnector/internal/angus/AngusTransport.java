package dev.mailconnector.internal.angus;

import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.net.OpeningWatch;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocket;
import org.eclipse.angus.mail.smtp.SMTPTransport;
import org.jspecify.annotations.Nullable;

/**
 * Angus' transport, for as long as it greets: it remembers at which command it is and what the
 * server said last, word for word. It never logs in: it is connected without user and password, and
 * {@code mail.smtp.auth} stays off.
 */
final class AngusTransport extends SMTPTransport {
  private final String ehloName;
  private final Runnable beforeCommand;
  private final OpeningWatch watch;
  private final Supplier<@Nullable SSLSocket> upgraded;
  private volatile Stage stage = Stage.GREETING;
  private volatile @Nullable String lastReply;

  AngusTransport(
      Session session,
      String ehloName,
      Runnable beforeCommand,
      OpeningWatch watch,
      Supplier<@Nullable SSLSocket> upgraded) {
    super(session, new URLName("smtp", null, -1, null, null, null));
    this.ehloName = ehloName;
    this.beforeCommand = beforeCommand;
    this.watch = watch;
    this.upgraded = upgraded;
  }

  @Override
  public synchronized String getLocalHost() {
    return ehloName;
  }

  @Override
  protected void sendCommand(String command) throws MessagingException {
    stage = command.startsWith("STARTTLS") ? Stage.STARTTLS : Stage.EHLO;
    lastReply = null;
    beforeCommand.run();
    super.sendCommand(command);
  }

  /**
   * HELO is for servers that do not know EHLO (RFC 5321 section 3.2); after any other refusal it
   * would only drown the reason.
   */
  @Override
  protected void helo(String domain) throws MessagingException {
    int code = getLastReturnCode();
    if (code != 500 && code != 502) {
      throw new MessagingException("EHLO was refused");
    }
    super.helo(domain);
  }

  @Override
  protected void startTLS() throws MessagingException {
    super.startTLS();
    stage = Stage.EHLO;
    SSLSocket tls = upgraded.get();
    if (tls != null) {
      watch.secured(tls.getSession());
    }
  }

  @Override
  protected int readServerResponse() throws MessagingException {
    int code = super.readServerResponse();
    String reply = printable(getLastServerResponse());
    lastReply = reply;
    watch.heard(stage, reply == null ? "" : reply);
    if (stage == Stage.STARTTLS && code == 220) {
      stage = Stage.TLS;
    }
    return code;
  }

  /** Control characters could forge a line of a log. */
  private static @Nullable String printable(@Nullable String reply) {
    return reply == null ? null : reply.replaceAll("[\\p{Cc}&&[^\t\n]]", "?");
  }

  /** What Angus was waiting for when it failed. */
  Stage stage() {
    return stage;
  }

  /** The last reply, lines separated by LF, or null if the current command has none. */
  @Nullable String lastReply() {
    return lastReply;
  }
}
