package dev.mailconnector.cli.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code java from FILE}: lines of that source, which the build compiles and runs; the file is
 * named from the page's folder. Only the indentation may differ.
 */
final class SourceBlocks implements BlockCheck {
  @Override
  public boolean takes(Block block) {
    return block.kind().equals("from") && block.info().size() == 3;
  }

  @Override
  public List<String> problems(List<Block> blocks) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      Path file = Pages.ROOT.resolve(block.page()).resolveSibling(block.info().get(2));
      if (!Files.exists(file)) {
        problems.add(block.problem("no such file"));
      } else if (!unindented(Files.readString(file)).contains(unindented(block.text()))) {
        problems.add(block.problem("the file has other lines"));
      }
    }
    return problems;
  }

  private static String unindented(String text) {
    return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
  }
}
