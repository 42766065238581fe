package dev.mailconnector.cli.troubleshooting;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows that a send over the public API cannot meet from outside, or not without a KDC, a database
 * or a clock of its own: the test of their own module that does.
 *
 * @param id of the diagnosis
 * @param chapter of the page
 * @param symptom what one sees
 * @param test the class that provokes it
 */
record Elsewhere(String id, Chapter chapter, String symptom, String test) {

  static List<Elsewhere> all() throws IOException {
    return Lines.of("elsewhere.txt").stream()
        .map(
            line ->
                new Elsewhere(line.get(0), Chapter.valueOf(line.get(1)), line.get(2), line.get(3)))
        .toList();
  }

  /** Whether there is such a test. */
  boolean exists() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(".."))) {
      for (Path module : modules.toList()) {
        Path tests = module.resolve("src/test/java");
        if (Files.isDirectory(tests) && isIn(tests)) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isIn(Path tests) throws IOException {
    try (Stream<Path> files =
        Files.find(tests, 20, (file, x) -> isIt(file), new FileVisitOption[0])) {
      return files.findAny().isPresent();
    }
  }

  private boolean isIt(Path file) {
    return file.getFileName().toString().equals(test + ".java");
  }
}
