package dev.mailconnector.cli.pages;

import java.util.List;

/** {@code text}: what a program says, or a drawing. Nothing is checked. */
final class TextBlocks implements BlockCheck {
  @Override
  public boolean takes(Block block) {
    return block.language().equals("text") && block.kind().isEmpty();
  }

  @Override
  public List<String> problems(List<Block> blocks) {
    return List.of();
  }
}
