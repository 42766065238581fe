package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.reply.SmtpReply;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several messages in flight on one connection, each RSET, MAIL, RCPT and BDAT in one; replies are
 * matched by count. RSET comes first so that a refused chunk cannot let the next MAIL be one too
 * many (RFC 3030 section 2). Not thread-safe.
 *
 * <p>What is unanswered is bounded, in bytes and in replies: neither side can come to wait for the
 * other to read, and a lost line leaves little in doubt.
 *
 * @param <T> what the caller knows a message by
 */
public final class FlightWindow<T> {
  private static final long MOST_BYTES = 1024 * 1024;
  private static final int MOST_REPLIES = 256;

  private final SmtpConnection connection;
  private final int width;
  private final List<Flight<T>> flights = new ArrayList<>();
  private long bytes;
  private int replies;
  private boolean usable = true;
  private boolean inFlight;
  private boolean leftOpen;
  private boolean mixedUp;
  private @Nullable SmtpReply lastHeard;
  private @Nullable IOException lost;
  private boolean serverLeft;

  private record Flight<T>(T message, MailExchange exchange, @Nullable IOException unwritten) {}

  /**
   * What became of a message.
   *
   * @param message the message
   * @param delivery what the server accepted, or null if it did not
   * @param failure why not, or null if it did
   * @param again why it may be sent again by us, since nobody can have it
   */
  public record Landing<T>(
      T message,
      @Nullable Delivery delivery,
      @Nullable MailConnectorException failure,
      Again again) {}

  /** Whether a message may be sent once more without asking. */
  public enum Again {
    /** No. */
    NO,
    /** At the level that is spoken now. */
    AT_LOWER_LEVEL,
    /** On another connection. */
    ON_ANOTHER_CONNECTION
  }

  FlightWindow(SmtpConnection connection, int width) {
    this.connection = connection;
    this.width = width;
  }

  /** Whether this message may go now. */
  public boolean hasRoomFor(OutgoingMessage message) {
    if (!usable || width < 2 || !connection.isForWindow(message)) {
      return false;
    }
    return flights.isEmpty()
        || (connection.level().areFlightsProven()
            && flights.size() < width
            && bytes + message.content().size() <= MOST_BYTES
            && replies + repliesTo(message) <= MOST_REPLIES);
  }

  /**
   * Sends a message for which there is room. If the line breaks, {@link #land} tells.
   *
   * @throws MailConnectorException if this server cannot take it; then nothing was sent
   */
  public void send(T message, OutgoingMessage content) {
    MailExchange exchange = connection.exchange(content).reset().mail().recipients();
    IOException unwritten = null;
    connection.takesOff();
    inFlight = true;
    try {
      if (flights.isEmpty()) {
        connection.session().wire().requireRest(connection.commandLimit());
      }
      exchange.sendBehindOthers();
    } catch (IOException e) {
      unwritten = e;
      usable = false;
    }
    flights.add(new Flight<>(message, exchange, unwritten));
    bytes += content.content().size();
    replies += repliesTo(content);
  }

  private static int repliesTo(OutgoingMessage message) {
    return 3 + message.envelope().recipients().size();
  }

  /** Whether the server has begun to answer, so that to land takes no long wait. */
  public boolean hasNews() {
    return !usable || connection.session().wire().hasUnasked();
  }

  /**
   * Hears what becomes of all that are in flight. Only when every reply is heard, and there is none
   * too many, are any of them believed: replies have nothing but their number to tell them apart.
   */
  public List<Landing<T>> land() {
    List<Flight<T>> landed = new ArrayList<>(flights);
    List<Landing<T>> landings = new ArrayList<>(landed.size());
    for (Flight<T> flight : landed) {
      landings.add(landing(flight));
      mixedUp |= flight.exchange().isMismatched();
      usable &= flight.exchange().leftInOrder();
      leftOpen = flight.exchange().leftOpen();
    }
    if (lost == null && !landed.isEmpty()) {
      hearNoMore(landed.get(landed.size() - 1).exchange());
    }
    flights.clear();
    bytes = 0;
    replies = 0;
    IOException why = lost;
    return mixedUp && why != null
        ? landed.stream().map(flight -> failed(flight, flight.exchange().mixedUp(why))).toList()
        : landings;
  }

