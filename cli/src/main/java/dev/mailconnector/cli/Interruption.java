package dev.mailconnector.cli;

/** How a command learns that somebody pressed Ctrl-C, or that the process is to end. */
@FunctionalInterface
public interface Interruption {
  /** Nobody interrupts. */
  Interruption NEVER =
      stop -> {
        return () -> {};
      };

  /**
   * From now on, and until the result is closed, an interruption runs this; the process lives on
   * until it is closed, within limits.
   */
  Watch watch(Runnable stop);

  /** Ends the watch. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }
}
