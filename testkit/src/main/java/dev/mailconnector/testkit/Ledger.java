package dev.mailconnector.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What a server has seen. */
final class Ledger {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<ReceivedMessage> messages = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<String, Integer> commands = new HashMap<>();
  private int open;
  private int total;
  private int peak;
  private int loginsAccepted;
  private int loginsRefused;
  private int handshakes;
  private int kept;

  void opened(Connection connection) {
    change(
        () -> {
          connections.add(connection);
          open++;
          total++;
          peak = Math.max(peak, open);
        });
  }

  void closed(Connection connection) {
    change(
        () -> {
          connection.ended();
          open--;
        });
  }

  void command(String verb) {
    change(() -> commands.merge(verb, 1, Integer::sum));
  }

  void loginAccepted() {
    change(() -> loginsAccepted++);
  }

  void loginRefused() {
    change(() -> loginsRefused++);
  }

  void handshake() {
    change(() -> handshakes++);
  }

  /** Keeps a message and tells its number, from 1. */
  int keep(ReceivedMessage message) {
    int[] number = new int[1];
    change(
        () -> {
          messages.add(message);
          number[0] = ++kept;
        });
    return number[0];
  }

  void forgetMessages() {
    change(messages::clear);
  }

  void forgetSessions() {
    change(
        () -> {
          connections.removeIf(connection -> !connection.isOpen());
          connections.forEach(connection -> connection.transcript.clear());
        });
  }

  int held() {
    lock.lock();
    try {
      return messages.size();
    } finally {
      lock.unlock();
    }
  }

  List<ReceivedMessage> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  List<SmtpSession> sessions() {
    lock.lock();
    try {
      return connections.stream()
          .map(Connection::snapshot)
          .sorted(Comparator.comparingInt(SmtpSession::number))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  ServerCounters counters() {
    lock.lock();
    try {
      return new ServerCounters(
          open, peak, total, loginsAccepted, loginsRefused, handshakes, kept, commands);
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the condition holds; false if it did not within the limit. */
  boolean await(Predicate<Ledger> condition, Duration limit) {
    long left = limit.toNanos();
    lock.lock();
    try {
      while (!condition.test(this)) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return condition.test(this);
    } finally {
      lock.unlock();
    }
  }

  private void change(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
