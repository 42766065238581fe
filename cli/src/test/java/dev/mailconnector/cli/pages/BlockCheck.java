package dev.mailconnector.cli.pages;

import java.util.List;

/** What is done with the blocks of one kind. */
interface BlockCheck {
  /** Whether this block is of the kind. */
  boolean takes(Block block);

  /** What is wrong with them, a line for each problem; they come in the order of their pages. */
  List<String> problems(List<Block> blocks) throws Exception;
}
