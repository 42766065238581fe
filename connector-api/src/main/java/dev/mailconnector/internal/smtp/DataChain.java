package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.SendRefusedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.reply.SmtpReply;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages by DATA, the commands of each behind the content of the one before: RFC 2920 section 3.1
 * has the content be the first of a group, and RSET, MAIL, RCPT and DATA follow. A message then
 * costs one round trip instead of two. Not thread-safe.
 *
 * <p>The content of a message leaves only after the 354 to its own DATA, so at any time one message
 * is in doubt at most. That 354 is also what replies are told apart by: where it stands in its
 * place, with nothing behind it, every reply before it belongs to the command that it was taken
 * for.
 */
final class DataChain<T> implements Convoy<T> {
  /** As many replies as a server can say while nobody reads. */
  private static final int MOST_RECIPIENTS = 250;

  private static final byte[] NOTHING = {};

  private final SmtpConnection connection;
  private final int width;

  /** The message whose envelope, content or verdict is next. */
  private @Nullable ChainLink<T> head;

  /** The message whose commands went out behind the head's content. */
  private @Nullable ChainLink<T> behind;

  /** Verdicts and refusals that no 354 has confirmed yet. */
  private final List<Heard<T>> heard = new ArrayList<>();

  private boolean usable = true;
  private boolean inFlight;
  private boolean leftOpen;
  private @Nullable IOException unwritten;

  DataChain(SmtpConnection connection, int width) {
    this.connection = connection;
    this.width = width;
  }

  @Override
  public boolean hasRoomFor(OutgoingMessage message) {
    ChainLink<T> first = head;
    return usable
        && width > 1
        && behind == null
        && (first == null ? heard.size() < width : first.ready != null)
        && message.envelope().recipients().size() <= MOST_RECIPIENTS
        && connection.isForChain(message);
  }

  @Override
  public void send(T message, OutgoingMessage content) {
    MailExchange exchange = connection.exchange(content).reset().mail().recipients().data();
    ChainLink<T> before = head;
    ChainLink<T> link = new ChainLink<>(message, exchange, before != null);
    connection.takesOff();
    inFlight = true;
    try {
      if (before == null) {
        head = link;
        connection.session().wire().requireRest(connection.commandLimit());
        exchange.sendCommandsBehindOthers();
      } else {
        behind = link;
        if (before.contentSent) {
          exchange.sendCommandsBehindOthers();
        } else {
          before.sendContent(exchange.commands());
        }
      }
    } catch (IOException e) {
      unwritten = e;
      usable = false;
    }
  }

  @Override
  public void depart() {
    ChainLink<T> link = head;
    if (link != null && link.ready != null && !link.contentSent) {
      try {
        link.sendContent(NOTHING);
      } catch (IOException e) {
        unwritten = e;
        usable = false;
      }
    }
  }

  @Override
  public boolean hasNews() {
    return !usable || head == null || connection.session().wire().hasUnasked();
  }

  @Override
  public List<Landing<T>> land() {
    List<Landing<T>> told = new ArrayList<>();
    depart();
    try {
      if (unwritten != null) {
        throw unwritten;
      }
      hear(told);
    } catch (IOException e) {
      broken(e, told);
    }
    return told;
  }

  private void hear(List<Landing<T>> told) throws IOException {
    ChainLink<T> first = head;
    if (first == null) {
      hearNoMore(told);
      return;
    }
    if (first.ready == null) {
      hearEnvelope(first, told);
      return;
    }
    hearVerdict(first);
    ChainLink<T> next = behind;
    head = next;
    behind = null;
    if (next != null) {
      hearEnvelope(next, told);
    }
  }

  private void hearEnvelope(ChainLink<T> link, List<Landing<T>> told) throws IOException {
    MailExchange exchange = link.exchange;
    exchange.hearReset();
    exchange.hearEnvelope();
    if (exchange.isReadyMisplaced()) {
      throw new ProtocolException("the server said 354 before its turn");
    }
    SmtpReply ready = exchange.hearReady();
    usable &= exchange.leftInOrder();
    if (ready.code() == 354) {
      connection.session().wire().requireRest(connection.commandLimit());
      confirmed(told);
      if (exchange.isResetRefused()) {
        head = null;
        told.add(notReset(link, exchange.passedBy(new ProtocolException("RSET was refused"))));
      } else {
        link.ready = ready;
        if (link.chained) {
          connection.level().chainTaken();
        }
      }
      return;
    }
    if (!ready.isTransient() && !ready.isPermanent()) {
      throw new ProtocolException("the server said \"" + ready + "\" to DATA");
    }
    head = null;
    leftOpen = exchange.leftOpen();
    SendRefusedException refused = notReady(exchange, ready);
    heard.add(
        new Heard<>(
            link,
            exchange.isResetRefused()
                ? notReset(link, refused)
                : Landing.failed(link.message, refused)));
  }

