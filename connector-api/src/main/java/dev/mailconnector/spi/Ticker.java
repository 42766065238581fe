package dev.mailconnector.spi;

/**
 * A monotonic clock in nanoseconds with an arbitrary origin, for waits and ages; a settable one
 * makes tests deterministic.
 */
@FunctionalInterface
public interface Ticker {

  /** Nanoseconds since some fixed, unknown moment; only differences mean anything. */
  long nanos();
}
