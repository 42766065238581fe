package dev.mailconnector.internal.account;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;

/** A connector whose worker is whoever asks: secrets are read in the caller's thread. */
final class AtOnce implements ProviderContext {
  @Override
  public String account() {
    return "robot";
  }

  @Override
  public Ticker ticker() {
    return () -> 0;
  }

  @Override
  public Executor workers() {
    return Runnable::run;
  }

  @Override
  public Duration tokenTimeout() {
    return Duration.ofMinutes(1);
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
}
