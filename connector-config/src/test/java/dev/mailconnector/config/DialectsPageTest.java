package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about the dialects is what their readers declare and what came of the examples. */
class DialectsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "dialects.md");

  @Test
  void page_isWhatTheReadersAndTheExamplesSay() throws IOException {
    String expected = new DialectsPage(DialectExample.all()).markdown();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void everyDialect_declaresItsKeys() {
    for (Dialect dialect : Dialect.values()) {
      assertThat(dialect.reader().keys())
          .as(dialect.word())
          .isNotEmpty()
          .extracting(ForeignKey::name)
          .doesNotHaveDuplicates();
    }
  }
}
