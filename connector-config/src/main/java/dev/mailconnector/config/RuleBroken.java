package dev.mailconnector.config;

/**
 * A value that cannot be; the message is the rule it breaks, in whole sentences and without the
 * value.
 */
final class RuleBroken extends Exception {
  private static final long serialVersionUID = 1L;

  RuleBroken(String rule) {
    super(rule, null, false, false);
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
