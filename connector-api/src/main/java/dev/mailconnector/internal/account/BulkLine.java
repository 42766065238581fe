package dev.mailconnector.internal.account;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.pool.PoolClosedException;
import dev.mailconnector.internal.smtp.SmtpConnection;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread that carries the messages of a lane, turn by turn: it borrows a connection, sends what
 * there is, several in flight where the server takes that, and gives the connection back when there
 * is nothing more, when its time has come, or when others wait for one.
 */
final class BulkLine implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(BulkLine.class);

  private final BulkSend bulk;
  private final BulkLane lane;
  private final AccountSender sender;

  /** What nobody can have got and goes out once more, before anything else. */
  private final Queue<Parcel> again = new ArrayDeque<>();

  /** What no turn answers for yet. */
  private @Nullable Parcel held;

  private boolean opened;

  BulkLine(BulkSend bulk, BulkLane lane) {
    this.bulk = bulk;
    this.lane = lane;
    this.sender = lane.sender();
  }

  @Override
  public void run() {
    try {
      for (Parcel next = next(); next != null; next = next()) {
        carry(next);
      }
    } catch (InterruptedException e) {
      // The bulk send is cancelled and its grace is over.
      again.forEach(bulk::discard);
    } finally {
      if (!opened) {
        lane.neverOpened();
      }
    }
  }

  /** Whatever fails, what this thread holds has an outcome, and the thread goes on. */
  private void carry(Parcel first) {
    held = first;
    try {
      if (bulk.isCancelled()) {
        bulk.discard(first);
      } else {
        turn(first);
      }
    } catch (RuntimeException | Error e) {
      LOG.warn("A turn of a bulk send failed", e);
      if (held != null) {
        bulk.fail(held, SendFailures.broken(e));
      }
    } finally {
      held = null;
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
      bulk.fail(first, SendFailures.unopened(e));
      return;
    }
    try (lease) {
      BulkTurn turn = new BulkTurn(bulk, lane, again, lease, first);
      held = null;
      turn.run();
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
}
