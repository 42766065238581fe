package dev.mailconnector.conformance;

/**
 * What came of a message.
 *
 * @param delivered who has it
 * @param outcome what the sender was told
 * @param next how the message after it fared: over the same connection, over a new one, or not
 */
record Observation(String delivered, String outcome, String next) {
  static final String NOBODY = "nobody";
  static final String SENT = "sent";
  static final String UNKNOWN = "unknown";
  static final String LOST = "not sent: line lost";

  /** Whatever it is told, and whatever comes after it. */
  static final String VARIES = "varies";

  static final String SAME = "same";
  static final String NEW = "new";

  /** Whether this is what another says. */
  boolean fits(Observation expected) {
    return expected.outcome().equals(VARIES)
        ? delivered.equals(expected.delivered())
        : equals(expected);
  }
}
