package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md shows Java that compiles and artifacts that exist. */
class ReadmeTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern REGION =
      Pattern.compile("(?ms)^ *// README begin\n(.*?)^ *// README end$");

  @Test
  void javaSnippets_areRegionsOfTheSamples() throws IOException {
    List<String> regions = regions();

    List<String> snippets = fences("java");

    assertThat(snippets).hasSize(4);
    assertThat(snippets).containsExactlyInAnyOrderElementsOf(regions);
  }

  @Test
  void mavenSnippet_namesArtifactsOfTheBomInThisVersion() throws IOException {
    String bom = Files.readString(ROOT.resolve("bom/pom.xml"));
    String version =
        Pattern.compile("<version>([^<]+)</version>")
            .matcher(bom)
            .results()
            .findFirst()
            .orElseThrow()
            .group(1);

    List<String> artifacts = matches(readme(), "(mailconnector-[a-z0-9-]+)");
    List<String> snippets = fences("xml");

    assertThat(artifacts).isNotEmpty();
    assertThat(artifacts).allSatisfy(name -> assertThat(bom).contains(">" + name + "<"));
    assertThat(snippets).hasSize(1);
    assertThat(matches(snippets.get(0), "<version>([^<]+)</version>")).containsExactly(version);
  }

  private static List<String> regions() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .flatMap(file -> REGION.matcher(text(file)).results())
          .map(region -> region.group(1).stripTrailing().stripIndent() + "\n")
          .toList();
    }
  }

  private static List<String> fences(String language) throws IOException {
    return matches(readme(), "(?ms)^```" + language + "\n(.*?)^```$");
  }

  private static List<String> matches(String text, String pattern) {
    return Pattern.compile(pattern)
        .matcher(text)
        .results()
        .map((MatchResult match) -> match.group(1))
        .toList();
  }

  private static String readme() {
    return text(ROOT.resolve("README.md"));
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
