package dev.mailconnector.probe;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.probe.ProbeStep.Result;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Probe} found. Immutable; holds no secret.
 *
 * @param account the name of the account
 * @param steps all of them, in their order
 * @param cause the first cause, or null if a send would get as far as its recipients
 * @param thrown what a send would have thrown, or null
 */
public record ProbeReport(
    String account,
    List<ProbeStep> steps,
    @Nullable ProbeFinding cause,
    @Nullable MailConnectorException thrown) {

  /** Copies the list. */
  public ProbeReport {
    steps = List.copyOf(steps);
  }

  /** Whether every step that was to be gone was gone. */
  public boolean passed() {
    return cause == null;
  }

  /**
   * Why a send would fail: what explains the first step that failed, which is not always what that
   * step met. A clock that is wrong comes before the certificate that seems to have expired by it.
   */
  public Optional<ProbeFinding> firstCause() {
    return Optional.ofNullable(cause);
  }

  /** What a send would have thrown; its advice says whether time alone may heal it. */
  public Optional<MailConnectorException> failure() {
    return Optional.ofNullable(thrown);
  }

  /** What will go wrong some day, or could be better. */
  public List<ProbeFinding> warnings() {
    return steps.stream()
        .flatMap(step -> step.findings().stream().skip(step.result() == Result.FAILED ? 1 : 0))
        .filter(finding -> !finding.equals(cause))
        .toList();
  }
}
