package dev.mailconnector.auth.oauth2.internal.consent;

import dev.mailconnector.auth.oauth2.TokenException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Work that an interrupt of the caller must not break off, since it cannot be done again. */
public final class Undisturbed {
  private Undisturbed() {}

  /** Work that brings nothing. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws TokenException;
  }

  /**
   * Has a worker do it, or does it itself where none takes it, and waits to the end; an interrupt
   * is passed on after it.
   */
  public static void run(Executor workers, Work work) throws TokenException {
    FutureTask<Void> task =
        new FutureTask<>(
            () -> {
              work.run();
              return null;
            });
    boolean interrupted = Thread.interrupted();
    try {
      start(workers, task);
      while (true) {
        try {
          task.get();
          return;
        } catch (InterruptedException later) {
          interrupted = true;
        } catch (ExecutionException failed) {
          throw failure(failed.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void start(Executor workers, FutureTask<Void> task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException busy) {
      task.run();
    }
  }

  private static TokenException failure(@Nullable Throwable cause) {
    if (cause instanceof TokenException expected) {
      return expected;
    }
    if (cause instanceof RuntimeException unexpected) {
      throw unexpected;
    }
    throw new IllegalStateException(cause);
  }
}
