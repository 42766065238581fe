package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.message.Content;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One transaction on one connection: says commands, alone or several in a flight, and hears
 * replies, matched by count (RFC 2920 section 3.1). How the commands are grouped is up to the
 * {@link TransactionWay}; what the replies mean is up to {@link MailJudge}. Used once, by one
 * thread.
 */
final class MailExchange {
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);
  private static final int LEAST_RATE = 8 * 1024;
  private static final byte[] NOTHING = {};
  private static final byte[] END = {'.', '\r', '\n'};

  private final SmtpWire wire;
  private final OutgoingMessage message;
  private final MailParameters parameters;
  private final MailJudge judge;
  private final Timeouts timeouts;
  private final Ticker ticker;
  private final @Nullable Deadline deadline;
  private final StringBuilder flight = new StringBuilder(256);
  private Stage stage = Stage.MAIL;
  private boolean senderSet;
  private boolean resetDue;
  private @Nullable SmtpReply resetRefusal;
  private @Nullable SmtpReply lastHeard;
  private boolean writing;
  private boolean handedOver;
  private boolean mismatched;
  private boolean misplaced;
  private boolean inOrder = true;
  private int heardOfFlight;
  private boolean outOfStep;

  MailExchange(
      ServerSession session,
      OutgoingMessage message,
      Timeouts timeouts,
      Ticker ticker,
      @Nullable Deadline deadline) {
    this.wire = session.wire();
    this.message = message;
    this.parameters =
        MailParameters.of(
            message, session.capabilities(), session.endpoint(), session.isEncrypted());
    this.judge =
        new MailJudge(session.endpoint(), message.envelope(), message.terms().allOrNothing());
    this.timeouts = timeouts;
    this.ticker = ticker;
    this.deadline = deadline;
  }

  // What is said

  MailExchange reset() {
    resetDue = true;
    return add("RSET");
  }

  MailExchange mail() {
    return add("MAIL FROM:<" + parameters.address(message.envelope().sender()) + ">" + parameters);
  }

  MailExchange recipients() {
    recipientAddresses().forEach(this::recipient);
    return this;
  }

  MailExchange recipient(String address) {
    return add("RCPT TO:<" + parameters.address(address) + ">" + parameters.ofRecipient(address));
  }

  List<String> recipientAddresses() {
    return message.envelope().recipients();
  }

  MailExchange data() {
    return add("DATA");
  }

  private MailExchange add(String command) {
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (c == '\r' || c == '\n' || c == 0) {
        throw new IllegalArgumentException("a command must not contain a line break or NUL");
      }
    }
    flight.append(command).append("\r\n");
    return this;
  }

  /** Sends the commands that were added. */
  void send() throws IOException {
    wire.requireSilence();
    sendCommandsBehindOthers();
  }

  /** The same while replies to earlier commands are still to come. */
  void sendCommandsBehindOthers() throws IOException {
    byte[] commands = commands();
    write(commands, 0, commands.length, limit());
  }

  private void write(byte[] bytes, int offset, int length, Deadline by) throws IOException {
    writing = true;
    wire.content(bytes, offset, length, by);
    writing = false;
  }

  /** Takes the commands that were added, for another exchange to send them with its content. */
  byte[] commands() throws IOException {
    byte[] commands = wire.loggedFlight(flight).getBytes(StandardCharsets.UTF_8);
    flight.setLength(0);
    heardOfFlight = 0;
    return commands;
  }

  /**
   * Sends the commands that were added and the whole message as the last chunk (RFC 3030), small
   * ones in a single write.
   */
  void sendWithChunk() throws IOException {
    wire.requireSilence();
    sendBehindOthers();
  }

  /** The same while replies to earlier flights are still to come. */
  void sendBehindOthers() throws IOException {
    Content content = message.content();
    add("BDAT " + content.size() + " LAST");
    byte[] commands = commands();
    byte[] buffer = wire.buffer(commands.length + content.size());
    int length = commands.length;
    if (length < buffer.length) {
      System.arraycopy(commands, 0, buffer, 0, length);
    } else {
      write(commands, 0, length, limit());
      length = 0;
    }
    stage = Stage.CONTENT;
    ChunkWriter writer = new ChunkWriter(wire, pieceLimits());
    try {
      writing = true;
      writer.write(content, buffer, length);
      writing = false;
    } finally {
      handedOver = writer.mayBeComplete();
    }
  }

  /** Sends the message after a 354 (RFC 5321 section 4.5.2). */
  void sendDotted() throws IOException {
    sendDotted(NOTHING);
  }

  /** The same, and in one go the commands of the next (RFC 2920 section 3.1). */
  void sendDotted(byte[] behind) throws IOException {
    wire.requireSilence();
    stage = Stage.CONTENT;
    DotStuffing writer = new DotStuffing(wire, pieceLimits());
    try (InputStream in = UnreadableException.guard(message.content()::open)) {
      writing = true;
      writer.write(in, behind);
      writing = false;
    } finally {
      handedOver = writer.mayBeComplete();
    }
  }

  /** Sends an empty message after a 354 that came although nobody is to get one. */
  void sendNothing() throws IOException {
    sendNothing(NOTHING);
  }

  /** The same, and in one go the commands of the next. */
  void sendNothing(byte[] behind) throws IOException {
    wire.requireSilence();
    write(END, 0, END.length, limit());
    write(behind, 0, behind.length, limit());
  }

  // What is heard

  /**
   * The reply to RSET. After any but a good one the connection is of no further use; what becomes
   * of this message the next replies say, if they come.
   */
  void hearReset() throws IOException {
    SmtpReply reply = hear(Stage.MAIL, limit());
    resetDue = false;
    if (!reply.isPositive()) {
      inOrder = false;
      resetRefusal = reply;
    }
  }

  void hearSender() throws IOException {
    SmtpReply reply = hear(Stage.MAIL, limit());
    senderSet = reply.isPositive();
    judge.hearSender(reply);
  }

  void hearRecipient() throws IOException {
    judge.hearRecipient(hear(Stage.RCPT, limit()));
  }

  /** Sender and recipients; every reply is read, whatever the first ones say. */
  void hearEnvelope() throws IOException {
    hearSender();
    for (int i = 0; i < recipientAddresses().size(); i++) {
      hearRecipient();
    }
  }

  /** Goes on only if somebody may get the message. */
  void requireEnvelope() {
    SendRefusedException refused = judge.refusedEnvelope();
    if (refused != null) {
      throw refused;
    }
  }

  boolean isEnvelopeRefused() {
    return judge.refusedEnvelope() != null;
  }

  /** Whether the envelope was refused, and no recipient was accepted before that was clear. */
  boolean isRefusedByAll() {
    return isEnvelopeRefused() && !judge.hasAcceptedRecipient();
  }

  SmtpReply hearReady() throws IOException {
    return hear(Stage.DATA, limit());
  }

  /** The reply to the message itself; only a final one will do. */
  SmtpReply hearVerdict() throws IOException {
    SmtpReply verdict = hear(Stage.CONTENT, Deadline.in(timeouts.finalReply(), ticker));
    if (!verdict.isPositive() && !verdict.isTransient() && !verdict.isPermanent()) {
      throw new ProtocolException("the server said \"" + verdict + "\" to the message");
    }
    handedOver = false;
    return verdict;
  }

  /**
   * The verdict at the end of a flight that held everything. Replies are matched by their number
   * alone: with one too many, the verdict may still be another one than that, and nobody knows.
   */
  SmtpReply hearVerdictOfFlight() throws IOException {
    SmtpReply verdict = hearVerdict();
    mismatched = verdict.isPositive() && isEnvelopeRefused();
    if (mismatched) {
      throw new ProtocolException("the server took a message for nobody: \"" + verdict + "\"");
    }
    return verdict;
  }

  /** Behind the last verdict there must be no further reply. */
  void hearNoMore() throws IOException {
    mismatched = true;
    SmtpReply surplus = wire.unasked(Deadline.in(LAST_WORDS, ticker));
    if (surplus != null && surplus.code() != 421) {
      throw new ProtocolException("the server said \"" + surplus + "\" unasked");
    }
    mismatched = false;
    inOrder &= surplus == null;
  }

  private SmtpReply hear(Stage at, Deadline by) throws IOException {
    stage = at;
    SmtpReply reply = reply(by);
    lastHeard = reply;
    heardOfFlight++;
    boolean refusal = reply.isTransient() || reply.isPermanent();
    boolean expected = at == Stage.DATA ? reply.code() == 354 : reply.isPositive();
    misplaced |= reply.code() == 354 && at != Stage.DATA;
    if (reply.code() == 421 || (!refusal && !expected)) {
      // It closes the connection, or answers something that was not asked.
      inOrder = false;
    }
    outOfStep |= !refusal && !expected;
    return reply;
  }

  private SmtpReply reply(Deadline by) throws IOException {
    try {
      return wire.reply(by);
    } catch (SocketTimeoutException e) {
      // The message may take its time; commands that came together are answered together.
      outOfStep |= heardOfFlight > 0 && stage != Stage.CONTENT;
      throw e;
    }
  }

  // How it ended

  /** The server took it for somebody. */
  Delivery accepted(SmtpReply verdict) {
    senderSet = false;
    return judge.accepted(verdict, parameters.dsn());
  }

  /** The server took it for nobody. */
  SendRefusedException refused(Stage at, SmtpReply reply) {
    return judge.refused(at, reply);
  }

  /** RFC 5321 section 4.1.1.4: after the reply to the message the transaction is over. */
  void transactionIsOver() {
    senderSet = false;
  }

  /**
   * The line broke, or the server broke the rules. A server that gives up in the middle of a
   * message usually says why before it closes the connection.
   */
  MailConnectorException lost(IOException e) {
    SmtpReply lastWords = writing && !(e instanceof UnreadableException) ? lastWords() : null;
    if (lastWords != null && !lastWords.isPositive() && judge.refusedEnvelope() == null) {
      inOrder = false;
      return judge.refused(stage, lastWords);
    }
    return cutOff(e);
  }

  /** The line broke, and nothing more can be heard on it. */
  MailConnectorException cutOff(IOException e) {
    inOrder = false;
    if (e instanceof UnreadableException) {
      return judge.unreadable(e);
    }
    if (mismatched) {
      return judge.unknown(e);
    }
    SmtpReply refusal = resetRefusal;
    if (refusal != null && !judge.hasHeardSender()) {
      return judge.refused(Stage.MAIL, refusal);
    }
    return judge.lost(stage == Stage.CONTENT && !handedOver ? Stage.DATA : stage, handedOver, e);
  }

  /** The server had left before it came to this message, or never got the message itself. */
  MailConnectorException passedBy(IOException e) {
    inOrder = false;
    return judge.unsent(Stage.MAIL, e);
  }

  /** Replies and commands have come apart, so that what was heard may belong to another. */
  MailConnectorException mixedUp(IOException e) {
    inOrder = false;
    return judge.unknown(e);
  }

  /**
   * Whether the server answers what was not asked, or only some of the commands of a flight: it may
   * not stand several at once, whatever it announces.
   */
  boolean isOutOfStep() {
    return outOfStep;
  }

  /** Whether the last byte of the message may have reached the server, which has not answered. */
  boolean isHandedOver() {
    return handedOver;
  }

  /** Whether a 354 stood where the reply to DATA cannot stand. */
  boolean isReadyMisplaced() {
    return misplaced;
  }

  /** Whether the server did not take RSET, although it goes on. */
  boolean isResetRefused() {
    SmtpReply refusal = resetRefusal;
    return refusal != null && refusal.code() != 421;
  }

  /** Whether replies and commands have come apart. */
  boolean isMismatched() {
    return mismatched;
  }

  /** The last reply that was heard for this message, or null if there was none. */
  @Nullable SmtpReply lastHeard() {
    return lastHeard;
  }

  /** What the server has said, or says within a second, after a write has failed. */
  private @Nullable SmtpReply lastWords() {
    Deadline by = Deadline.in(LAST_WORDS, ticker);
    try {
      if (resetDue) {
        wire.reply(by);
      }
      if (!judge.hasHeardSender()) {
        judge.hearSender(wire.reply(by));
      }
      while (!judge.hasHeardRecipients()) {
        judge.hearRecipient(wire.reply(by));
      }
      return wire.reply(by);
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the connection is in a known state. */
  boolean leftInOrder() {
    return inOrder;
  }

  /**
   * Whether the server still holds a sender, so that RSET must come before the next transaction.
   */
  boolean leftOpen() {
    return inOrder && senderSet;
  }

  private Deadline limit() {
    return Deadline.earliest(deadline, timeouts.command(), ticker);
  }

  /** The content as a whole may take a command's limit and a second for each 8 KiB. */
  private PieceLimits pieceLimits() {
    Duration least = Duration.ofSeconds(message.content().size() / LEAST_RATE);
    Deadline whole = Deadline.in(timeouts.command().plus(least), ticker);
    return new PieceLimits() {
      @Override
      public Deadline piece() {
        Deadline limit = limit();
        return whole.nanos() - limit.nanos() < 0 ? whole : limit;
      }

      @Override
      public Deadline last() {
        return Deadline.in(timeouts.command(), ticker);
      }
    };
  }
}
