package dev.mailconnector.internal.account;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.smtp.Convoy;
import dev.mailconnector.internal.smtp.Delivery;
import dev.mailconnector.internal.smtp.Landing;
import dev.mailconnector.internal.smtp.Landing.Again;
import dev.mailconnector.internal.smtp.SmtpConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What happens on one connection between borrowing it and giving it back. */
final class BulkTurn {
  private static final Duration LINGER = Duration.ofMillis(2);
  private static final int LINGERS = 25;

  private final BulkSend bulk;
  private final BulkLane lane;
  private final AccountSender sender;
  private final Queue<Parcel> again;
  private final int width;
  private final Lease<SmtpConnection> lease;
  private final SmtpConnection connection;
  private final Convoy<Parcel> convoy;
  private @Nullable Parcel next;
  private int sent;

  /** What must not, or cannot, go on this connection any more. */
  private final List<Parcel> leftOver = new ArrayList<>();

  BulkTurn(
      BulkSend bulk,
      BulkLane lane,
      Queue<Parcel> again,
      Lease<SmtpConnection> lease,
      Parcel first) {
    this.bulk = bulk;
    this.lane = lane;
    this.sender = lane.sender();
    this.again = again;
    this.width = sender.account().window();
    this.lease = lease;
    this.connection = lease.connection();
    this.convoy = connection.convoy(width);
    this.next = first;
  }

  void run() {
    try {
      while (next != null || !convoy.isEmpty()) {
        step();
      }
      convoy.rest();
    } catch (RuntimeException | Error e) {
      convoy.unheard().forEach(parcel -> bulk.fail(parcel, SendFailures.broken(e)));
      if (next != null) {
        bulk.fail(next, SendFailures.broken(e));
      }
      return;
    } finally {
      again.addAll(leftOver);
    }
    if (connection.isInOrder()) {
      lease.markReusable();
    }
  }

  private void step() {
    Parcel parcel = next;
    if (parcel == null) {
      convoy.depart();
      next = linger();
      if (next == null) {
        land();
        next = more();
      }
      return;
    }
    if (!convoy.isEmpty() && !hasRoomFor(parcel)) {
      land();
      if (isOver()) {
        leftOver.add(parcel);
        next = null;
      }
      return;
    }
    send(parcel);
    // From here on it is known elsewhere: under way, left over or settled.
    next = null;
    next = more();
  }

  /** Every message that was heard of is settled, even if one of them cannot be as it should. */
  private void land() {
    Throwable first = null;
    for (Landing<Parcel> landing : convoy.land()) {
      try {
        landed(landing);
      } catch (RuntimeException | Error e) {
        bulk.fail(landing.message(), SendFailures.broken(e));
        first = first == null ? e : first;
      }
    }
    BulkSend.rethrow(first);
  }

  private boolean hasRoomFor(Parcel parcel) {
    return convoy.hasRoomFor(parcel.outgoing());
  }

  private void send(Parcel parcel) {
    sent++;
    if (bulk.isCancelled()) {
      bulk.discard(parcel);
    } else if (isLate(parcel)) {
      bulk.fail(parcel, late());
    } else if (hasRoomFor(parcel)) {
      try {
        convoy.send(parcel, parcel.outgoing());
      } catch (MailConnectorException e) {
        bulk.fail(parcel, e);
      }
    } else {
      convoy.rest();
      if (connection.isInOrder()) {
        sendAlone(parcel);
      } else {
        leftOver.add(parcel);
      }
    }
  }

  private void sendAlone(Parcel parcel) {
    try {
      delivered(parcel, connection.send(parcel.outgoing(), parcel.context().deadline()));
    } catch (MailConnectorException e) {
      boolean other = e.advice() == Advice.RETRY_OTHER_CONNECTION;
      failed(parcel, e, other ? Again.ON_ANOTHER_CONNECTION : Again.NO);
    }
  }

  private void landed(Landing<Parcel> landing) {
    Delivery delivery = landing.delivery();
    MailConnectorException failure = landing.failure();
    if (failure != null) {
      failed(landing.message(), failure, landing.again());
    } else if (delivery != null) {
      try {
        delivered(landing.message(), delivery);
      } catch (MailConnectorException e) {
        bulk.fail(landing.message(), e);
      }
    }
  }

  private void delivered(Parcel parcel, Delivery delivery) {
    bulk.sent(
        parcel,
        sender.receipt(
            connection, delivery, parcel.outgoing(), parcel.context(), parcel.attempt()));
  }

  private void failed(Parcel parcel, MailConnectorException e, Again how) {
    if (how == Again.NO || parcel.attempt() > 1 || isLate(parcel)) {
      bulk.fail(parcel, e);
    } else if (bulk.isCancelled()) {
      bulk.discard(parcel);
    } else {
      leftOver.add(parcel.again(how == Again.ON_ANOTHER_CONNECTION));
    }
  }

  /** The next message for this connection, if it may carry one and there is one. */
  private @Nullable Parcel more() {
    if (isOver()) {
      return null;
    }
    Parcel repeated = again.poll();
    return repeated != null ? repeated : lane.poll();
  }

  /**
   * A message that is ready before the server answers: to wait for a reply while the next message
   * is but a moment away would cost it a round trip.
   */
  private @Nullable Parcel linger() {
    try {
      for (int i = 0; i < LINGERS && !convoy.hasNews() && !isOver() && !lane.isDone(); i++) {
        Parcel parcel = lane.poll(LINGER);
        if (parcel != null) {
          return parcel;
        }
      }
    } catch (InterruptedException e) {
      // To hear on an interrupted thread ends the line, as it must.
      Thread.currentThread().interrupt();
    }
    return null;
  }

  /** Whether this turn takes no further message. */
  private boolean isOver() {
    return bulk.isCancelled()
        || !leftOver.isEmpty()
        || !convoy.isUsable()
        || lease.isWanted(sent >= width);
  }

  private static boolean isLate(Parcel parcel) {
    Deadline deadline = parcel.context().deadline();
    return deadline != null && deadline.isOver();
  }

  private static PoolExhaustedException late() {
    return new PoolExhaustedException(
        FailureDetail.of(
            Stage.POOL,
            "The deadline of the send passed while the message waited for its turn",
            Advice.RETRY_LATER,
            ConnectRows.BULK_DEADLINE));
  }
}
