package dev.mailconnector.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and SIGTERM of this process, by a hook that lives as long as the command. The process is
 * ours here, unlike that of an application that uses the library.
 */
final class ProcessInterruption implements Interruption {
  private static final int LAST_WORDS_SECONDS = 10;

  private final CountDownLatch over = new CountDownLatch(1);

  @Override
  public Watch watch(Runnable stop) {
    Thread hook =
        new Thread(
            () -> {
              stop.run();
              awaitLastWords();
            },
            "mailconnector-interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    return () -> remove(hook);
  }

  /** The tool has said all: a process that was interrupted may end. */
  void end() {
    over.countDown();
  }

  private void awaitLastWords() {
    try {
      if (!over.await(LAST_WORDS_SECONDS, TimeUnit.SECONDS)) {
        // The command has not come to its end; the process ends all the same.
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // It is running: that is what it was for.
    }
  }
}
