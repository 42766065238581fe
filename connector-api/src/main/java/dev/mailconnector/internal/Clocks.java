package dev.mailconnector.internal;

import dev.mailconnector.spi.Ticker;
import java.time.InstantSource;

/** The one place that reads the machine's clocks; everything else is given them. */
public final class Clocks {
  private Clocks() {}

  /** The calendar clock of the machine. */
  public static InstantSource calendar() {
    return InstantSource.system();
  }

  /** The monotonic clock of the machine. */
  public static Ticker monotonic() {
    return System::nanoTime;
  }
}
