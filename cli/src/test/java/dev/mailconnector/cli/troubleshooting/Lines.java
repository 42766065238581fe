package dev.mailconnector.cli.troubleshooting;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The lines of a table beside these tests, with fields between bars. */
final class Lines {
  private Lines() {}

  static List<List<String>> of(String name) throws IOException {
    try (InputStream in = Objects.requireNonNull(Lines.class.getResourceAsStream(name), name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split("\\|", -1)).map(String::strip).toList())
          .toList();
    }
  }
}
