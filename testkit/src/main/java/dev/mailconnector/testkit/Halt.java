package dev.mailconnector.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Pauses that end at once when their server is closed. */
final class Halt {
  private final CountDownLatch closed = new CountDownLatch(1);

  void close() {
    closed.countDown();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /** Waits; fails if the server was closed meanwhile. */
  void pause(Duration time) throws IOException {
    if (time.isZero()) {
      return;
    }
    try {
      if (closed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new SessionEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SessionEnd();
    }
  }
}
