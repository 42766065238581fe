package dev.mailconnector.cli.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each check finds what is wrong, and says on which line of which page. */
class BlockChecksTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "java | Account robot = 1; | incompatible types",
        "java | Account.of() | cannot find symbol",
        "java members | int one() { return \"\"; } | incompatible types",
        "java | class First { void run() { Account a; } } | cannot find symbol",
        "java from pom.xml | class None {} | has other lines",
        "java from none.xml | class None {} | no such file",
        "yaml | 'accounts: {a: {hots: h.example}}' | hots",
        "yaml | '    port: 25' | no whole one above it",
        "json nodemailer | '{\"host\": \"h.example\", \"porrt\": 25}' | porrt",
        "properties simple-java-mail | 'simplejavamail.smtp.hots=h' | simplejavamail.smtp.hots",
        "yaml same | 'accounts: {a: {host: h.example}}' | the same as what",
        "sh | 'if true; then' | bash cannot read it",
        "sh | ./mailconnector send --acount robot | --acount",
        "xml | <dependency> | must be terminated",
        "xml | '<dependency><groupId>dev.mailconnector</groupId><artifactId>x</artifactId></dependency>' | BOM",
        "powershell | New-ServicePrinzipal | New-ServicePrinzipal",
        "powershell | 'New-ServicePrincipal -AppID 1' | -AppID",
        "powershell | 'Format-List (' | open brackets",
        "sql | CREATE TABLE other (x INT) | TokenRow",
        "json | '{' | End of input",
        "ini | 'kdc is here' | not a line of krb5.conf",
      })
  void wrongBlock_isFoundAndNamed(String info, String text, String problem) throws Exception {
    List<Block> blocks = Pages.blocks("page.md", "# Page\n\n```" + info + "\n" + text + "\n```\n");

    List<BlockCheck> taking =
        PagesTest.checks(null, folder, List.of()).stream()
            .filter(check -> check.takes(blocks.get(0)))
            .toList();

    assertThat(taking).isNotEmpty();
    assertThat(taking.get(taking.size() - 1).problems(blocks))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).startsWith("page.md:3 (" + info + "): "))
        .anySatisfy(line -> assertThat(line).contains(problem));
  }

  @Test
  void accountOfAnotherServer_isNotTheSame() throws Exception {
    List<Block> blocks =
        Pages.blocks(
            "page.md",
            """
            ```json nodemailer
            {"host": "one.example", "port": 587, "requireTLS": true}
            ```
            ```yaml same
            accounts: {a: {host: two.example}}
            ```
            """);

    List<String> problems =
        new DialectBlocks(new Places(Files.createDirectory(folder.resolve("p")))).problems(blocks);

    assertThat(problems).singleElement().asString().contains("one.example").contains("two.example");
  }

  @Test
  void console_thatShowsOtherThings_isFound() throws Exception {
    List<Block> blocks =
        Pages.blocks(
            "page.md",
            """
            ```console
            $ ./mailconnector --config try/mailconnector.yaml config check
            ...
            try/mailconnector.yaml: no errors, no warnings, 99 accounts
            $ ./mailconnector token --config try/mailconnector.yaml --account nobody
            ...
            ```
            """);

    try (DemoSession demo = new DemoSession(folder.toRealPath().resolve("try"))) {
      assertThat(new ConsoleBlocks(demo, folder, List.of()).problems(blocks))
          .hasSize(2)
          .anySatisfy(line -> assertThat(line).contains("ended with 0 and").contains("no errors"))
          .anySatisfy(line -> assertThat(line).contains("ended with 78 and").contains("nobody"));
    }
  }

  @Test
  void blocks_insideAList_loseItsIndentationOnly() {
    assertThat(Pages.blocks("page.md", "1. One:\n\n   ```sh from x\n   a\n     b\n   ```\n"))
        .containsExactly(new Block("page.md", 3, List.of("sh", "from", "x"), "a\n  b\n"));
  }
}
