package dev.mailconnector.failure;

import java.io.Serializable;

/**
 * What to do about one failure: its diagnosis, and the text for this case. Immutable.
 *
 * @param diagnosis the row of the catalogue
 * @param text the row's cause and cure with what the situation adds, in whole sentences
 */
public record Remedy(Diagnosis diagnosis, String text) implements Serializable {

  /** The same with these sentences behind it; an empty text adds nothing. */
  public Remedy and(String further) {
    return further.isBlank() ? this : new Remedy(diagnosis, text + " " + further.strip());
  }

  /** The same with these sentences before it; an empty text adds nothing. */
  public Remedy after(String first) {
    return first.isBlank() ? this : new Remedy(diagnosis, first.strip() + " " + text);
  }
}
