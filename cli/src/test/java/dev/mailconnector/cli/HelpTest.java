package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Every command of the tree teaches by examples, and each of them can be typed as it stands. */
class HelpTest {
  private static final Pattern EXAMPLE =
      Pattern.compile("(?m)(?:^|[|(]| ) *mailconnector ((?:'[^']*'|[^|)>'\n])*)");
  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static Stream<CommandLine> commands() {
    return commands(tree());
  }

  private static Stream<CommandLine> commands(CommandLine line) {
    return Stream.concat(
        Stream.of(line), line.getSubcommands().values().stream().flatMap(HelpTest::commands));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void help_ofEachCommand_fitsAndHasExamplesThatCanBeTyped(CommandLine command) {
    String help = Ran.with(words(command, "--help")).out();
    List<String> examples =
        EXAMPLE
            .matcher(footer(command).replace("\\\n", " "))
            .results()
            .map(match -> match.group(1))
            .toList();

    assertThat(help.lines()).allMatch(line -> line.length() <= 100);
    assertThat(help).contains("Example");
    assertThat(examples).isNotEmpty();
    assertThat(examples).allSatisfy(example -> tree().parseArgs(split(example)));
  }

  @ParameterizedTest
  @CsvSource({"true,'',true", "true,1,false", "false,'',false"})
  void help_onATerminal_isColouredUnlessNoColorIsSet(
      boolean terminal, String noColor, boolean coloured) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Tool.run(
        new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream()),
            Map.of("NO_COLOR", noColor),
            terminal),
        "send",
        "--help");

    assertThat(out.toString(StandardCharsets.UTF_8).contains("\u001b[")).isEqualTo(coloured);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void firstLine_asTheListOfCommandsHasIt_isASentence(CommandLine command) {
    assertThat(command.getCommandSpec().usageMessage().description()[0]).endsWith(".");
  }

  /** What goes on in the next line is broken there a second time, wherever the column ends. */
  @ParameterizedTest
  @MethodSource("commands")
  void descriptionOfAnOption_isBrokenBetweenSentencesOnly(CommandLine command) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      assertThat(Stream.of(option.description()).skip(1))
          .as(option.longestName())
          .allMatch(line -> Character.isUpperCase(line.charAt(0)));
    }
  }

  @Test
  void page_ofTheCommandLine_hasEveryCommandOptionAndVariable() throws Exception {
    String page = Files.readString(Path.of("..", "docs", "command-line.md"));

    assertThat(commands())
        .allSatisfy(
            command -> {
              CommandSpec spec = command.getCommandSpec();
              String section = section(page, spec);
              assertThat(section).as("a section on " + spec.qualifiedName()).isNotEmpty();
              for (OptionSpec option : spec.options()) {
                boolean everywhere = option.inherited() || option.longestName().equals("--json");
                String where = everywhere ? page : section;
                assertThat(where).as(spec.qualifiedName()).contains("`" + option.longestName());
              }
            });
    assertThat(page).contains("MAILCONNECTOR_CONFIG", "NO_COLOR", "JAVA_HOME");
  }

  private static String section(String page, CommandSpec spec) {
    if (spec.parent() == null || !spec.subcommands().isEmpty()) {
      return page;
    }
    Matcher section =
        Pattern.compile(
                "(?ms)^### `" + Pattern.quote(words(spec.commandLine())) + "[ `].*?(?=^##|\\z)")
            .matcher(page);
    return section.find() ? section.group() : "";
  }

  private static String words(CommandLine command) {
    return command.getCommandSpec().qualifiedName().replaceFirst("^mailconnector ", "");
  }

  private static String[] words(CommandLine command, String last) {
    return (command.getCommandSpec().qualifiedName() + " " + last)
        .replaceFirst("^mailconnector ", "")
        .split(" ");
  }

  private static String footer(CommandLine command) {
    return String.join("\n", command.getCommandSpec().usageMessage().footer());
  }

  private static String[] split(String example) {
    return WORD.matcher(example.strip())
        .results()
        .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
        .toArray(String[]::new);
  }

  private static CommandLine tree() {
    PrintStream nothing = new PrintStream(OutputStream.nullOutputStream());
    return Tool.commands(
        new Surroundings(InputStream.nullInputStream(), nothing, nothing, Map.of(), false));
  }
}
