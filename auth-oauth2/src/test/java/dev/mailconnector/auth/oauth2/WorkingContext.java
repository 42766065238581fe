package dev.mailconnector.auth.oauth2;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What a connector lends, with real threads and the machine's clocks. */
final class WorkingContext implements ProviderContext, AutoCloseable {
  final List<ConnectorEvent> events = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService scheduler;
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final Trust trust;
  private final Duration tokenTimeout;

  WorkingContext(Trust trust) {
    this(trust, Duration.ofSeconds(60));
  }

  WorkingContext(Trust trust, Duration tokenTimeout) {
    this(trust, tokenTimeout, Executors.newSingleThreadScheduledExecutor());
  }

  /** The same with timers that somebody else drives. */
  WorkingContext(Trust trust, Duration tokenTimeout, ScheduledExecutorService scheduler) {
    this.trust = trust;
    this.tokenTimeout = tokenTimeout;
    this.scheduler = scheduler;
  }

  @Override
  public String account() {
    return "robot";
  }

  @Override
  public InstantSource clock() {
    return InstantSource.system();
  }

  @Override
  public Ticker ticker() {
    return System::nanoTime;
  }

  @Override
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  @Override
  public ExecutorService workers() {
    return workers;
  }

  @Override
  public RandomGenerator random() {
    return new Random(7);
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
  public void publish(ConnectorEvent event) {
    events.add(event);
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    workers.shutdownNow();
  }
}