  private void hearNoMore(MailExchange last) {
    try {
      last.hearNoMore();
      usable &= last.leftInOrder();
    } catch (IOException e) {
      lost = e;
      usable = false;
      mixedUp = true;
      trippedOver(String.valueOf(e.getMessage()));
    }
  }

  private Landing<T> landing(Flight<T> flight) {
    try {
      return hear(flight);
    } catch (IOException e) {
      return failed(flight, lost(flight, e));
    }
  }

  private Landing<T> hear(Flight<T> flight) throws IOException {
    MailExchange exchange = flight.exchange();
    IOException broken = lost == null ? flight.unwritten() : lost;
    if (broken != null) {
      throw broken;
    }
    try {
      exchange.hearReset();
      Delivery delivery = TransactionWay.hearFlight(exchange);
      connection.level().flightTaken();
      return new Landing<>(flight.message(), delivery, null, Again.NO);
    } catch (SendRefusedException e) {
      return failed(flight, e);
    } finally {
      lastHeard = exchange.lastHeard() == null ? lastHeard : exchange.lastHeard();
    }
  }

  private MailConnectorException lost(Flight<T> flight, IOException e) {
    MailExchange exchange = flight.exchange();
    if (lost == null) {
      lost = e;
      serverLeft = lastHeard != null && lastHeard.code() == 421 && isEndOfLine(e);
      if (e instanceof ProtocolException) {
        trippedOver(String.valueOf(e.getMessage()));
      }
      if (exchange.isOutOfStep()) {
        connection.level().outOfStep(connection.session().endpoint());
      }
      // The reply that never came may be an earlier one, and what was heard another's.
      mixedUp |= e instanceof SocketTimeoutException && flight.unwritten() == null;
      if (flight.unwritten() != null && !serverLeft) {
        return exchange.lost(e);
      }
    }
    // RFC 5321 section 3.8: after 421 a server closes the connection, and does nothing more.
    return serverLeft && exchange.lastHeard() == null
        ? exchange.passedBy(e)
        : exchange.cutOff(flight.unwritten() == null ? e : flight.unwritten());
  }

  private boolean isEndOfLine(IOException e) {
    return !connection.isAborted() && (e instanceof EOFException || e instanceof SocketException);
  }

  private void trippedOver(String why) {
    connection.level().trippedOver(TransactionWay.ONE_FLIGHT, connection.session().endpoint(), why);
  }

  private Landing<T> failed(Flight<T> flight, MailConnectorException e) {
    Again again =
        e.advice() == Advice.RETRY_OTHER_CONNECTION ? Again.ON_ANOTHER_CONNECTION : Again.NO;
    if (e instanceof SendRefusedException refusal
        && TransactionWay.ONE_FLIGHT.wasTrippedOver(refusal)) {
      trippedOver(refusal.reply().map(SmtpReply::text).orElse(""));
      again = Again.AT_LOWER_LEVEL;
    }
    return new Landing<>(flight.message(), null, e, again);
  }

  /** Whether nothing is in flight. */
  public boolean isEmpty() {
    return flights.isEmpty();
  }

  /** Whether the connection may carry more. */
  public boolean isUsable() {
    return usable && (inFlight || connection.isInOrder());
  }

  /** The messages whose fate was never heard; for when the caller itself has failed. */
  public List<T> unheard() {
    return flights.stream().map(Flight::message).toList();
  }

  /** Leaves the connection to others; nothing must be in flight. */
  public void rest() {
    if (inFlight) {
      inFlight = false;
      connection.landed(usable, leftOpen);
      leftOpen = false;
    }
  }
}
