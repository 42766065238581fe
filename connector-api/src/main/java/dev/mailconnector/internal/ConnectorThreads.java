package dev.mailconnector.internal;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one connector: one for timers, some for work that blocks, and others for what must
 * not wait behind that: opening connections ahead of time, looking names up, saying good-bye.
 * Daemons, started when there is something to do, ended when there is nothing, and without the
 * context class loader of whoever happened to send first. What the application supplied is used and
 * left alone.
 */
public final class ConnectorThreads {
  /** More than there are token requests at a time, so that other work need not wait for those. */
  private static final int MOST_WORKERS = 40;

  private static final int MOST_OPENINGS = 4;
  private static final int MOST_GOODBYES = 4;
  private static final Duration UNEMPLOYED = Duration.ofSeconds(10);

  private final ScheduledExecutorService scheduler;
  private final Executor workers;
  private final @Nullable ExecutorService ownScheduler;
  private final @Nullable ExecutorService ownWorkers;
  private final ExecutorService openings;
  private final ExecutorService lookUps;
  private final ExecutorService goodbyes;
  private final ThreadFactory bulk;

  /** These, or threads of our own where null, with this context class loader. */
  public ConnectorThreads(
      @Nullable ScheduledExecutorService scheduler,
      @Nullable Executor workers,
      ClassLoader classLoader) {
    ScheduledExecutorService timer = scheduler == null ? timer(classLoader) : scheduler;
    this.scheduler = timer;
    this.ownScheduler = scheduler == null ? timer : null;
    ExecutorService crew = workers == null ? crew("worker", MOST_WORKERS, classLoader) : null;
    this.ownWorkers = crew;
    this.workers = crew == null ? Objects.requireNonNull(workers) : crew;
    this.openings = crew("opener", MOST_OPENINGS, classLoader);
    this.lookUps = unlimited("lookup", classLoader);
    this.goodbyes = crew("goodbye", MOST_GOODBYES, classLoader);
    this.bulk = named("mailconnector-bulk", classLoader);
  }

  /** For timers. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** For work that blocks. Whoever hands in what may hang at one server leaves some to others. */
  public Executor workers() {
    return workers;
  }

  /**
   * For opening connections before somebody needs them. Always our own: to open one takes workers
   * for tokens, so that workers who open could come to wait for each other.
   */
  public Executor openings() {
    return openings;
  }

  /**
   * For looking names up, which nobody can interrupt: a thread for each name that is being looked
   * up, so that none waits for another.
   */
  public Executor lookUps() {
    return lookUps;
  }

  /** For saying good-bye to servers that may not answer. */
  public Executor goodbyes() {
    return goodbyes;
  }

  /** Makes threads for sending in bulk, which ends them. */
  public ThreadFactory bulk() {
    return bulk;
  }

  private static ScheduledExecutorService timer(ClassLoader classLoader) {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, named("mailconnector-timer", classLoader));
    timer.setRemoveOnCancelPolicy(true);
    timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    timer.setKeepAliveTime(UNEMPLOYED.toSeconds(), TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  private static ExecutorService crew(String name, int most, ClassLoader classLoader) {
    ThreadPoolExecutor crew =
        new ThreadPoolExecutor(
            most,
            most,
            UNEMPLOYED.toSeconds(),
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("mailconnector-" + name, classLoader));
    crew.allowCoreThreadTimeOut(true);
    return crew;
  }

  private static ExecutorService unlimited(String name, ClassLoader classLoader) {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        UNEMPLOYED.toSeconds(),
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        named("mailconnector-" + name, classLoader));
  }

  private static ThreadFactory named(String name, ClassLoader classLoader) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(null, task, name + "-" + count.incrementAndGet(), 0, false);
      thread.setDaemon(true);
      thread.setContextClassLoader(classLoader);
      return thread;
    };
  }

  /** Ends our own threads, once what they are doing is done or the grace is over. */
  public void close(Deadline grace) {
    stop(goodbyes, grace);
    stop(lookUps, grace);
    stop(ownScheduler, grace);
    stop(ownWorkers, grace);
    stop(openings, grace);
  }

  private static void stop(@Nullable ExecutorService own, Deadline grace) {
    if (own == null) {
      return;
    }
    own.shutdown();
    try {
      if (!own.awaitTermination(Math.max(0, grace.remainingNanos()), TimeUnit.NANOSECONDS)) {
        own.shutdownNow();
      }
    } catch (InterruptedException e) {
      own.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
