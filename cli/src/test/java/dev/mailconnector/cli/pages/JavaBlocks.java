package dev.mailconnector.cli.pages;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * {@code java}: compiled, all at once. A block that declares a class is a program and must be
 * complete; any other is statements, or one expression. {@code java members}: the body of a class.
 * Other libraries' code compiles too, against jars that are on no class path of ours.
 */
final class JavaBlocks implements BlockCheck {
  private static final Pattern PROGRAM =
      Pattern.compile("(?m)^(?:public )?(?:final )?class (\\w+)");
  private static final Pattern CONSTRUCTOR = Pattern.compile("(?m)^([A-Z]\\w*)\\([^)]*\\) \\{");

  /** What statements may use without saying where it comes from; fields, which they may hide. */
  private static final String GIVEN =
      """
      String tenant;
      String clientId;
      String clientSecret;
      Path path;
      Secret password;
      Secret secret;
      URI issuer;
      RefreshTokenStore store;
      SSLContext context;
      Account account;
      MailConnector mail;
      MimeMessage message;
      Stream<BulkMessage> messages;
      List<String> failures;
      void alert(String how, String account, String what) {}
      """;

  private static final String IMPORTS =
      """
      import dev.mailconnector.*;
      import dev.mailconnector.auth.basic.*;
      import dev.mailconnector.auth.kerberos.*;
      import dev.mailconnector.auth.ntlm.*;
      import dev.mailconnector.auth.oauth2.*;
      import dev.mailconnector.config.*;
      import dev.mailconnector.event.*;
      import dev.mailconnector.failure.*;
      import dev.mailconnector.probe.*;
      import dev.mailconnector.spi.*;
      import dev.mailconnector.transport.*;
      import jakarta.mail.internet.*;
      import java.net.URI;
      import java.nio.file.Path;
      import java.time.Duration;
      import java.util.*;
      import java.util.stream.*;
      import javax.net.ssl.SSLContext;
      """;

  private final Path classes;
  private final Path peers;

  /** Writes the classes to a folder; {@code peers} has the jars of other libraries. */
  JavaBlocks(Path classes, Path peers) {
    this.classes = classes;
    this.peers = peers;
  }

  @Override
  public boolean takes(Block block) {
    return block.language().equals("java") && !block.kind().equals("from");
  }

  /** The class of the program that this block is, as it was compiled. */
  static String className(Block program) {
    Matcher name = PROGRAM.matcher(program.text());
    if (!name.find()) {
      throw new IllegalArgumentException(program.problem("no class"));
    }
    return packageOf(program) + "." + name.group(1);
  }

  @Override
  public List<String> problems(List<Block> blocks) throws IOException {
    Map<String, Block> byPackage = new HashMap<>();
    List<Source> sources = new ArrayList<>();
    for (Block block : blocks) {
      byPackage.put(packageOf(block), block);
      sources.add(source(block));
    }
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files =
        compiler.getStandardFileManager(found, Locale.ROOT, null)) {
      List<String> options =
          List.of("-proc:none", "-d", classes.toString(), "-classpath", classPath());
      compiler.getTask(null, files, found, options, null, sources).call();
    }
    return found.getDiagnostics().stream()
        .filter(problem -> problem.getKind() == Diagnostic.Kind.ERROR)
        .map(problem -> told(problem, byPackage))
        .toList();
  }

  private String classPath() throws IOException {
    List<String> entries = new ArrayList<>(List.of(System.getProperty("java.class.path")));
    try (Stream<Path> jars = Files.list(peers)) {
      jars.map(Path::toString).filter(jar -> jar.endsWith(".jar")).forEach(entries::add);
    }
    return String.join(File.pathSeparator, entries);
  }

  private static String told(
      Diagnostic<? extends JavaFileObject> problem, Map<String, Block> byPackage) {
    if (problem.getSource() == null) {
      return problem.getMessage(Locale.ROOT);
    }
    Block block =
        Objects.requireNonNull(byPackage.get(problem.getSource().getName().split("/")[1]));
    String line = "";
    try {
      line =
          problem
              .getSource()
              .getCharContent(true)
              .toString()
              .lines()
              .skip(Math.max(0, problem.getLineNumber() - 1))
              .findFirst()
              .orElse("");
    } catch (IOException e) {
      // The message alone must do.
    }
    return block.problem(problem.getMessage(Locale.ROOT) + "\n    " + line.strip());
  }

  private static Source source(Block block) {
    String head = "package " + packageOf(block) + ";\n";
    String text = block.text();
    Matcher program = PROGRAM.matcher(text);
    if (program.find()) {
      return new Source(packageOf(block), program.group(1), head + text);
    }
    if (block.says("members")) {
      Matcher constructor = CONSTRUCTOR.matcher(text);
      String name = constructor.find() ? constructor.group(1) : "Members";
      String implementing = text.contains("public void close()") ? " implements AutoCloseable" : "";
      return new Source(
          packageOf(block),
          name,
          head + IMPORTS + "class " + name + implementing + " {\n" + text + "\n}\n");
    }
    String body = text.contains(";") ? text : "Object it =\n" + text + ";\n";
    String result = text.contains("return ") ? "Object" : "void";
    return new Source(
        packageOf(block),
        "Snippet",
        head
            + IMPORTS
            + "class Snippet {\n"
            + GIVEN
            + result
            + " run() throws Exception {\n"
            + body
            + "\n}\n}\n");
  }

  private static String packageOf(Block block) {
    return block.where().replaceAll("\\W", "_");
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String folder, String name, String text) {
      super(URI.create("string:///" + folder + "/" + name + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
