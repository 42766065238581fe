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
import java.util.TreeSet;
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
          .map(line -> line.split(" "))
          .forEach(
              words ->
                  known.put(
                      words[0],
                      Set.of(words).stream().collect(TreeSet::new, Set::add, Set::addAll)));
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
    List<String> cmdlets = CMDLET.matcher(code).results().map(found -> found.group()).toList();
    for (String cmdlet : cmdlets) {
      if (!known.containsKey(cmdlet)) {
        problems.add(block.problem("cmdlets.txt does not know " + cmdlet));
      }
    }
    if (cmdlets.size() == 1 && known.containsKey(cmdlets.get(0))) {
      Set<String> parameters = Objects.requireNonNull(known.get(cmdlets.get(0)));
      PARAMETER
          .matcher(code)
          .results()
          .map(found -> found.group())
          .filter(parameter -> !parameters.contains(parameter))
          .forEach(
              parameter ->
                  problems.add(
                      block.problem(
                          "cmdlets.txt does not know " + parameter + " of " + cmdlets.get(0))));
    }
  }
}
