package dev.mailconnector.probe;

/** Hears the steps of a {@link Probe} as they end, in their order, in the thread that runs it. */
@FunctionalInterface
public interface ProbeListener {

  /** This step has ended. */
  void ended(ProbeStep step);
}
