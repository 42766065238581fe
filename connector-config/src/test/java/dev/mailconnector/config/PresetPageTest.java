package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class PresetPageTest {
  private static final Path PAGE = Path.of("..", "docs", "presets.md");

  @Test
  void page_isWhatThePresetsSay() throws IOException {
    String expected = new PresetPage().markdown();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }
}
