package dev.mailconnector.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConformancePageTest {
  private static final Path PAGE = Path.of("..", "docs", "conformance.md");

  @Test
  void page_isWhatTheTableSays() throws IOException {
    String expected = new ConformancePage(Behaviours.ALL).markdown();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void table_namesEachBehaviourOnce() {
    assertThat(Behaviours.ALL)
        .extracting(behaviour -> behaviour.name)
        .doesNotHaveDuplicates()
        .hasSizeGreaterThan(100);
  }
}
