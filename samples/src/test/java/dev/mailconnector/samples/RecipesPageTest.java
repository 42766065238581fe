package dev.mailconnector.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README.md of this folder names every recipe, each once, and nothing else. */
class RecipesPageTest {
  private static final Path RECIPES = Path.of("src/main/java/dev/mailconnector/samples");

  /** What recipes share, and what only README.md of the project shows. */
  private static final Set<String> OTHERS =
      Set.of("Settings", "Messages", "FirstScreen", "package-info");

  @Test
  void page_namesEveryRecipeOnce() throws IOException {
    List<String> links =
        Pattern.compile("\\[(\\w+)]\\((src/[^)]+)\\)")
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .peek(
                link ->
                    assertThat(link.group(2)).isEqualTo(RECIPES + "/" + link.group(1) + ".java"))
            .map(link -> link.group(1))
            .toList();

    assertThat(links).containsExactlyInAnyOrderElementsOf(recipes());
  }

  private static List<String> recipes() throws IOException {
    try (Stream<Path> files = Files.list(RECIPES)) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .filter(name -> !OTHERS.contains(name))
          .toList();
    }
  }
}
