package dev.mailconnector.failure;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * One known way to fail: what it means, what to change, and who can. A row of the catalogue ({@link
 * Diagnoses}), the same for everybody who meets it; what differs from case to case (a host, a name,
 * a date) stands beside it, in {@link Remedy} and {@link FailureDetail#what()}. Immutable.
 *
 * @param id its stable name, lower-case words with hyphens: {@code smtp-auth-disabled-tenant}. It
 *     never changes its meaning; programs may decide by it, and {@code docs/troubleshooting.md}
 *     lists all
 * @param cause what it means, in one or two sentences
 * @param cure what to change and where, in whole sentences
 * @param whom who can do that
 * @param source where it is documented, or how it was observed
 */
public record Diagnosis(String id, String cause, String cure, Whom whom, String source)
    implements Serializable {
  private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  /**
   * Checks the id.
   *
   * @throws IllegalArgumentException if it is not lower-case words with hyphens
   */
  public Diagnosis {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "The id of a diagnosis is lower-case words with hyphens, not " + id);
    }
  }

  /** Cause and cure as one text. */
  public String text() {
    return cause + " " + cure;
  }

  /** The remedy where the situation adds nothing. */
  public Remedy remedy() {
    return new Remedy(this, text());
  }

  /** The remedy with what the situation adds, in whole sentences; an empty text adds nothing. */
  public Remedy remedy(String further) {
    return remedy().and(further);
  }
}
