package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.failure.MailConnectorException;

/**
 * One way to meet a diagnosis.
 *
 * @param id of the diagnosis
 * @param chapter of the page
 * @param symptom what one sees, and searches for: the server's words verbatim
 * @param how it was provoked
 * @param fault what provokes it, or null where only a test of its own module can
 */
record Provocation(String id, Chapter chapter, String symptom, String how, Fault fault) {

  /** Provokes it, once. */
  @FunctionalInterface
  interface Fault {
    MailConnectorException provoke(Laboratory laboratory) throws Exception;
  }

  @Override
  public String toString() {
    return id + ": " + symptom;
  }
}
