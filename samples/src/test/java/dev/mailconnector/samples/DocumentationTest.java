package dev.mailconnector.samples;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page of the project: its links lead somewhere, and the tests it names exist. */
class DocumentationTest {
  private static final Path ROOT = Path.of("..");
  private static final Set<String> NOT_OURS = Set.of("target", ".git", ".mvn");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");
  private static final Pattern CODE = Pattern.compile("`[^`\n]*`");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ +(.*)$");
  private static final Pattern NAMED = Pattern.compile("<a id=\"([^\"]+)\"></a>");
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern SOME_TEST =
      Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+?)(_?\\.\\.\\.)?)?`");

  private final List<Path> files = files();

  @Test
  void links_insideTheProject_leadToAFileAndAHeading() {
    Map<Path, Set<String>> anchors = pages().collect(toMap(page -> page, page -> anchors(page)));
    List<String> dead = new ArrayList<>();
    anchors
        .keySet()
        .forEach(
            page ->
                all(LINK, CODE.matcher(prose(page)).replaceAll(""))
                    .map(link -> link.group(1))
                    .filter(link -> !link.matches("[a-z]+:.*"))
                    .filter(link -> !isAlive(page, link, anchors))
                    .forEach(link -> dead.add(page + ": " + link)));

    assertThat(anchors).hasSizeGreaterThan(20);
    assertThat(dead).isEmpty();
  }

  @Test
  void pages_areAllNamedInTheirList() {
    String list = text(Path.of("..", "docs", "README.md"));

    assertThat(
            pages()
                .map(page -> ROOT.relativize(page).toString())
                .filter(page -> page.matches("docs/.+\\.md"))
                .filter(page -> !page.matches("docs/(decisions|performance)/.*|docs/README.md"))
                .map(page -> page.substring("docs/".length())))
        .hasSizeGreaterThan(15)
        .allSatisfy(page -> assertThat(list).contains("](" + page + ")"));
  }

  @Test
  void recipes_areAllNamedInTheirList() {
    String list = text(Path.of("README.md"));

    assertThat(
            files.stream()
                .filter(file -> file.startsWith(Path.of("..", "samples", "src", "main")))
                .filter(file -> text(file).contains("public static void main"))
                .map(file -> ROOT.resolve("samples").relativize(file).toString()))
        .hasSizeGreaterThan(15)
        .allSatisfy(recipe -> assertThat(list).contains("](" + recipe + ")"));
  }

  @Test
  void pagesNamedInJava_exist() {
    Pattern name = Pattern.compile("(?<![\\w./-])docs/[\\w/-]+\\.md");
    List<String> named =
        files.stream()
            .filter(file -> file.toString().endsWith(".java"))
            .flatMap(file -> all(name, text(file)).map(MatchResult::group))
            .distinct()
            .toList();

    assertThat(named).isNotEmpty();
    assertThat(named).allSatisfy(page -> assertThat(ROOT.resolve(page)).exists());
  }

  @Test
  void testsNamedInPages_exist() {
    Map<String, Path> classes = new HashMap<>();
    files.forEach(file -> classes.put(file.getFileName().toString(), file));
    List<String> wrong = new ArrayList<>();
    pages()
        .forEach(
            page ->
                all(SOME_TEST, text(page))
                    .filter(test -> !exists(test, classes.get(test.group(1) + ".java")))
                    .forEach(test -> wrong.add(page + ": " + test.group())));

    assertThat(wrong).isEmpty();
  }

  private static boolean exists(MatchResult test, Path file) {
    if (file == null || test.group(2) == null) {
      return file != null;
    }
    String rest = test.group(3) == null ? "\\(" : "\\w*\\(";
    return Pattern.compile("void " + test.group(2) + rest).matcher(text(file)).find();
  }

  private static boolean isAlive(Path page, String link, Map<Path, Set<String>> anchors) {
    String[] parts = link.split("#", 2);
    Path target =
        parts[0].isEmpty()
            ? page
            : Objects.requireNonNull(page.getParent()).resolve(parts[0]).normalize();
    return Files.exists(target)
        && (parts.length == 1 || anchors.getOrDefault(target, Set.of()).contains(parts[1]));
  }

  /** The names that GitHub gives to the headings of a page, and those that it gives itself. */
  private static Set<String> anchors(Path page) {
    Set<String> anchors = new HashSet<>();
    all(HEADING, prose(page))
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1"))
        .map(heading -> heading.replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .forEach(
            name -> {
              String unique = name;
              for (int again = 1; !anchors.add(unique); again++) {
                unique = name + "-" + again;
              }
            });
    all(NAMED, prose(page)).map(name -> name.group(1)).forEach(anchors::add);
    return anchors;
  }

  private Stream<Path> pages() {
    return files.stream().filter(file -> file.toString().endsWith(".md"));
  }

  private static String prose(Path page) {
    return FENCE.matcher(text(page)).replaceAll("");
  }

  private static Stream<MatchResult> all(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results();
  }

  private static List<Path> files() {
    List<Path> files = new ArrayList<>();
    try {
      Files.walkFileTree(
          ROOT,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return NOT_OURS.contains(folder.getFileName().toString())
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              files.add(file.normalize());
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
