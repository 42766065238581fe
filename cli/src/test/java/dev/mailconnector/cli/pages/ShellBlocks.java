package dev.mailconnector.cli.pages;

import dev.mailconnector.cli.Tool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ParameterException;

/**
 * {@code sh}: a script that bash can read; each of our commands in it exists with all its options.
 */
final class ShellBlocks implements BlockCheck {
  private final picocli.CommandLine tool = Tool.commands(CommandRun.nowhere());

  @Override
  public boolean takes(Block block) {
    return block.language().equals("sh") && block.kind().isEmpty();
  }

  @Override
  public List<String> problems(List<Block> blocks) throws Exception {
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      String complaint = bash(block.text());
      if (!complaint.isEmpty()) {
        problems.add(block.problem(complaint));
      }
      for (CommandLine command : CommandLine.ofOurs(block.text())) {
        try {
          tool.parseArgs(command.arguments().toArray(String[]::new));
        } catch (ParameterException wrong) {
          problems.add(block.problem(command + ": " + wrong.getMessage()));
        }
      }
    }
    return problems;
  }

  /** What bash says about the syntax; it runs nothing. */
  private static String bash(String script) throws IOException, InterruptedException {
    Process bash = new ProcessBuilder("bash", "-n").redirectErrorStream(true).start();
    try (var in = bash.getOutputStream()) {
      in.write(script.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return bash.waitFor() == 0
        ? ""
        : String.format(Locale.ROOT, "bash cannot read it: %s", said.strip());
  }
}
