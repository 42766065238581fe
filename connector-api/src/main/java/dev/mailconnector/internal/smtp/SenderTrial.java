package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.Deadline;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Whether a server takes a sender: MAIL, and RSET at once, so that no message comes into being (RFC
 * 5321 section 4.1.1.5). One thread's.
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
    SmtpReply reply = session.wire().command("MAIL FROM:<" + sender + ">" + parameter, deadline);
    if (reply.isPositive()) {
      session.wire().command("RSET", deadline);
    }
    return reply;
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
