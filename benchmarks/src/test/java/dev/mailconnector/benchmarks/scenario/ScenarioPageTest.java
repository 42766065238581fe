package dev.mailconnector.benchmarks.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioPageTest {
  private static final List<String> NAMES = List.of("first", "second");

  @TempDir Path folder;

  @Test
  void page_thatIsNew_saysWhatIsMissing() throws IOException {
    assertThat(ScenarioPage.read(folder.resolve("page.md"), NAMES).text())
        .contains("## first\n\nNot measured yet.\n", "## second\n\nNot measured yet.\n");
  }

  @Test
  void section_measuredAgain_replacesItsOldTextAlone() throws IOException {
    Path file = folder.resolve("page.md");
    ScenarioPage.read(file, NAMES).with("first", "| 1 |\n").with("second", "| 2 |\n").write(file);

    ScenarioPage.read(file, NAMES).with("first", "| 3 |\n").write(file);

    assertThat(ScenarioPage.read(file, NAMES).text())
        .contains("| 3 |\n", "| 2 |\n")
        .doesNotContain("| 1 |", "Not measured");
  }
}
