package dev.mailconnector.cli.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What stands in a fenced block of any page is compiled, checked or run. */
@Timeout(600)
class PagesTest {
  private static final Path PEERS = Path.of("target", "peers");

  @TempDir Path folder;

  @Test
  void blocks_ofAllPages_areWhatTheySayTheyAre() throws Exception {
    List<Block> blocks = Pages.blocks();
    List<String> problems = new ArrayList<>();
    try (DemoSession demo = new DemoSession(folder.toRealPath().resolve("try"))) {
      List<BlockCheck> checks = checks(demo, folder, blocks);
      for (BlockCheck check : checks) {
        problems.addAll(check.problems(blocks.stream().filter(check::takes).toList()));
      }
      blocks.stream()
          .filter(block -> checks.stream().noneMatch(check -> check.takes(block)))
          .forEach(block -> problems.add(block.problem("no check: docs/checked-blocks.md")));
    }

    assertThat(String.join("\n", problems)).isEmpty();
    assertThat(blocks).hasSizeGreaterThan(100);
  }

  /** All checks; {@code folder} takes what they make. Only a console needs the demo. */
  static List<BlockCheck> checks(@Nullable DemoSession demo, Path folder, List<Block> blocks)
      throws IOException {
    Path classes = Files.createDirectory(folder.resolve("classes"));
    JavaBlocks java = new JavaBlocks(classes, PEERS);
    Places places = new Places(Files.createDirectory(folder.resolve("places")));
    List<BlockCheck> checks =
        new ArrayList<>(
            List.of(
                java, // first, because a console runs what it compiles
                new SourceBlocks(),
                new ConfigurationBlocks(places),
                new DialectBlocks(places),
                new PeerPropertiesBlocks(PEERS),
                new ShellBlocks(),
                new XmlBlocks(),
                new FormatBlocks(),
                new MessageBlocks(),
                new PowerShellBlocks(),
                new SqlBlocks(),
                new TextBlocks()));
    if (demo != null) {
      checks.add(new ConsoleBlocks(demo, classes, blocks));
    }
    return checks;
  }
}
