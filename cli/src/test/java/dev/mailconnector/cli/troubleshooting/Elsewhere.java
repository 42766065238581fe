package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.cli.probe.Examination;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Rows that are not provoked here: a test of their own module reads the id, the doctor's
 * examination does, or nothing does yet, which the page says.
 *
 * @param id of the diagnosis
 * @param chapter of the page
 * @param symptom what one sees
 * @param test the class that reads the id, {@link #EXAMINED}, or {@link #UNREAD}
 */
record Elsewhere(String id, Chapter chapter, String symptom, String test) {
  /** The doctor's examination provokes it. */
  static final String EXAMINED = "ProbeFaultsTest";

  /** No test reads the id. */
  static final String UNREAD = "-";

  /** The rows of the table, and the doctor's own, which his examination provokes. */
  static List<Elsewhere> all() throws IOException {
    List<Elsewhere> all = new ArrayList<>();
    for (List<String> line : Lines.of("elsewhere.txt")) {
      all.add(new Elsewhere(line.get(0), Chapter.valueOf(line.get(1)), line.get(2), line.get(3)));
    }
    List<String> known = all.stream().map(Elsewhere::id).toList();
    List<String> doctors = DoctorsRows.ids();
    for (Examination.Row row : Examination.rows()) {
      if (doctors.contains(row.id()) && !known.contains(row.id())) {
        all.add(new Elsewhere(row.id(), Chapter.PROBE, row.name(), EXAMINED));
      }
    }
    return List.copyOf(all);
  }

  /** How the page says what provokes it. */
  String how() {
    return test.equals(UNREAD)
        ? "not by the build"
        : test.equals(EXAMINED)
            ? "[the doctor's examination](probe.md#the-examination)"
            : "`" + test + "`";
  }

  /** Whether that test speaks of the id. */
  boolean isRead() throws IOException {
    if (test.equals(EXAMINED)) {
      return Examination.rows().stream().anyMatch(row -> row.id().equals(id));
    }
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests) && isReadIn(tests)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isReadIn(Path tests) throws IOException {
    Pattern word = Pattern.compile("(?<![a-z0-9-])" + id + "(?![a-z0-9-])");
    try (Stream<Path> files = Files.find(tests, 20, (file, x) -> isIt(file))) {
      for (Path file : files.toList()) {
        if (word.matcher(Files.readString(file)).find()) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isIt(Path file) {
    return file.getFileName().toString().equals(test + ".java");
  }
}
