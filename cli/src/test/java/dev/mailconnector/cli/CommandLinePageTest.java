package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/command-line.md shows all statuses. */
class CommandLinePageTest {
  @Test
  void statuses_areThoseThatACommandEndsWith() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "command-line.md"));
    List<Integer> told =
        Pattern.compile("(?m)^\\| (\\d+) \\|")
            .matcher(page)
            .results()
            .map(row -> Integer.valueOf(row.group(1)))
            .toList();

    assertThat(told)
        .containsExactlyElementsOf(
            Arrays.stream(ExitStatus.values()).map(ExitStatus::code).toList());
  }
}
