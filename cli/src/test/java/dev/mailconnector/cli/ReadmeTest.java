package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.MailConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README.md shows a configuration that is accepted and commands that exist. */
class ReadmeTest {

  @Test
  void configurations_areAcceptedWithoutAWarning() throws IOException {
    List<String> snippets = fences("yaml");

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
  void commands_areKnownWithAllTheirOptions() throws IOException {
    List<String> commands =
        fences("sh").stream()
            .flatMap(String::lines)
            .map(line -> line.replaceFirst("#.*", "").strip())
            .filter(line -> line.startsWith("./mailconnector "))
            .toList();

    assertThat(commands).hasSize(6);
    assertThat(commands)
        .allSatisfy(
            command -> {
              String[] words = command.replaceAll("'[^']*'", "text").split(" ");
              words = Arrays.copyOfRange(words, 1, words.length + 1);
              words[words.length - 1] = "--help";
              assertThat(Ran.with(words).status()).isZero();
            });
  }

  private static List<String> fences(String language) throws IOException {
    return Pattern.compile("(?ms)^```" + language + "\n(.*?)^```$")
        .matcher(Files.readString(Path.of("..", "README.md")))
        .results()
        .map(fence -> fence.group(1))
        .toList();
  }
}
