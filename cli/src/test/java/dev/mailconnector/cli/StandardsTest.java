package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandardsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");

  @Test
  void standards_everyClassInTheTable_exists() throws IOException {
    assertThat(sources()).containsAll(namedIn(ROOT.resolve("docs/standards.md")));
  }

  private static Set<String> namedIn(Path page) throws IOException {
    return CLASS_NAME
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult found) -> found.group(1) + ".java")
        .collect(Collectors.toSet());
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
