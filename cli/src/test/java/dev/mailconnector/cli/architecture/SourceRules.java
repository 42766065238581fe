package dev.mailconnector.cli.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules about what class files do not show: a synchronized block is an instruction, not a name. */
public final class SourceRules {
  private static final Pattern COMMENT_OR_TEXT =
      Pattern.compile("//[^\\n]*|/\\*(?s:.*?)\\*/|\"(?:\\\\.|[^\"\\\\\\n])*\"");
  private static final Pattern MONITOR = Pattern.compile("\\bsynchronized\\b");

  private SourceRules() {}

  /** The main sources of all modules below {@code root} that take a monitor. */
  public static List<Path> synchronizedOutside(Path root, String allowedPackage)
      throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .map(module -> module.resolve("src/main/java"))
          .filter(Files::isDirectory)
          .flatMap(SourceRules::sources)
          .filter(file -> !file.getParent().endsWith(allowedPackage.replace('.', '/')))
          .filter(file -> usesMonitor(text(file)))
          .toList();
    }
  }

  public static boolean usesMonitor(String source) {
    return MONITOR.matcher(COMMENT_OR_TEXT.matcher(source).replaceAll(" ")).find();
  }

  private static Stream<Path> sources(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
