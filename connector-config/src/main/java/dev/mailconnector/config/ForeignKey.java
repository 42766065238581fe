package dev.mailconnector.config;

import java.util.List;

/**
 * A key of a dialect: its reader and {@code docs/dialects.md} are both made from it.
 *
 * @param name as the dialect has it
 * @param use what becomes of it
 * @param meaning what it means here, or why nothing comes of it; sentences that stand behind the
 *     key in a problem, too
 */
record ForeignKey(String name, Use use, String meaning) {

  /** What becomes of a key. */
  enum Use {
    /** It has a counterpart here. */
    TAKEN,
    /** It has none, and mail goes out the same without it; a warning tells why. */
    WITHOUT_EFFECT,
    /** Mail would not go out as meant, so it is an error. */
    REFUSED
  }

  static ForeignKey taken(String name, String meaning) {
    return new ForeignKey(name, Use.TAKEN, meaning);
  }

  static ForeignKey withoutEffect(String name, String why) {
    return new ForeignKey(name, Use.WITHOUT_EFFECT, why);
  }

  static ForeignKey refused(String name, String why) {
    return new ForeignKey(name, Use.REFUSED, why);
  }

  /** The names of what has a counterpart here, for the nearest spelling. */
  static List<String> taken(List<ForeignKey> keys) {
    return keys.stream().filter(key -> key.use == Use.TAKEN).map(ForeignKey::name).toList();
  }
}
