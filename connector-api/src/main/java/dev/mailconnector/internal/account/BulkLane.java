package dev.mailconnector.internal.account;

import dev.mailconnector.internal.smtp.SmtpConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a bulk send that wait for one account, and the lines that take them: one at
 * first, and as many as the account may have connections once it is known how much a line takes.
 * Thread-safe.
 */
final class BulkLane {
  /** What a line without messages waits for more; a thread costs less to start than to keep. */
  private static final Duration IDLE = Duration.ofMillis(200);

  private final BulkSend bulk;
  private final AccountSender sender;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<Parcel> waiting = new ArrayDeque<>();
  private int lines;
  private int opening;
  private int resting;
  private int depth = Integer.MAX_VALUE;
  private boolean complete;

  BulkLane(BulkSend bulk, AccountSender sender) {
    this.bulk = bulk;
    this.sender = sender;
  }

  AccountSender sender() {
    return sender;
  }

  void put(Parcel parcel) {
    lock.lock();
    try {
      waiting.add(parcel);
      news.signal();
    } finally {
      lock.unlock();
    }
    grow();
  }

  /**
   * The next message, as soon as there is one; null if there is none for a while, or will be none.
   * Then the line is no longer counted and must end: whoever puts the next message starts another.
   */
  @Nullable Parcel take() throws InterruptedException {
    long nanos = IDLE.toNanos();
    lock.lockInterruptibly();
    resting++;
    try {
      while (waiting.isEmpty() && !complete && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      Parcel next = waiting.poll();
      if (next == null) {
        lines--;
      }
      return next;
    } finally {
      resting--;
      lock.unlock();
    }
  }

  /** The next message if there is one now. */
  @Nullable Parcel poll() {
    lock.lock();
    try {
      return waiting.poll();
    } finally {
      lock.unlock();
    }
  }

  /** The next message if there is one within so long. */
  @Nullable Parcel poll(Duration wait) throws InterruptedException {
    long nanos = wait.toNanos();
    lock.lockInterruptibly();
    resting++;
    try {
      while (waiting.isEmpty() && !complete && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      return waiting.poll();
    } finally {
      resting--;
      lock.unlock();
    }
  }

  /** Whether there are none, and there will be none. */
  boolean isDone() {
    lock.lock();
    try {
      return complete && waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A line has its first connection, so that it is known how many messages one takes at a time; or
   * null if it could not get one.
   */
  void opened(@Nullable SmtpConnection connection) {
    lock.lock();
    try {
      opening--;
      boolean flights = connection != null && connection.takesFlights();
      depth = flights ? sender.account().window() : 1;
    } finally {
      lock.unlock();
    }
    grow();
  }

  /** A line found nothing to send, or not in time, and so asked for no connection. */
  void neverOpened() {
    lock.lock();
    try {
      opening--;
    } finally {
      lock.unlock();
    }
  }

  /** Starts a line for each window's worth that waits and that nobody is about to take. */
  private void grow() {
    int more = 0;
    lock.lock();
    try {
      int most = sender.account().pool().maxConnections();
      while ((lines == 0 && !waiting.isEmpty())
          || (lines < most && waiting.size() >= resting + (long) depth * (opening + 1))) {
        lines++;
        opening++;
        more++;
      }
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < more; i++) {
      try {
        bulk.startThread(new BulkLine(bulk, this));
      } catch (RuntimeException | Error e) {
        notStarted(e);
      }
    }
  }

  /** What waits is for the other lines; if there is none, it cannot be sent. */
  private void notStarted(Throwable e) {
    List<Parcel> stranded;
    lock.lock();
    try {
      lines--;
      opening--;
      stranded = lines == 0 ? clear() : List.of();
    } finally {
      lock.unlock();
    }
    stranded.forEach(parcel -> bulk.fail(parcel, SendFailures.unopened(e)));
  }

  /** Nothing more will come. */
  void complete() {
    lock.lock();
    try {
      complete = true;
      news.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes away what waits. */
  List<Parcel> clear() {
    lock.lock();
    try {
      List<Parcel> all = new ArrayList<>(waiting);
      waiting.clear();
      return all;
    } finally {
      lock.unlock();
    }
  }
}
