package dev.mailconnector.internal.smtp;

import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.internal.smtp.Lessons.Known;
import dev.mailconnector.reply.EnhancedStatus;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TransactionLevel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The level at which an account's endpoint is spoken to: what the account allows, what the server
 * offers, and what it has not tripped over yet, which all accounts of the endpoint share. Shared by
 * the account's connections; thread-safe.
 */
public final class SpokenLevel {
  private static final Logger LOG = LoggerFactory.getLogger(SpokenLevel.class);

  /** Above this size a refused recipient would cost more than the round trip that finds out. */
  private static final long LARGEST_FLIGHT = 1024 * 1024;

  private static final int ADDRESSING = 1;

  private final TransactionLevel ceiling;
  private final Lessons lessons;

  /** At most the ceiling, and below it what these lessons leave. */
  public SpokenLevel(TransactionLevel ceiling, Lessons lessons) {
    this.ceiling = ceiling;
    this.lessons = lessons;
  }

  /** How this message goes to this server. */
  TransactionWay way(Capabilities server, OutgoingMessage message) {
    boolean mayBeCalledOff =
        message.terms().allOrNothing() && message.envelope().recipients().size() > 1;
    return switch (level(server)) {
      case BDAT ->
          mayBeCalledOff || message.content().size() > LARGEST_FLIGHT
              ? TransactionWay.TWO_FLIGHTS
              : TransactionWay.ONE_FLIGHT;
      case PIPELINED ->
          mayBeCalledOff ? TransactionWay.PIPELINED_ENVELOPE : TransactionWay.PIPELINED;
      case PLAIN -> TransactionWay.ONE_BY_ONE;
    };
  }

  /** Whether small messages go in one flight. */
  boolean takesFlights(Capabilities server) {
    return level(server) == TransactionLevel.BDAT;
  }

  private TransactionLevel level(Capabilities server) {
    TransactionLevel highest = lessons.known().highest();
    TransactionLevel allowed = ceiling.compareTo(highest) < 0 ? ceiling : highest;
    if (!server.has("PIPELINING")) {
      return TransactionLevel.PLAIN;
    }
    return allowed == TransactionLevel.BDAT && !server.has("CHUNKING")
        ? TransactionLevel.PIPELINED
        : allowed;
  }

  /**
   * Whether this endpoint has taken a message in one flight. Until then nothing may follow one
   * unanswered: a server that announces BDAT and does not know it takes the message for commands.
   */
  boolean areFlightsProven() {
    return lessons.known().flightsProven();
  }

  /** A message in one flight was taken, with this reply. */
  void flightTaken(SmtpReply verdict) {
    if (!areFlightsProven()) {
      lessons.learn(known -> known.withFlights(isOfAddress(verdict)));
    }
  }

  /**
   * Whether a reply that stands where the verdict on a message must be was said to RCPT: RFC 3463
   * section 3.2 keeps 2.1.x for addresses. Not where the server answers messages like that, as its
   * first one showed, which went alone.
   */
  boolean isMisplaced(SmtpReply verdict) {
    Known known = lessons.known();
    return known.flightsProven() && !known.likeAddresses() && isOfAddress(verdict);
  }

  private static boolean isOfAddress(SmtpReply verdict) {
    EnhancedStatus status = verdict.enhanced();
    return status != null && verdict.isPositive() && status.subject() == ADDRESSING;
  }

  /** Whether commands may follow the end of a message unanswered. */
  boolean takesChains() {
    return lessons.known().chains();
  }

  /** Whether this endpoint has answered commands that followed the end of a message. */
  boolean areChainsProven() {
    return lessons.known().chainsProven();
  }

  /** Commands that followed the end of a message were answered. */
  void chainTaken() {
    if (!areChainsProven()) {
      lessons.learn(Known::withChainsProven);
    }
  }

  /** The server tripped over commands behind a message: each message waits for its reply now. */
  void trippedOverChain(SmtpEndpoint endpoint, String why) {
    if (lessons.learn(Known::withoutChains).chains()) {
      LOG.warn(
          "{} does not take the next message's commands behind a message ({}): from now on one"
              + " message after the other",
          endpoint,
          why);
    }
  }

  /**
   * The server does not know a command of this way: it is spoken to at the next lower level, for as
   * long as that may last.
   */
  void refused(TransactionWay way, SmtpEndpoint endpoint, String why) {
    stepDown(below(way), false, endpoint, why);
  }

  /**
   * The server tripped over this way, and a message may be in doubt: it is spoken to at the next
   * lower level from now on.
   */
  void trippedOver(TransactionWay way, SmtpEndpoint endpoint, String why) {
    stepDown(below(way), true, endpoint, why);
  }

  private static TransactionLevel below(TransactionWay way) {
    boolean chunked = way == TransactionWay.ONE_FLIGHT || way == TransactionWay.TWO_FLIGHTS;
    return chunked ? TransactionLevel.PIPELINED : TransactionLevel.PLAIN;
  }

  /** Commands and replies came apart: the endpoint is asked one thing at a time from now on. */
  void outOfStep(SmtpEndpoint endpoint) {
    String why = "replies do not match the commands of a flight";
    stepDown(TransactionLevel.PLAIN, true, endpoint, why);
  }

  private void stepDown(TransactionLevel next, boolean forGood, SmtpEndpoint endpoint, String why) {
    if (lessons.stepDown(next, forGood).highest().compareTo(next) > 0) {
      LOG.warn(
          "{} announces more than it can do ({}): from now on {} at most", endpoint, why, next);
    }
  }
}
