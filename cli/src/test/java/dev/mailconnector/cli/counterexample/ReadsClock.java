package dev.mailconnector.cli.counterexample;

import java.time.Instant;
import java.util.function.Supplier;

/** A method reference is as much a look at the clock as a call. */
final class ReadsClock {
  final Supplier<Instant> clock = Instant::now;
}