  private static SendRefusedException notReady(MailExchange exchange, SmtpReply ready) {
    try {
      exchange.requireEnvelope();
      return exchange.refused(Stage.DATA, ready);
    } catch (SendRefusedException e) {
      return e;
    }
  }

  /**
   * No server refuses RSET but for where it stands. What it did not forget may still be there, and
   * what is sent now could go to the recipients of the message before: nothing is.
   */
  private Landing<T> notReset(ChainLink<T> link, MailConnectorException e) {
    connection.level().trippedOverChain(connection.session().endpoint(), "it refused RSET");
    return Landing.failed(link.message, e).atLowerLevel();
  }

  private void hearVerdict(ChainLink<T> link) throws IOException {
    try {
      heard.add(
          new Heard<>(
              link, Landing.accepted(link.message, TransactionWay.hearDotted(link.exchange))));
    } catch (SendRefusedException e) {
      heard.add(new Heard<>(link, Landing.failed(link.message, e)));
    }
    usable &= link.exchange.leftInOrder();
    leftOpen = false;
  }

  /** Nothing is under way: what was heard is right if nothing is left over. */
  private void hearNoMore(List<Landing<T>> told) throws IOException {
    if (!heard.isEmpty()) {
      MailExchange last = heard.get(heard.size() - 1).link.exchange;
      last.hearNoMore();
      usable &= last.leftInOrder();
      confirmed(told);
    }
  }

  private void confirmed(List<Landing<T>> told) {
    heard.forEach(each -> told.add(each.landing));
    heard.clear();
  }

  /** The line is lost, or replies and commands have come apart. */
  private void broken(IOException e, List<Landing<T>> told) {
    ChainLink<T> first = head;
    ChainLink<T> second = behind;
    boolean mixedUp =
        e instanceof ProtocolException
            || heard.stream().anyMatch(Heard::isMismatched)
            || isOneMissing(e);
    stepDown(e, mixedUp);
    usable = false;
    if (mixedUp) {
      heard.forEach(each -> told.add(each.link.mixedUp(e)));
      heard.clear();
    }
    confirmed(told);
    if (first != null) {
      told.add(first.lost(e, mixedUp));
    }
    if (second != null) {
      told.add(Landing.failed(second.message, second.exchange.passedBy(e)));
    }
    head = null;
    behind = null;
    unwritten = null;
  }

  /** The reply that never came may be an earlier one, and what was heard another's. */
  private boolean isOneMissing(IOException e) {
    ChainLink<T> first = head;
    return e instanceof SocketTimeoutException
        && first != null
        && first.ready == null
        && first.exchange.lastHeard() != null;
  }

  /** What is at fault: to send in one group what belongs to two messages, or to one. */
  private void stepDown(IOException e, boolean mixedUp) {
    ChainLink<T> first = head;
    boolean alone = first != null && !first.chained && first.ready == null && heard.isEmpty();
    boolean stumbled =
        usable && first != null && first.chained && first.exchange.lastHeard() == null;
    SpokenLevel level = connection.level();
    String why = String.valueOf(e.getMessage());
    if (first != null && first.exchange.isOutOfStep()) {
      level.outOfStep(connection.session().endpoint());
    } else if (mixedUp && alone) {
      level.trippedOver(TransactionWay.PIPELINED, connection.session().endpoint(), why);
    } else if (mixedUp || (stumbled && !level.areChainsProven())) {
      level.trippedOverChain(connection.session().endpoint(), why);
    }
  }

  @Override
  public boolean isEmpty() {
    return head == null && heard.isEmpty();
  }

  @Override
  public boolean isUsable() {
    return usable && (inFlight || connection.isInOrder());
  }

  @Override
  public List<T> unheard() {
    return Stream.concat(heard.stream().map(each -> each.link), Stream.of(head, behind))
        .filter(Objects::nonNull)
        .map(link -> link.message)
        .toList();
  }

  @Override
  public void rest() {
    if (inFlight) {
      inFlight = false;
      connection.landed(usable, leftOpen);
      leftOpen = false;
    }
  }

  /** What is known of a message whose reply may yet turn out to be another's. */
  private record Heard<T>(ChainLink<T> link, Landing<T> landing) {
    boolean isMismatched() {
      return link.exchange.isMismatched();
    }
  }
}
