package dev.mailconnector.cli.pages;

import dev.mailconnector.config.ConfigurationProblem;
import dev.mailconnector.config.MailConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code yaml}: our configuration, without an error or a warning. A block that begins with the key
 * of an account stands for that part of an account like the last whole one of its page.
 */
final class ConfigurationBlocks implements BlockCheck {
  private static final Pattern WHOLE = Pattern.compile("(?m)^(accounts|default-account):");
  private static final Pattern GIVEN = Pattern.compile("(?m)^    (?:preset|host|user): .*$");
  private static final Pattern NEXT_ACCOUNT = Pattern.compile("(?m)^  \\S");

  private final Places places;

  ConfigurationBlocks(Places places) {
    this.places = places;
  }

  @Override
  public boolean takes(Block block) {
    return block.language().equals("yaml") && (block.kind().isEmpty() || block.says("same"));
  }

  @Override
  public List<String> problems(List<Block> blocks) {
    List<String> problems = new ArrayList<>();
    Block whole = null;
    for (Block block : blocks) {
      String text = block.text();
      if (WHOLE.matcher(text).find()) {
        whole = block;
      } else if (whole == null || !whole.page().equals(block.page())) {
        problems.add(block.problem("a part of an account, and no whole one above it on the page"));
        continue;
      } else {
        text = completed(text, whole);
      }
      check(block, text, problems);
    }
    return problems;
  }

  private void check(Block block, String text, List<String> problems) {
    for (ConfigurationProblem problem :
        MailConfiguration.check(places.here(text), block.where(), places.environment(text))
            .problems()) {
      if (problem.severity() != ConfigurationProblem.Severity.NOTICE) {
        problems.add(block.problem(problem.toString()));
      }
    }
  }

  private static String completed(String part, @Nullable Block whole) {
    String text = Objects.requireNonNull(whole).text();
    String accounts = text.substring(text.indexOf("accounts:\n") + "accounts:\n".length());
    String first = NEXT_ACCOUNT.split(accounts, 3)[1];
    List<String> given = GIVEN.matcher(first).results().map(MatchResult::group).toList();
    return "accounts:\n  any:\n"
        + String.join("\n", given)
        + (String.join("", given).contains("user:") ? "\n" : "\n    user: any@example.com\n")
        + part;
  }
}
