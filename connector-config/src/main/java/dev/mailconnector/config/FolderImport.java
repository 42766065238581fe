package dev.mailconnector.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The mail configurations in a folder and its folders, each imported in the dialect that its
 * content shows. Immutable and thread-safe.
 *
 * <p>Symbolic links are not followed. Folders of tools ({@code .git}, {@code node_modules}), files
 * larger than 1 MiB, programs and pages are not looked into.
 */
public final class FolderImport {
  private static final int DEEPEST = 16;
  private static final int MOST_FILES = 50_000;

  private static final Set<String> FOLDERS_OF_TOOLS =
      Set.of(".git", ".hg", ".svn", ".idea", "node_modules", "target", "build", "__pycache__");

  /** What is written for people, or is a program: their examples are nobody's configuration. */
  private static final Set<String> OTHERS =
      Set.of(
          "md",
          "adoc",
          "rst",
          "html",
          "htm",
          "log",
          "java",
          "kt",
          "js",
          "ts",
          "py",
          "go",
          "php",
          "class",
          "jar",
          "zip",
          "gz",
          "png",
          "jpg",
          "pdf",
          "sql",
          "expected");

  private final List<ConfigurationImport> files;
  private final int others;
  private final List<String> unread;

  private FolderImport(List<ConfigurationImport> files, int others, List<String> unread) {
    this.files = List.copyOf(files);
    this.others = others;
    this.unread = List.copyOf(unread);
  }

  /**
   * Imports what is in a folder; throws nothing but what the folder itself gives.
   *
   * @throws IOException if the folder cannot be read
   */
  public static FolderImport of(Path folder) throws IOException {
    List<Path> found = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    Files.walkFileTree(
        folder,
        EnumSet.noneOf(FileVisitOption.class),
        DEEPEST,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path inner, BasicFileAttributes attributes) {
            boolean ours = inner.equals(folder) || !FOLDERS_OF_TOOLS.contains(name(inner));
            return ours ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isDirectory()) {
              unread.add(relative(folder, file) + ": nested too deep.");
            } else if (attributes.isRegularFile()) {
              found.add(file);
            }
            if (found.size() < MOST_FILES) {
              return FileVisitResult.CONTINUE;
            }
            unread.add("There are more than " + MOST_FILES + " files; the rest was not read.");
            return FileVisitResult.TERMINATE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException unreadable)
              throws IOException {
            if (file.equals(folder)) {
              throw unreadable;
            }
            unread.add(relative(folder, file) + ": cannot be read by this process.");
            return FileVisitResult.CONTINUE;
          }
        });
    found.sort(Comparator.naturalOrder());
    List<ConfigurationImport> files = new ArrayList<>();
    int others = 0;
    for (Path file : found) {
      ConfigurationImport one = mayBeOne(file) ? read(file, relative(folder, file), unread) : null;
      if (one == null || one.candidates().isEmpty()) {
        others++;
      } else {
        files.add(one);
      }
    }
    return new FolderImport(files, others, unread);
  }

  /** Null where nobody can tell what it is. */
  private static @Nullable ConfigurationImport read(Path file, String name, List<String> unread) {
    try {
      return ConfigurationImport.of(ConfigurationReader.text(file), name, null, System.getenv());
    } catch (RuleBroken broken) {
      return unread(file, name, broken.rule(), unread);
    }
  }

  /** A file of Windows or of an old Java program may be one, though its letters are not UTF-8. */
  private static @Nullable ConfigurationImport unread(
      Path file, String name, String rule, List<String> unread) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(YamlSource.LARGEST + 1);
    } catch (IOException unreadable) {
      unread.add(name + ": cannot be read by this process.");
      return null;
    }
    if (bytes.length > YamlSource.LARGEST) {
      return null;
    }
    for (Charset charset : List.of(StandardCharsets.UTF_16, StandardCharsets.ISO_8859_1)) {
      List<Dialect> candidates = DialectRecognition.of(new String(bytes, charset));
      if (!candidates.isEmpty()) {
        return ConfigurationImport.failed(name, candidates, rule);
      }
    }
    return null;
  }

  private static boolean mayBeOne(Path file) {
    String name = name(file).toLowerCase(Locale.ROOT);
    return !OTHERS.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private static String relative(Path folder, Path file) {
    return folder.relativize(file).toString();
  }

  /** The mail configurations in the order of their names, which are relative to the folder. */
  public List<ConfigurationImport> files() {
    return files;
  }

  /** How many other files there are. */
  public int others() {
    return others;
  }

  /** What could not be looked into, and why. */
  public List<String> unread() {
    return unread;
  }
}
