package dev.mailconnector.cli.pages;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * {@code powershell}: an administrator's commands, which cannot be run here. Quotes and brackets
 * are balanced, and every cmdlet and parameter stands in {@code cmdlets.txt}, beside the page of
 * its vendor.
 */
final class PowerShellBlocks implements BlockCheck {
  private static final Pattern CMDLET = Pattern.compile("\\b[A-Z][a-z]+-[A-Z]\\w+");
  private static final Pattern PARAMETER = Pattern.compile("(?<= )-[A-Z]\\w*");

  private final Map<String, Set<String>> known = new TreeMap<>();

  PowerShellBlocks() throws IOException {
    try (InputStream in = PowerShellBlocks.class.getResourceAsStream("cmdlets.txt")) {
      new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(line -> List.of(line.split(" ")))
          .forEach(words -> known.put(words.get(0), Set.copyOf(words)));
    }
  }

  @Override
  public boolean takes(Block block) {
    return block.language().equals("powershell");
  }

  @Override
  public List<String> problems(List<Block> blocks) {
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      String unbalanced = FormatBlocks.unbalanced(block.text().replaceAll("(?m)#.*$", ""));
      if (unbalanced != null) {
        problems.add(block.problem(unbalanced));
      }
      block
          .text()
          .lines()
          .flatMap(line -> List.of(line.split("[|(]")).stream())
          .forEach(command -> check(block, command, problems));
    }
    return problems;
  }

  private void check(Block block, String command, List<String> problems) {
    String code = command.replaceAll("#.*$", "").replaceAll("\"[^\"]*\"", "text");
    Set<String> parameters = null;
    for (String cmdlet : all(CMDLET, code)) {
      parameters = known.get(cmdlet);
      if (parameters == null) {
        problems.add(block.problem("cmdlets.txt does not know " + cmdlet));
      }
    }
    for (String parameter : all(PARAMETER, code)) {
      if (parameters != null && !parameters.contains(parameter)) {
        problems.add(
            block.problem("cmdlets.txt does not know " + parameter + " of " + code.strip()));
      }
    }
  }

  private static List<String> all(Pattern pattern, String code) {
    return pattern.matcher(code).results().map(MatchResult::group).toList();
  }
}
