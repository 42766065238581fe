package dev.mailconnector.cli.pages;

import dev.mailconnector.cli.Browser;
import dev.mailconnector.cli.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code yaml message}: what {@code send --message} reads. */
final class MessageBlocks implements BlockCheck {
  @Override
  public boolean takes(Block block) {
    return block.language().equals("yaml") && block.kind().equals("message");
  }

  @Override
  public List<String> problems(List<Block> blocks) throws IOException {
    List<String> problems = new ArrayList<>();
    for (Block block : blocks) {
      Path file = Files.createTempFile("message", ".yaml");
      Path absent = file.resolveSibling("no such configuration");
      try {
        Files.writeString(file, block.text());
        // The message is read first, and what is missing then is the configuration.
        CommandRun run =
            CommandRun.of(
                Browser.NONE,
                List.of("send", "--config", absent.toString(), "--message", file.toString()));
        if (run.status() != ExitStatus.CONFIGURATION.code()) {
          problems.add(block.problem(run.shown()));
        }
      } finally {
        Files.delete(file);
      }
    }
    return problems;
  }
}
