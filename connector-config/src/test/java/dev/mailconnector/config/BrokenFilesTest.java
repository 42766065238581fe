package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said about each of these files, to the letter: the messages are the user interface. */
class BrokenFilesTest {

  /**
   * One broken file.
   *
   * @param name what is broken
   * @param text the file
   * @param errors what is said about it, in order
   */
  record Broken(String name, String text, List<String> errors) {
    static Broken of(String part) {
      int first = part.indexOf('\n');
      int arrow = part.indexOf("--->\n");
      return new Broken(
          part.substring(0, first),
          part.substring(first + 1, arrow),
          part.substring(arrow + 5).lines().toList());
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Broken> files() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(BrokenFilesTest.class.getResourceAsStream("broken-files.txt"))) {
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      List<Broken> files =
          Arrays.stream(all.split("(?m)^=== "))
              .filter(part -> !part.isEmpty())
              .map(Broken::of)
              .toList();
      assertThat(files).hasSizeGreaterThan(90);
      return files.stream();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void file_isExplained(Broken file) {
    List<String> errors =
        MailConfiguration.check(file.text(), "mail.yaml", Map.of("MAIL_PASSWORD", "open-sesame"))
            .errors()
            .stream()
            .map(ConfigurationProblem::toString)
            .toList();

    assertThat(errors).isNotEmpty().isEqualTo(file.errors());
    assertThat(errors.toString()).doesNotContain("open-sesame", "hunter2");
  }
}
