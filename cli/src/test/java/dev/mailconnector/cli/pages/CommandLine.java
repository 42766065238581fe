package dev.mailconnector.cli.pages;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command as somebody types it.
 *
 * @param words the program and its arguments, without quotes
 */
record CommandLine(List<String> words) {
  private static final Pattern WORD = Pattern.compile("(?:'[^']*'|\"[^\"]*\"|[^\\s'\"])+");
  private static final String OURS = "./mailconnector ";

  static CommandLine of(String line) {
    List<String> words = new ArrayList<>();
    Matcher word = WORD.matcher(line.replaceFirst(" #.*", ""));
    while (word.find()) {
      words.add(word.group().replaceAll("'([^']*)'|\"([^\"]*)\"", "$1$2"));
    }
    return new CommandLine(words);
  }

  /** The commands of ours in a script, those behind a pipe included. */
  static List<CommandLine> ofOurs(String script) {
    return script
        .replace("\\\n", " ")
        .lines()
        .filter(line -> !line.startsWith("#") && line.contains(OURS))
        .map(line -> of(line.substring(line.indexOf(OURS)).replaceFirst(" [<>|] .*", "")))
        .toList();
  }

  String program() {
    return words.get(0);
  }

  List<String> arguments() {
    return words.subList(1, words.size());
  }

  @Override
  public String toString() {
    return String.join(" ", words);
  }
}
