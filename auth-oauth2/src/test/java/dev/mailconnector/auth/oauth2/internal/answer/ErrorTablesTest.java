package dev.mailconnector.auth.oauth2.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of token errors in docs/providers are the rows that the code decides by. */
class ErrorTablesTest {
  private static final Path PAGES = Path.of("..", "docs", "providers");
  private static final String BEGIN = "<!-- written by ErrorTablesTest -->\n";
  private static final String END = "<!-- end -->";

  private enum Page {
    MICROSOFT("microsoft365.md") {
      @Override
      String table() {
        return grouped(
            MicrosoftErrors.ROWS.values().stream()
                .sorted(Comparator.comparingInt(ErrorTablesTest::number)));
      }
    },
    GOOGLE("gmail.md") {
      @Override
      String table() {
        return grouped(GoogleErrors.ROWS.stream());
      }
    },
    GENERIC("generic.md") {
      @Override
      String table() {
        return grouped(Arrays.stream(TokenErrorAdvice.values()));
      }
    };

    final Path file;

    Page(String name) {
      this.file = PAGES.resolve(name);
    }

    abstract String table();
  }

  @ParameterizedTest
  @EnumSource
  void tableOfThePage_isWhatTheCodeDecidesBy(Page page) throws IOException {
    String text = Files.readString(page.file);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END, begin);
    assertThat(text).contains(BEGIN, END);

    String expected = text.substring(0, begin) + page.table() + text.substring(end);
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(page.file, expected);
    }

    assertThat(page.file)
        .as(
            "write it anew: mvn -o -pl auth-oauth2 -am test -Dtest=ErrorTablesTest"
                + " -Dmailconnector.docs=write -Dsurefire.failIfNoSpecifiedTests=false")
        .content()
        .isEqualTo(expected);
  }

  /** One line for all codes that have one meaning, in the order of the first of them. */
  private static String grouped(Stream<? extends ErrorRow> rows) {
    Map<String, List<ErrorRow>> byMeaning =
        rows.collect(
            Collectors.groupingBy(
                row ->
                    (row.permanent() ? "" : "It passes, and is tried again. ")
                        + row.diagnosis().text(),
                LinkedHashMap::new,
                Collectors.toList()));
    StringBuilder table =
        new StringBuilder("| What the issuer says | Meaning and cure |\n|---|---|\n");
    byMeaning.forEach(
        (meaning, codes) ->
            table
                .append("| ")
                .append(
                    codes.stream()
                        .map(ErrorTablesTest::said)
                        .distinct()
                        .collect(Collectors.joining(", ")))
                .append(" | ")
                .append(meaning.replace("|", "\\|"))
                .append(" |\n"));
    return table.toString();
  }

  private static String said(ErrorRow row) {
    return row instanceof GoogleErrors.Row google && !google.words().isEmpty()
        ? row.code() + " \"..." + google.words() + "...\""
        : row.code();
  }

  private static int number(ErrorRow row) {
    return Integer.parseInt(row.code().substring("AADSTS".length()));
  }
}
