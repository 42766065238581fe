package dev.mailconnector.cli.architecture;

import com.tngtech.archunit.lang.ArchRule;

/**
 * A rule that can fail.
 *
 * @param rule what must hold
 * @param counterexample the class below {@code dev.mailconnector.cli.counterexample} that breaks it
 */
public record Rule(ArchRule rule, String counterexample) {
  @Override
  public String toString() {
    return rule.getDescription();
  }
}
