package dev.mailconnector.cli.pages;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code sql}: letter for letter the statement of our code that the tests run on two databases. */
final class SqlBlocks implements BlockCheck {
  private static final Path OURS =
      Pages.ROOT.resolve(
          "auth-oauth2/src/main/java/dev/mailconnector/auth/oauth2/internal/store/TokenRow.java");

  @Override
  public boolean takes(Block block) {
    return block.language().equals("sql");
  }

  @Override
  public List<String> problems(List<Block> blocks) throws IOException {
    String code = words(Files.readString(OURS));
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      if (!code.contains(words(block.text()))) {
        problems.add(block.problem("not what " + OURS.getFileName() + " has"));
      }
    }
    return problems;
  }

  private static String words(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }
}
