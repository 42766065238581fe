package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Whether a server takes a sender: MAIL, RCPT to the same address, since Postfix and others judge
 * the sender there, and RSET, so that no message comes into being (RFC 5321 section 4.1.1.5). One
 * thread's.
 */
public final class SenderTrial {
  private final ServerSession session;

  /** On this session, whose login is done. */
  public SenderTrial(ServerSession session) {
    this.session = session;
  }

  /** Whether the server can be asked about this address at all. */
  public boolean isPossible(String sender) {
    return isAscii(sender) || session.capabilities().has("SMTPUTF8");
  }

  /** What the server says of this sender. */
  public SmtpReply offer(String sender, Deadline deadline) throws IOException {
    String parameter = isAscii(sender) ? "" : " SMTPUTF8";
    return session.wire().command("MAIL FROM:<" + sender + ">" + parameter, deadline);
  }

  /** What it says of this sender as a recipient, once it took it as a sender. */
  public SmtpReply offerAsRecipient(String sender, Deadline deadline) throws IOException {
    return session.wire().command("RCPT TO:<" + sender + ">", deadline);
  }

  /** Takes everything back. */
  public void takeBack(Deadline deadline) throws IOException {
    session.wire().command("RSET", deadline);
  }

  /** Ends the line politely. */
  public void quit(Deadline limit) {
    try {
      session.wire().command("QUIT", limit);
    } catch (IOException e) {
      // All that was to be found out is known.
    } finally {
      session.wire().close(limit);
    }
  }

  private static boolean isAscii(String text) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(text);
  }
}
