package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A connector's loan with time driven by hand; work runs at once, or when told to. */
final class LentContext implements ProviderContext {
  final SettableClock clock = SettableClock.at("2026-11-22T00:00:00Z");
  final ManualScheduler scheduler = new ManualScheduler(clock);
  final List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> kept = new ArrayDeque<>();
  private boolean keeping;
  private boolean refusing;

  /** From now on work waits for {@link #work()}. */
  void keepWork() {
    keeping = true;
  }

  /** From now on there is no thread for any work. */
  void refuseWork() {
    refusing = true;
  }

  int work() {
    int done = 0;
    for (Runnable task = kept.poll(); task != null; task = kept.poll()) {
      task.run();
      done++;
    }
    return done;
  }

  <E extends ConnectorEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public String account() {
    return "intranet";
  }

  @Override
  public @Nullable SmtpEndpoint endpoint() {
    return SmtpEndpoint.submission("mail.corp.test");
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public Ticker ticker() {
    return clock::nanoTime;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public Executor workers() {
    return task -> {
      if (refusing) {
        throw new RejectedExecutionException();
      }
      if (keeping) {
        kept.add(task);
      } else {
        task.run();
      }
    };
  }

  @Override
  public RandomGenerator random() {
    return new Random(1);
  }

  /** Not a moment: nobody else would do the work while the test's thread waits. */
  @Override
  public Duration tokenTimeout() {
    return Duration.ZERO;
  }

  @Override
  public Trust trust() {
    return Trust.platform();
  }

  @Override
  public void publish(ConnectorEvent event) {
    events.add(event);
  }
}
