package dev.mailconnector.event;

/**
 * Hears what happens in a connector. Called in the thread in which it happens, a sender's included,
 * with no lock held: be quick, do not block, do not call the connector back. Whatever it throws is
 * logged and ignored.
 */
@FunctionalInterface
public interface ConnectorListener {

  /**
   * Something happened. New kinds of event may come in a minor release, so a {@code switch} needs a
   * default.
   */
  void on(ConnectorEvent event);

  /** Hears nothing. */
  static ConnectorListener none() {
    return event -> {};
  }
}
