package dev.mailconnector.cli.pages;

import dev.mailconnector.cli.Browser;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * {@code console}: what somebody types behind {@code $ } and sees below it, all of it run at the
 * servers of {@code demo --serve try}. {@code ...} stands for anything in a line, alone in a line
 * for any lines; {@code (exit status 77)} as the last line says how it ended, otherwise it is 0.
 * {@code java Program.java} runs the program of this name on the same page, {@code sed} changes a
 * copy. A block of any kind becomes a file there by {@code to apps/FILE}.
 */
final class ConsoleBlocks implements BlockCheck {
  private static final Pattern STATUS = Pattern.compile("\\(exit status (\\d+)\\)\n$");

  /** What lies beside the demo's folder, where the reader stands. */
  private static final Pattern EXAMPLE = Pattern.compile("^(?:try|apps)(?=/|$)");

  private final DemoSession demo;
  private final Path classes;
  private final List<Block> all;

  /** {@code classes} has the compiled programs of the pages; {@code all} are all blocks. */
  ConsoleBlocks(DemoSession demo, Path classes, List<Block> all) {
    this.demo = demo;
    this.classes = classes;
    this.all = all;
  }

  @Override
  public boolean takes(Block block) {
    return block.language().equals("console");
  }

  @Override
  public List<String> problems(List<Block> blocks) throws Exception {
    List<String> problems = new ArrayList<>();
    writeExamples();
    for (Block block : blocks) {
      List<String> parts = List.of(("\n" + block.text()).split("\n\\$ "));
      if (parts.size() < 2 || !parts.get(0).isBlank()) {
        problems.add(block.problem("it must begin with \"$ \" and a command"));
        continue;
      }
      for (String part : parts.subList(1, parts.size())) {
        check(block, part.stripTrailing() + "\n", problems);
      }
    }
    return problems;
  }

  private void writeExamples() throws IOException {
    for (Block file : all) {
      int to = file.info().indexOf("to");
      if (to > 0) {
        Path target = demo.folder().resolveSibling(file.info().get(to + 1));
        Files.createDirectories(target.getParent());
        Files.writeString(target, file.text());
      }
    }
  }

  private void check(Block block, String part, List<String> problems) throws Exception {
    int end = part.replace("\\\n", "  ").indexOf('\n') + 1;
    String line = part.substring(0, end).replace("\\\n", " ").strip();
    CommandLine command = CommandLine.of(line);
    String expected = part.substring(end);
    CommandRun run = run(block, line, command);
    var status = STATUS.matcher(expected);
    int expectedStatus = status.find() ? Integer.parseInt(status.group(1)) : 0;
    String place = demo.folder().getParent() + "/";
    String shown = run.shown().replace(place, "").replaceAll(" +\n", "\n");
    if (run.status() != expectedStatus
        || !pattern(status.replaceAll("")).matcher(shown).matches()) {
      problems.add(block.problem(command + "\nended with " + run.status() + " and\n" + shown));
    }
  }

  private CommandRun run(Block block, String line, CommandLine command) throws Exception {
    List<String> arguments =
        command.arguments().stream()
            .map(word -> EXAMPLE.matcher(word).replaceFirst(demo.folder().getParent() + "/$0"))
            .toList();
    if (command.program().equals("./mailconnector")) {
      Browser browser = demo::visit;
      return CommandRun.of(browser, arguments);
    }
    int program = arguments.indexOf("FirstMail.java");
    if (command.program().equals("java") && program >= 0) {
      return java(block, arguments.subList(program + 1, arguments.size()));
    }
    if (command.program().equals("sed")) {
      return bash(line);
    }
    return new CommandRun(-1, "no such command here");
  }

  /** Beside the demo's folder, where the reader stands. */
  private CommandRun bash(String line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("bash", "-c", line)
            .directory(demo.folder().getParent().toFile())
            .redirectErrorStream(true)
            .start();
    String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new CommandRun(process.waitFor(), shown);
  }

  /** In this JVM, with what it prints caught; its classes are its own. */
  private CommandRun java(Block block, List<String> arguments) throws Exception {
    Block program =
        all.stream()
            .filter(candidate -> candidate.page().equals(block.page()))
            .filter(candidate -> candidate.text().contains("class FirstMail"))
            .findFirst()
            .orElseThrow(() -> new AssertionError(block.problem("no FirstMail on the page")));
    ByteArrayOutputStream shown = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())) {
      System.setOut(new PrintStream(shown, true, StandardCharsets.UTF_8));
      loader
          .loadClass(JavaBlocks.className(program))
          .getMethod("main", String[].class)
          .invoke(null, (Object) arguments.toArray(String[]::new));
    } finally {
      System.setOut(before);
    }
    return new CommandRun(0, shown.toString(StandardCharsets.UTF_8));
  }

  private static Pattern pattern(String expected) {
    StringBuilder pattern = new StringBuilder();
    for (String line : expected.lines().toList()) {
      if (line.strip().equals("...")) {
        pattern.append("(?:.*\n)*?");
      } else {
        for (String literal : line.stripTrailing().split("(?=\\.\\.\\.)|(?<=\\.\\.\\.)")) {
          pattern.append(literal.equals("...") ? ".*" : Pattern.quote(literal));
        }
        pattern.append('\n');
      }
    }
    return Pattern.compile(pattern.toString());
  }
}
