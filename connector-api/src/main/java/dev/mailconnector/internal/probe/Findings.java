package dev.mailconnector.internal.probe;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.smtp.ReplyAdvice;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.spi.DiagnosisCatalogue;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** From what a step met to why. */
final class Findings {
  /** What makes a server refuse a login that seems right. */
  private static final Set<String> BEHIND_LOGINS =
      Set.of(
          ProbeDiagnoses.CONSUMER_HOST.id(),
          ProbeDiagnoses.PASSWORD_REFUSED.id(),
          ProbeDiagnoses.CREDENTIAL_ENDED.id());

  private Findings() {}

  /** What a failure tells. */
  static ProbeFinding of(MailConnectorException failure) {
    StringBuilder seen = new StringBuilder(failure.detail().what());
    failure
        .reply()
        .ifPresent(reply -> seen.append("; the server said \"").append(reply.text()).append('"'));
    failure
        .explanation()
        .ifPresent(
            text -> seen.append(failure.reply().isEmpty() ? ": " : " and explained ").append(text));
    return new ProbeFinding(
        seen.toString(), failure.diagnosis().orElse(ProbeDiagnoses.UNRECOGNISED), failure.remedy());
  }

  /**
   * The first cause: what was found before and explains this, or the finding itself. A reply that
   * names a policy needs no explanation.
   *
   * @param doubts what makes servers refuse this very credential
   */
  static ProbeFinding firstCause(
      MailConnectorException failure,
      ProbeFinding finding,
      List<ProbeFinding> before,
      List<ProbeFinding> doubts) {
    return Stream.concat(
            before.stream().filter(each -> explains(each, failure)),
            doubts.stream().filter(each -> isOpen(failure)))
        .findFirst()
        .orElse(finding);
  }

  private static boolean explains(ProbeFinding before, MailConnectorException failure) {
    String id = before.diagnosis().id();
    if (id.equals(DiagnosisCatalogue.CLOCK_WRONG.id())) {
      return failure.diagnosis().map(Findings::mayBeTheClock).orElse(false);
    }
    boolean ended = id.equals(ProbeDiagnoses.CREDENTIAL_ENDED.id());
    return (BEHIND_LOGINS.contains(id) && isOpen(failure))
        || (ended
            && failure.stage() == Stage.CREDENTIAL
            && failure.advice() == Advice.FIX_CONFIGURATION);
  }

  /** Whatever may come of a wrong clock says so; a wrong secret or an unknown CA does not. */
  private static boolean mayBeTheClock(Diagnosis diagnosis) {
    return diagnosis.text().contains("clock");
  }

  /** A refused login whose reply leaves the reason open. */
  private static boolean isOpen(MailConnectorException failure) {
    return failure instanceof LoginRefusedException
        && failure
            .reply()
            .map(reply -> reply.isPermanent() && !ReplyAdvice.isPolicy(reply))
            .orElse(false);
  }
}
