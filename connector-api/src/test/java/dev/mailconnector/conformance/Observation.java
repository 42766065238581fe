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

  /** In place of an outcome or of what comes next: whatever it is. */
  static final String VARIES = "varies";

  static final String SAME = "same";
  static final String NEW = "new";

  /** Whether this is what another says. */
  boolean fits(Observation expected) {
    return delivered.equals(expected.delivered())
        && fits(outcome, expected.outcome())
        && fits(next, expected.next());
  }

  private static boolean fits(String word, String expected) {
    return expected.equals(VARIES) || word.equals(expected);
  }
}
