package dev.mailconnector.probe;

import dev.mailconnector.failure.Diagnosis;
import dev.mailconnector.failure.Remedy;

/**
 * Something that is wrong, or soon will be. Immutable; holds no secret.
 *
 * @param seen what was seen here, in one sentence without a final stop
 * @param diagnosis what it is, and who can cure it
 * @param remedy the diagnosis' cause and cure with what this case adds, in whole sentences
 */
public record ProbeFinding(String seen, Diagnosis diagnosis, String remedy) {

  /** What was seen, where the catalogue says the rest. */
  public static ProbeFinding of(String seen, Diagnosis diagnosis) {
    return of(seen, diagnosis.remedy());
  }

  /** What was seen, and what is to be done about it. */
  public static ProbeFinding of(String seen, Remedy remedy) {
    return new ProbeFinding(seen, remedy.diagnosis(), remedy.text());
  }

  /** In one piece, to be forwarded to whoever can cure it. */
  public String text() {
    return seen
        + ". "
        + remedy
        + " ("
        + diagnosis.id()
        + "; for: "
        + diagnosis.whom().words()
        + ")";
  }
}
