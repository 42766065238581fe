package dev.mailconnector.internal.pool;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** How many connections there are, and what was seen that may never be. */
final class Census {
  private final int cap;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger total = new AtomicInteger();
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  Census(int cap) {
    this.cap = cap;
  }

  /** One more is being opened. Returns its number. */
  int opened() {
    int now = open.incrementAndGet();
    if (now > cap) {
      report(now + " connections are open, " + cap + " are allowed");
    }
    return total.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  void report(String complaint) {
    complaints.add(complaint);
  }

  int open() {
    return open.get();
  }

  int total() {
    return total.get();
  }

  List<String> complaints() {
    return complaints;
  }
}
