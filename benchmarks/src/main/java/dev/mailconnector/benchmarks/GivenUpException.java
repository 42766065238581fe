package dev.mailconnector.benchmarks;

import java.time.Duration;

/** A sender did not come to an end. */
final class GivenUpException extends Exception {

  GivenUpException(Duration limit, Throwable cause) {
    super("given up after " + limit, cause);
  }
}
