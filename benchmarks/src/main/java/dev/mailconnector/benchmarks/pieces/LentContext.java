package dev.mailconnector.benchmarks.pieces;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** What a connector lends to a login. */
final class LentContext implements ProviderContext, AutoCloseable {
  private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
  private final RandomGenerator random = RandomGenerator.getDefault();

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
  public Executor workers() {
    return Runnable::run;
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public Duration tokenTimeout() {
    return Duration.ofSeconds(30);
  }

  @Override
  public Trust trust() {
    return Trust.platform();
  }

  @Override
  public void publish(ConnectorEvent event) {}

  @Override
  public void close() {
    scheduler.shutdownNow();
  }
}
