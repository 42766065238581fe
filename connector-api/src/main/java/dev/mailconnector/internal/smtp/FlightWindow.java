package dev.mailconnector.internal.smtp;

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
final class FlightWindow<T> implements Convoy<T> {
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

  FlightWindow(SmtpConnection connection, int width) {
    this.connection = connection;
    this.width = width;
  }

  @Override
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

  @Override
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

  /** Nothing is held back. */
  @Override
  public void depart() {}

  @Override
  public boolean hasNews() {
    return !usable || connection.session().wire().hasUnasked();
  }

  /**
   * Hears what becomes of all that are in flight. Only when every reply is heard, and there is none
   * too many, are any of them believed: replies have nothing but their number to tell them apart.
   */
  @Override
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
    return why == null ? landings : afterLoss(landed, landings, why);
  }

  /**
   * What is still believed of a window that was not heard to its end. Where RSET was refused, that
   * reply may be the verdict on the message before.
   */
  private List<Landing<T>> afterLoss(
      List<Flight<T>> landed, List<Landing<T>> landings, IOException why) {
    List<Landing<T>> believed = new ArrayList<>(landings.size());
    boolean shifted =
        mixedUp || landed.stream().anyMatch(flight -> flight.exchange().isResetRefused());
    for (int i = 0; i < landings.size(); i++) {
      Flight<T> flight = landed.get(i);
      believed.add(
          shifted || isDoubtful(landings.get(i), flight.exchange())
              ? failed(flight, flight.exchange().mixedUp(why))
              : landings.get(i));
    }
    return believed;
  }

  /**
   * With one reply too many before it, the refusal of a message may have been the refusal of its
   * last recipient, and others have it. Not if all were refused before; and a server that says 421
   * takes nothing more.
   */
  private static boolean isDoubtful(Landing<?> landing, MailExchange exchange) {
    return landing.failure() instanceof SendRefusedException refusal
        && refusal.reply().filter(reply -> reply.code() == 421).isEmpty()
        && !exchange.isRefusedByAll();
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
      if (connection.level().isMisplaced(delivery.reply())) {
        mixedUp = true;
        throw new ProtocolException("the server said \"" + delivery.reply() + "\" to a message");
      }
      connection.level().flightTaken(delivery.reply());
      return Landing.accepted(flight.message(), delivery);
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
    Landing<T> landing = Landing.failed(flight.message(), e);
    if (e instanceof SendRefusedException refusal
        && TransactionWay.ONE_FLIGHT.wasTrippedOver(refusal)) {
      connection
          .level()
          .refused(
              TransactionWay.ONE_FLIGHT,
              connection.session().endpoint(),
              refusal.reply().map(SmtpReply::text).orElse(""));
      return landing.atLowerLevel();
    }
    return landing;
  }

  @Override
  public boolean isEmpty() {
    return flights.isEmpty();
  }

  @Override
  public boolean isUsable() {
    return usable && (inFlight || connection.isInOrder());
  }

  @Override
  public List<T> unheard() {
    return flights.stream().map(Flight::message).toList();
  }

  @Override
  public void rest() {
    if (inFlight) {
      inFlight = false;
      connection.landed(usable, leftOpen);
      leftOpen = false;
    }
  }
}
