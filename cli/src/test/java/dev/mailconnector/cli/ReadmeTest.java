package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.MailConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md and docs/command-line.md show what is accepted, commands that exist, all statuses. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path COMMAND_LINE = Path.of("..", "docs", "command-line.md");

  @Test
  void configurations_areAcceptedWithoutAWarning() throws IOException {
    List<String> snippets = fences(README, "yaml");

    assertThat(snippets).hasSize(1);
    assertThat(snippets)
        .allSatisfy(
            yaml -> {
              ConfigurationReport report =
                  MailConfiguration.check(yaml, "README.md", Map.of("M365_SECRET", "s3cret"));
              assertThat(report.problems()).isEmpty();
            });
  }

  @Test
  void commands_areKnownWithAllTheirOptions() {
    List<String> commands =
        Stream.of(README, COMMAND_LINE)
            .flatMap(page -> fences(page, "sh").stream())
            .flatMap(String::lines)
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> line.startsWith("./mailconnector "))
            .toList();

    assertThat(commands).hasSize(12);
    assertThat(commands)
        .allSatisfy(
            command -> {
              String[] words = command.replaceAll("'[^']*'", "text").split(" ");
              words = Arrays.copyOfRange(words, 1, words.length + 1);
              words[words.length - 1] = "--help";
              assertThat(Ran.with(words).status()).isZero();
            });
  }

  @Test
  void statuses_areThoseThatACommandEndsWith() {
    List<Integer> told =
        Pattern.compile("(?m)^\\| (\\d+) \\|")
            .matcher(text(COMMAND_LINE))
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .toList();

    assertThat(told)
        .containsExactlyElementsOf(
            Arrays.stream(ExitStatus.values()).map(ExitStatus::code).toList());
  }

  private static List<String> fences(Path page, String language) {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(text(page))
        .results()
        .map(fence -> fence.group(1))
        .toList();
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
