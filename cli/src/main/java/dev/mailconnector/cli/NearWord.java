package dev.mailconnector.cli;

/** Whether a word may be another one misspelt. */
final class NearWord {
  private NearWord() {}

  /** Whether at most half of the letters, but at least one, must be changed. */
  static boolean is(String word, String meant) {
    return distance(word, meant) <= Math.max(1, word.length() / 2);
  }

  /** Insertions, deletions and replacements (the Levenshtein distance). */
  private static int distance(String a, String b) {
    int[][] table = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          table[i][j] = i + j;
        } else {
          int replaced = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
          table[i][j] = Math.min(replaced, 1 + Math.min(table[i - 1][j], table[i][j - 1]));
        }
      }
    }
    return table[a.length()][b.length()];
  }
}
