package dev.mailconnector.internal.account;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.DeliveryUnknownException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.PoolExhaustedException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.pool.PoolClosedException;
import dev.mailconnector.internal.smtp.Delivery;
import dev.mailconnector.internal.smtp.FlightWindow;
import dev.mailconnector.internal.smtp.FlightWindow.Again;
import dev.mailconnector.internal.smtp.FlightWindow.Landing;
import dev.mailconnector.internal.smtp.SmtpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that carries the messages of a lane, turn by turn: it borrows a connection, sends what
 * there is, several in flight where the server takes that, and gives the connection back when there
 * is nothing more, when its time has come, or when others wait for one.
 */
final class BulkLine implements Runnable {
  private static final Duration LINGER = Duration.ofMillis(2);
  private static final int LINGERS = 25;

  private final BulkSend bulk;
  private final BulkLane lane;
  private final AccountSender sender;
  private final int width;

  /** What nobody can have got and goes out once more, before anything else. */
  private final Queue<Parcel> again = new ArrayDeque<>();

  private boolean opened;

  BulkLine(BulkSend bulk, BulkLane lane) {
    this.bulk = bulk;
    this.lane = lane;
    this.sender = lane.sender();
    this.width = sender.account().window();
  }

  @Override
  public void run() {
    try {
      for (Parcel next = next(); next != null; next = next()) {
        if (bulk.isCancelled()) {
          bulk.discard(next);
        } else {
          turn(next);
        }
      }
    } catch (InterruptedException e) {
      // The bulk send is cancelled and its grace is over.
      again.forEach(bulk::discard);
    }
  }

  private @Nullable Parcel next() throws InterruptedException {
    Parcel first = again.poll();
    return first != null ? first : lane.take();
  }

  private void turn(Parcel first) {
    Lease<SmtpConnection> lease;
    try {
      sender.used();
      boolean fresh = first.fresh() || again.stream().anyMatch(Parcel::fresh);
      lease = sender.borrow(first.context().deadline(), fresh);
      opened(lease.connection());
    } catch (PoolClosedException e) {
      opened(null);
      bulk.sendByItself(first);
      return;
    } catch (MailConnectorException e) {
      opened(null);
      bulk.fail(first, e);
      return;
    } catch (RuntimeException | Error e) {
      opened(null);
      bulk.fail(first, unopened(e));
      return;
    }
    try (lease) {
      new Turn(lease, first).run();
    } finally {
      sender.keepHouse();
    }
  }

  private void opened(@Nullable SmtpConnection connection) {
    if (!opened) {
      opened = true;
      lane.opened(connection);
    }
  }

  /** What happens on one connection between borrowing it and giving it back. */
  private final class Turn {
    private final Lease<SmtpConnection> lease;
    private final SmtpConnection connection;
    private final FlightWindow<Parcel> window;
    private @Nullable Parcel next;
    private int sent;

    /** What must not, or cannot, go on this connection any more. */
    private final List<Parcel> leftOver = new ArrayList<>();

    Turn(Lease<SmtpConnection> lease, Parcel first) {
      this.lease = lease;
      this.connection = lease.connection();
      this.window = connection.window(width);
      this.next = first;
    }

    void run() {
      try {
        while (next != null || !window.isEmpty()) {
          step();
        }
        window.rest();
      } catch (RuntimeException | Error e) {
        window.unheard().forEach(parcel -> bulk.fail(parcel, broken(e)));
        Parcel held = next;
        if (held != null) {
          bulk.fail(held, broken(e));
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
        next = linger();
        if (next == null) {
          window.land().forEach(this::landed);
          next = more();
        }
        return;
      }
      if (!window.isEmpty() && !hasRoomFor(parcel)) {
        window.land().forEach(this::landed);
        if (isOver()) {
          leftOver.add(parcel);
          next = null;
        }
        return;
      }
      send(parcel);
      next = more();
    }

    private boolean hasRoomFor(Parcel parcel) {
      return window.hasRoomFor(parcel.outgoing());
    }

    private void send(Parcel parcel) {
      sent++;
      if (bulk.isCancelled()) {
        bulk.discard(parcel);
      } else if (isLate(parcel)) {
        bulk.fail(parcel, late());
      } else if (hasRoomFor(parcel)) {
        try {
          window.send(parcel, parcel.outgoing());
        } catch (MailConnectorException e) {
          bulk.fail(parcel, e);
        }
      } else {
        window.rest();
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
        for (int i = 0; i < LINGERS && !window.hasNews() && !isOver() && !lane.isDone(); i++) {
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
          || !window.isUsable()
          || lease.isWanted(sent >= width);
    }
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
            "Nothing was sent. In a bulk send a deadline counts from when the message is taken from"
                + " its source."));
  }

  private static ConnectionFailedException unopened(Throwable e) {
    return new ConnectionFailedException(
        FailureDetail.of(
                Stage.CONNECT,
                "No connection could be opened (" + e + ")",
                Advice.FIX_CONFIGURATION,
                "Nothing was sent. Something that the application gave the connector fails: its"
                    + " login, executor or socket settings; the cause says which.")
            .withCause(e));
  }

  private static DeliveryUnknownException broken(Throwable e) {
    return new DeliveryUnknownException(
        FailureDetail.of(
                Stage.CONTENT,
                "The sending thread failed (" + e + ")",
                Advice.MAY_HAVE_BEEN_SENT,
                "The server may have accepted the message. This is a bug of the library: report it"
                    + " with the cause.")
            .withCause(e));
  }
}
