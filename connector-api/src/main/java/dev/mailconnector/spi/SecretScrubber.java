package dev.mailconnector.spi;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes known secrets out of what a server says, since servers do quote what they were sent: {@code
 * invalid token eyJ0eXAi...}.
 *
 * <p>Every run of eight characters and more of a secret becomes {@code ***}, wherever it stands and
 * wherever it was cut, in clear, URL-encoded and in base64 at any alignment, in upper or lower
 * case. A secret of three to seven characters is taken out whole, where it stands as a word of its
 * own; a shorter one is none. The time is proportional to the length of text and secrets. Immutable
 * and thread-safe.
 */
public final class SecretScrubber {
  private static final int RUN = 8;
  private static final int SHORTEST = 3;
  private static final String MASK = "***";

  private final Set<String> forms;
  private final List<String> kept;

  private SecretScrubber(Set<String> forms, List<String> kept) {
    this.forms = forms;
    this.kept = kept;
  }

  /** Takes these out. */
  public static SecretScrubber of(Collection<Secret> secrets) {
    Set<String> forms = new LinkedHashSet<>();
    for (Secret secret : secrets) {
      addForms(secret.reveal(), forms);
    }
    forms.removeIf(form -> form.length() < SHORTEST);
    return new SecretScrubber(forms, List.of());
  }

  /**
   * The same, but this word stays readable where it is not part of something longer that is secret:
   * a login name, say, of which the password has a piece.
   */
  public SecretScrubber keeping(String word) {
    if (word.isEmpty()) {
      return this;
    }
    List<String> words = new ArrayList<>(kept);
    words.add(fold(word));
    return new SecretScrubber(forms, List.copyOf(words));
  }

  /** The text without the secrets. */
  public String scrub(String text) {
    String folded = fold(text);
    boolean[] hidden = new boolean[text.length()];
    hideRuns(folded, hidden);
    forms.stream().filter(form -> form.length() < RUN).forEach(form -> hide(form, folded, hidden));
    kept.forEach(word -> show(word, folded, hidden));
    return masked(text, hidden);
  }

  /**
   * The text without the secrets in one line: what cannot be printed becomes a space, and what is
   * too long is cut.
   *
   * @param limit how many characters remain at the most, before the three dots of the cut
   */
  public String scrubToLine(String text, int limit) {
    // Cut last: of a secret cut in two, the pieces might be too short to be found.
    String line = printable(scrub(text));
    return line.length() > limit ? line.substring(0, limit) + "..." : line;
  }

  private static void addForms(String secret, Set<String> forms) {
    forms.add(fold(secret));
    forms.add(fold(URLEncoder.encode(secret, StandardCharsets.UTF_8)));
    for (int before = 0; before < 3; before++) {
      String base64 = innerBase64(secret.getBytes(StandardCharsets.UTF_8), before);
      forms.add(fold(base64));
      forms.add(fold(base64.replace('+', '-').replace('/', '_')));
    }
  }

  /**
   * The characters that depend on these octets alone, when so many octets stand before them in what
   * is encoded.
   */
  private static String innerBase64(byte[] octets, int before) {
    byte[] shifted = new byte[before + octets.length];
    System.arraycopy(octets, 0, shifted, before, octets.length);
    String encoded = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    int from = (before * 8 + 5) / 6;
    return encoded.substring(from, Math.max(from, shifted.length * 8 / 6));
  }

  /** To lower case, one character for each: positions stay what they are. */
  private static String fold(String text) {
    StringBuilder folded = new StringBuilder(text.length());
    text.chars().forEach(c -> folded.append(Character.toLowerCase((char) c)));
    return folded.toString();
  }

  private void hideRuns(String text, boolean[] hidden) {
    Set<String> said = new HashSet<>();
    for (int i = 0; i + RUN <= text.length(); i++) {
      said.add(text.substring(i, i + RUN));
    }
    Set<String> found = new HashSet<>();
    for (String form : forms) {
      for (int i = 0; i + RUN <= form.length(); i++) {
        String run = form.substring(i, i + RUN);
        if (said.contains(run)) {
          found.add(run);
        }
      }
    }
    for (int i = 0; i + RUN <= text.length(); i++) {
      if (found.contains(text.substring(i, i + RUN))) {
        fill(hidden, i, i + RUN, true);
      }
    }
  }

  private static void hide(String word, String text, boolean[] hidden) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      int end = at + word.length();
      if (!isWordAt(text, at - 1) && !isWordAt(text, end)) {
        fill(hidden, at, end, true);
      }
    }
  }

  private static boolean isWordAt(String text, int index) {
    return index >= 0 && index < text.length() && Character.isLetterOrDigit(text.charAt(index));
  }

  private static void show(String word, String text, boolean[] hidden) {
    for (int at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length())) {
      int end = at + word.length();
      boolean alone = (at == 0 || !hidden[at - 1]) && (end == text.length() || !hidden[end]);
      if (alone) {
        fill(hidden, at, end, false);
      }
    }
  }

  private static void fill(boolean[] hidden, int from, int to, boolean value) {
    for (int i = from; i < to; i++) {
      hidden[i] = value;
    }
  }

  private static String masked(String text, boolean[] hidden) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!hidden[i]) {
        masked.append(text.charAt(i));
      } else if (i == 0 || !hidden[i - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  private static String printable(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints().forEach(c -> line.appendCodePoint(isPrintable(c) ? c : ' '));
    return line.toString().strip();
  }

  private static boolean isPrintable(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }

  /** Shows no secret. */
  @Override
  public String toString() {
    return "SecretScrubber[***]";
  }
}
