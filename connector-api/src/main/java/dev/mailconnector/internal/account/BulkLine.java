package dev.mailconnector.internal.account;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.pool.Lease;
import dev.mailconnector.internal.pool.PoolClosedException;
import dev.mailconnector.internal.smtp.SmtpConnection;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * A thread that carries the messages of a lane, turn by turn: it borrows a connection, sends what
 * there is, several in flight where the server takes that, and gives the connection back when there
 * is nothing more, when its time has come, or when others wait for one.
 */
final class BulkLine implements Runnable {
  private final BulkSend bulk;
  private final BulkLane lane;
  private final AccountSender sender;

  /** What nobody can have got and goes out once more, before anything else. */
  private final Queue<Parcel> again = new ArrayDeque<>();

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
      bulk.fail(first, SendFailures.unopened(e));
      return;
    }
    try (lease) {
      new BulkTurn(bulk, lane, again, lease, first).run();
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
