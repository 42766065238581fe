package dev.mailconnector.auth.oauth2.internal.consent;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Lets time pass between two looks. */
@FunctionalInterface
public interface Pauses {

  /** Returns when so much time has passed. */
  void pause(Duration time) throws InterruptedException;

  /** Pauses by the clock of these timers. */
  static Pauses by(ScheduledExecutorService timers) {
    return time -> {
      CountDownLatch over = new CountDownLatch(1);
      var timer = timers.schedule(over::countDown, time.toNanos(), TimeUnit.NANOSECONDS);
      try {
        over.await();
      } finally {
        timer.cancel(false);
      }
    };
  }
}
