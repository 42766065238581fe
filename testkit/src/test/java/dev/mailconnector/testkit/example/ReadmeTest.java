package dev.mailconnector.testkit.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ReadmeTest {
  @Test
  void readme_showsNothingButThisCode() throws Exception {
    String readme = Files.readString(Path.of("README.md"));
    String source =
        Files.readString(
            Path.of("src/test/java/dev/mailconnector/testkit/example/ReportTest.java"));

    assertThat(Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(readme).results())
        .hasSize(2)
        .allSatisfy(block -> assertThat(source).contains(block.group(1)));
  }
}
