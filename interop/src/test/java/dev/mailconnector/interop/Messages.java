package dev.mailconnector.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The messages that the tests send. */
final class Messages {
  private static final Path FOLDER = Path.of("src/test/resources/eml");

  private Messages() {}

  static List<Path> all() throws IOException {
    return in(FOLDER);
  }

  /** Dots at line starts, and 8-bit content: enough where only the login is in question. */
  static List<Path> few() throws IOException {
    return all().subList(0, 2);
  }

  static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /**
   * A Maildir holds LF line ends and completes the last one. The stray CR and LF of 09 were made
   * line ends on the way, so that they are none of SMTP's.
   */
  static String asStored(Path message) {
    try {
      String text = Files.readString(message, StandardCharsets.ISO_8859_1);
      String lines = text.replaceAll("\r\n|\r", "\n");
      return lines.endsWith("\n") ? lines : lines + "\n";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
