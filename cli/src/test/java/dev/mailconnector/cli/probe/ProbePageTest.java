package dev.mailconnector.cli.probe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The table of docs/probe.md is that of the examination. */
class ProbePageTest {
  private static final Path PAGE = Path.of("..", "docs", "probe.md");
  private static final String BEGIN = "<!-- the examination, generated -->\n";
  private static final String END = "<!-- end of the examination -->\n";

  @Test
  void table_ofThePage_isThatOfTheExamination() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    assertThat(begin).isLessThanOrEqualTo(end);
    String fresh = page.substring(0, begin) + table() + page.substring(end);

    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, fresh);
    }
    assertThat(Files.readString(PAGE))
        .as("stale: run this test with -Dmailconnector.docs=write")
        .isEqualTo(fresh);
  }

  private static String table() {
    List<Fault> faults = ProbeFaultsTest.faults().toList();
    return "\n| "
        + faults.size()
        + " faults | how it is provoked | first cause named |\n|---|---|---|\n"
        + faults.stream()
            .map(each -> row(each.name(), each.how(), "`" + each.expected() + "`"))
            .collect(Collectors.joining())
        + "\n";
  }

  private static String row(String... cells) {
    return Arrays.stream(cells)
            .map(cell -> cell.replace("|", "\\|").replace("<", "\\<"))
            .collect(Collectors.joining(" | ", "| ", " |"))
        + "\n";
  }
}
