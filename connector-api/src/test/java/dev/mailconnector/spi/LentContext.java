package dev.mailconnector.spi;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** A connector that lends workers and a time limit. */
class LentContext implements ProviderContext, AutoCloseable {
  private final SecretReads reads = new SecretReads();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
          });
  volatile Executor workers = threads;
  volatile Duration limit = Duration.ofSeconds(30);

  @Override
  public String account() {
    return "intranet";
  }

  @Override
  public Ticker ticker() {
    return () -> 0;
  }

  @Override
  public Executor workers() {
    return workers;
  }

  @Override
  public Duration tokenTimeout() {
    return limit;
  }

  @Override
  public <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return kind.cast(reads);
  }

  @Override
  public InstantSource clock() {
    throw new AssertionError();
  }

  @Override
  public ScheduledExecutorService scheduler() {
    throw new AssertionError();
  }

  @Override
  public RandomGenerator random() {
    throw new AssertionError();
  }

  @Override
  public Trust trust() {
    throw new AssertionError();
  }

  @Override
  public void publish(ConnectorEvent event) {
    throw new AssertionError();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
