package dev.mailconnector.cli;

import java.util.Iterator;
import java.util.List;

/**
 * What a completion script offers for an account. picocli writes the words into the script once for
 * all; where these stand, ours asks the very program that is being typed, when it comes to them.
 */
final class AccountNames implements Iterable<String> {
  private static final String MARK = "@accounts@";
  private static final String WORDS =
      "  local NAME_option_args=(\"" + MARK + "\") # --account values\n";
  private static final String CASE = "    '--account')\n      local IFS=$'\\n'\n";
  private static final String QUESTION =
      "      local NAME_option_args=( $(\"${COMP_WORDS[0]}\" completion "
          + CompletionCommand.ACCOUNTS
          + " 2>/dev/null) )\n";

  @Override
  public Iterator<String> iterator() {
    return List.of(MARK).iterator();
  }

  /** The script that asks. */
  static String askedForIn(String script) {
    return script.replace(WORDS, "").replace(CASE, CASE + QUESTION);
  }
}
