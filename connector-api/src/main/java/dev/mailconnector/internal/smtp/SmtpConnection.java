package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionLostException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.MailRows;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.pool.PooledConnection;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Timeouts;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A connection that is logged in (or needs no login) and carries one message after another. One
 * thread uses it at a time.
 */
public final class SmtpConnection implements PooledConnection {
  private static final Duration GOODBYE = Duration.ofSeconds(2);
  private static final Duration LONGEST_RESET = Duration.ofSeconds(10);

  private final String id;
  private final ServerSession session;
  private final Login login;
  private final SpokenLevel level;
  private final Timeouts timeouts;
  private final Ticker ticker;
  private int messages;
  private boolean inOrder = true;
  private volatile boolean aborted;

  /**
   * Who is logged in.
   *
   * @param identity the login name, or null where no login is configured
   * @param mechanism how, or null where no login is configured
   * @param generation of the credential, or 0
   * @param end when the credential ends, or null
   * @param life how long the credential lives in all; zero where it does not end
   */
  public record Login(
      @Nullable String identity,
      @Nullable String mechanism,
      long generation,
      @Nullable Deadline end,
      Duration life) {
    /** No login at all. */
    public static final Login NONE = new Login(null, null, 0, null, Duration.ZERO);
  }

  /** A connection on this session. */
  public SmtpConnection(
      String id,
      ServerSession session,
      Login login,
      SpokenLevel level,
      Timeouts timeouts,
      Ticker ticker) {
    this.id = id;
    this.session = session;
    this.login = login;
    this.level = level;
    this.timeouts = timeouts;
    this.ticker = ticker;
  }

  /**
   * Sends one message.
   *
   * @return what the server accepted; if it throws instead, {@link #isInOrder} tells whether the
   *     connection may live on
   */
  public Delivery send(OutgoingMessage message, @Nullable Deadline deadline) {
    messages++;
    TransactionWay way = level.way(session.capabilities(), message);
    try {
      return transact(way, message, deadline);
    } catch (SendRefusedException e) {
      if (!way.wasTrippedOver(e)) {
        throw e;
      }
      // The command was refused, not the message: nobody has it, and there is another way.
      level.refused(way, session.endpoint(), e.reply().map(SmtpReply::text).orElse(""));
      if (!inOrder) {
        throw bdatUnknown(e);
      }
      TransactionWay lower = level.way(session.capabilities(), message);
      return transact(lower, message, deadline);
    }
  }

  /** The refusal is no word about the message, and another connection may take it. */
  private ConnectionLostException bdatUnknown(SendRefusedException refusal) {
    FailureDetail detail =
        FailureDetail.of(
                refusal.stage(),
                "The server at " + session.endpoint() + " announces CHUNKING and refused BDAT",
                Advice.RETRY_OTHER_CONNECTION,
                MailRows.BDAT_REFUSED)
            .withCause(refusal);
    return new ConnectionLostException(refusal.reply().map(detail::withReply).orElse(detail));
  }

  /** Several messages under way over this connection, at most this many. */
  public <T> Convoy<T> convoy(int width) {
    return takesFlights() ? new FlightWindow<>(this, width) : new DataChain<>(this, width);
  }

  /** Whether it takes messages in one flight, and so several at a time. */
  public boolean takesFlights() {
    return level.takesFlights(session.capabilities());
  }

  /** Whether a message may be one of several in flight. */
  boolean isForWindow(OutgoingMessage message) {
    return level.way(session.capabilities(), message) == TransactionWay.ONE_FLIGHT;
  }

  /** Whether the commands of the next message may go with the end of the one before. */
  boolean isForChain(OutgoingMessage message) {
    return level.takesChains()
        && level.way(session.capabilities(), message) == TransactionWay.PIPELINED;
  }

  /** For the next message of a convoy. */
  MailExchange exchange(OutgoingMessage message) {
    // The caller's deadline ends where the message leaves: to give up on one reply would give up on
    // all behind it.
    return new MailExchange(session, message, timeouts, ticker, null);
  }

  /** A message of a convoy is about to leave. */
  void takesOff() {
    messages++;
    inOrder = false;
  }

  Deadline commandLimit() {
    return Deadline.in(timeouts.command(), ticker);
  }

  SpokenLevel level() {
    return level;
  }

  boolean isAborted() {
    return aborted;
  }

  /**
   * Nothing of a convoy is under way any more; a server that still holds a sender is told to forget
   * it.
   */
  void landed(boolean usable, boolean leftOpen) {
    inOrder = usable && (!leftOpen || reset());
    session.wire().rest();
  }

  private Delivery transact(
      TransactionWay way, OutgoingMessage message, @Nullable Deadline deadline) {
    MailExchange exchange = new MailExchange(session, message, timeouts, ticker, deadline);
    inOrder = false;
    boolean begun = false;
    boolean accepted = false;
    try {
      session.wire().requireRest(Deadline.earliest(deadline, timeouts.command(), ticker));
      begun = true;
      Delivery delivery = way.run(exchange);
      accepted = true;
      if (way == TransactionWay.ONE_FLIGHT) {
        level.flightTaken(delivery.reply());
      }
      return delivery;
    } catch (IOException e) {
      // What a server says at rest, such as 421, is not about the level.
      if (begun && e instanceof ProtocolException) {
        level.trippedOver(way, session.endpoint(), String.valueOf(e.getMessage()));
      }
      throw exchange.lost(e);
    } finally {
      if (way != TransactionWay.ONE_BY_ONE && exchange.isOutOfStep()) {
        level.outOfStep(session.endpoint());
      }
      inOrder = exchange.leftInOrder() && (accepted || !exchange.leftOpen() || reset());
      session.wire().rest();
    }
  }

  /** Whether the next message may go over this connection. */
  public boolean isInOrder() {
    return inOrder && !session.wire().hasUnasked();
  }

  /** Who is logged in. */
  public Login login() {
    return login;
  }

  /** What it runs on. */
  public ServerSession session() {
    return session;
  }

  private boolean reset() {
    return reset(Deadline.in(LONGEST_RESET, ticker)) == Pulse.ALIVE;
  }

  private Pulse reset(Deadline limit) {
    try {
      SmtpReply reply = session.wire().command("RSET", limit.orIn(timeouts.command()));
      return reply.isPositive() ? Pulse.ALIVE : Pulse.GONE;
    } catch (SocketTimeoutException e) {
      return Pulse.SILENT;
    } catch (IOException e) {
      return Pulse.GONE;
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public long generation() {
    return login.generation();
  }

  @Override
  public @Nullable Deadline credentialEnd() {
    return login.end();
  }

  @Override
  public Duration credentialLife() {
    return login.life();
  }

  @Override
  public int messages() {
    return messages;
  }

  @Override
  public boolean isStale() {
    return session.wire().isStale();
  }

  @Override
  public Pulse check(Deadline limit) {
    Pulse pulse = reset(limit);
    session.wire().rest();
    return pulse;
  }

  @Override
  public void quit() {
    Deadline limit = Deadline.in(GOODBYE, ticker);
    try {
      session.wire().command("QUIT", limit);
    } catch (IOException e) {
      // The messages it carried have their replies; how the line ends changes nothing.
    } finally {
      session.wire().close(limit);
    }
  }

  @Override
  public void abort() {
    aborted = true;
    session.wire().abort();
  }

  @Override
  public String toString() {
    return id + " to " + session.endpoint();
  }
}
