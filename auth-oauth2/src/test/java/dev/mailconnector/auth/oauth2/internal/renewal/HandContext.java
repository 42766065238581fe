package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What a connector lends, driven by hand. Work runs in the caller's thread, or waits for {@link
 * #work()} once queued.
 */
public final class HandContext implements ProviderContext {
  public final HandTime time = new HandTime();
  public final List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private volatile Executor workers = Runnable::run;
  private volatile Duration tokenTimeout = Duration.ofSeconds(30);
  private volatile Trust trust = Trust.platform();
  private volatile RandomGenerator random = new Fixed(0);

  /** By name: the hash of a class is another in each run, which Lincheck takes amiss. */
  private final Map<String, Object> shared = new ConcurrentHashMap<>();

  private volatile boolean deaf;

  private record Fixed(double roll) implements RandomGenerator {
    @Override
    public long nextLong() {
      return 0;
    }

    @Override
    public double nextDouble() {
      return roll;
    }
  }

  public HandContext queueing() {
    workers = queue::add;
    return this;
  }

  public HandContext inline() {
    return workers(Runnable::run);
  }

  public HandContext workers(Executor executor) {
    workers = executor;
    return this;
  }

  public HandContext tokenTimeout(Duration timeout) {
    tokenTimeout = timeout;
    return this;
  }

  public HandContext trust(Trust other) {
    trust = other;
    return this;
  }

  public HandContext roll(double fixed) {
    random = new Fixed(fixed);
    return this;
  }

  /** Dice that fall in the same way in each run. */
  HandContext dice(long seed) {
    random = new Random(seed);
    return this;
  }

  /** Keeps no events: with thousands of accounts there are too many. */
  HandContext deaf() {
    deaf = true;
    return this;
  }

  /** Runs what is queued and returns how much it was. */
  public int work() {
    int done = 0;
    for (Runnable task = queue.poll(); task != null; task = queue.poll()) {
      task.run();
      done++;
    }
    return done;
  }

  int queued() {
    return queue.size();
  }

  /** Takes the oldest piece of queued work, to be run later. */
  Runnable takeWork() {
    return queue.remove();
  }

  public <E extends ConnectorEvent> List<E> events(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  @Override
  public String account() {
    return "robot";
  }

  @Override
  public InstantSource clock() {
    return time.clock;
  }

  @Override
  public Ticker ticker() {
    return time.ticker;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return time.scheduler;
  }

  @Override
  public Executor workers() {
    return task -> workers.execute(task);
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Duration tokenTimeout() {
    return tokenTimeout;
  }

  @Override
  public Trust trust() {
    return trust;
  }

  @Override
  public <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return kind.cast(shared.computeIfAbsent(kind.getName(), first -> maker.get()));
  }

  @Override
  public void publish(ConnectorEvent event) {
    if (!deaf) {
      events.add(event);
    }
  }
}
