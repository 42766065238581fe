package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The Java of docs/providers compiles as it stands there. */
class ProviderSnippetsTest {
  private static final Path PAGES = Path.of("..", "docs", "providers");

  @TempDir Path folder;

  static Stream<String> snippets() throws IOException {
    try (Stream<Path> pages = Files.list(PAGES)) {
      return pages.sorted().flatMap(page -> fences(page).stream()).toList().stream();
    }
  }

  private static List<String> fences(Path page) {
    try {
      return Pattern.compile("(?ms)^```java\n(.*?)^```$")
          .matcher(Files.readString(page))
          .results()
          .map(fence -> fence.group(1))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @MethodSource("snippets")
  void snippet_asItStands_compiles(String snippet) throws IOException {
    String statements = snippet.contains(";") ? snippet : "Object it =\n" + snippet + ";\n";
    String program =
        """
        import dev.mailconnector.*;
        import dev.mailconnector.auth.basic.*;
        import dev.mailconnector.auth.kerberos.*;
        import dev.mailconnector.auth.ntlm.*;
        import dev.mailconnector.auth.oauth2.*;
        import dev.mailconnector.spi.*;
        import dev.mailconnector.transport.*;
        import java.net.URI;
        import java.nio.file.Path;
        import java.time.Duration;
        import javax.net.ssl.SSLContext;
        class Snippet {
          void run(String tenant, String clientId, Path path, Secret password, URI issuer,
              Secret secret, SecretSource clientSecret, RefreshTokenStore store,
              SSLContext context) throws Exception {
            %s
          }
        }
        """
            .formatted(statements);
    DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(problems, Locale.ROOT, null)) {
      compiler
          .getTask(
              null,
              files,
              problems,
              List.of(
                  "-proc:none",
                  "-d",
                  folder.toString(),
                  "-classpath",
                  System.getProperty("java.class.path")),
              null,
              List.of(new Source(program)))
          .call();
    }

    assertThat(problems.getDiagnostics())
        .filteredOn(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .isEmpty();
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String text) {
      super(URI.create("string:///Snippet.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
