package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandardsTest {
  private static final Path ROOT = Path.of("..");
  private static final Pattern TEST =
      Pattern.compile("`(?:(\\w+Test)(?:\\.(\\w+))?|\\.(\\w+_\\w+))`");
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z]\\w*[a-z]\\w*)`");

  @Test
  void standards_everyClassInTheTable_exists() throws IOException {
    assertThat(sources()).containsAll(namedIn(ROOT.resolve("docs/standards.md")));
  }

  @Test
  void tokenRequests_everyTestAndItsMethodInThePage_exists() throws IOException {
    Path page = ROOT.resolve("docs/token-requests.md");
    assertThat(sources()).containsAll(testsIn(page).keySet());
    for (Map.Entry<String, Set<String>> named : testsIn(page).entrySet()) {
      String source = Files.readString(source(named.getKey()));
      for (String method : named.getValue()) {
        assertThat(source).as(named.getKey()).contains("void " + method + "(");
      }
    }
  }

  /** The methods of each test; one that stands alone behind a dot is of the test before it. */
  private static Map<String, Set<String>> testsIn(Path page) throws IOException {
    Map<String, Set<String>> tests = new TreeMap<>();
    String test = "";
    for (MatchResult found : TEST.matcher(Files.readString(page)).results().toList()) {
      test = found.group(1) == null ? test : found.group(1) + ".java";
      Set<String> methods = tests.computeIfAbsent(test, name -> new TreeSet<>());
      Stream.of(found.group(2), found.group(3)).filter(Objects::nonNull).forEach(methods::add);
    }
    return tests;
  }

  private static Path source(String name) throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.filter(file -> file.endsWith(name)).findFirst().orElseThrow();
    }
  }

  private static Set<String> namedIn(Path page) throws IOException {
    return CLASS_NAME
        .matcher(Files.readString(page))
        .results()
        .map((MatchResult found) -> found.group(1) + ".java")
        .collect(Collectors.toSet());
  }

  private static Set<String> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files.map(file -> file.getFileName().toString()).collect(Collectors.toSet());
    }
  }
}
