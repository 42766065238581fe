package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of many applications. */
class FolderImportTest {
  @TempDir private Path folder;

  @Test
  void mailConfigurations_areFoundInOrder_andAllElseIsCounted() throws IOException {
    write("shop/application.properties", "spring.mail.host=h.example\n");
    write("bot/.env", "SMTP_HOST=h.example\n");
    write("bot/README.md", "SMTP_HOST=h.example\n");
    write("bot/node_modules/x/.env", "SMTP_HOST=h.example\n");
    write("broken/mail.properties", "mail.smtp.host=h.example\nmail.smtp.port=x\n");
    write("binary.bin", "\u0000\u0001");
    write("large.env", "SMTP_HOST=h.example\n" + "#".repeat(YamlSource.LARGEST));

    FolderImport imported = FolderImport.of(folder);

    assertThat(imported.files())
        .extracting(ConfigurationImport::source, ConfigurationImport::isUsable)
        .containsExactly(
            tuple("bot/.env", true),
            tuple("broken/mail.properties", false),
            tuple("shop/application.properties", true));
    assertThat(imported.others()).isEqualTo(3);
    assertThat(imported.unread()).isEmpty();
  }

  @Test
  void symbolicLinks_areNotFollowed() throws IOException {
    write("a/.env", "SMTP_HOST=h.example\n");
    Files.createSymbolicLink(folder.resolve("a/loop"), folder);
    Files.createSymbolicLink(folder.resolve("b.env"), folder.resolve("a/.env"));

    assertThat(FolderImport.of(folder).files()).hasSize(1);
  }

  @Test
  void mailConfigurations_inOtherEncodings_areNamed_andNotCountedAmongOthers() throws IOException {
    Files.write(
        folder.resolve("a.properties"),
        "# f\u00fcr alle\nmail.smtp.host=h.example\n".getBytes(StandardCharsets.ISO_8859_1));
    Files.write(folder.resolve("b.env"), "SMTP_HOST=h.example\n".getBytes(StandardCharsets.UTF_16));
    Files.write(folder.resolve("c.bin"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, 2});

    FolderImport imported = FolderImport.of(folder);

    assertThat(imported.files())
        .extracting(ConfigurationImport::source, ConfigurationImport::dialect)
        .containsExactly(
            tuple("a.properties", Optional.of(Dialect.JAKARTA_MAIL)),
            tuple("b.env", Optional.of(Dialect.TYPEBOT)));
    assertThat(imported.files())
        .allSatisfy(
            file ->
                assertThat(file.problems().toString())
                    .contains("The file is not UTF-8. Save it as UTF-8"));
    assertThat(imported.others()).isEqualTo(1);
  }

  @Test
  void foldersTooDeep_areNamed() throws IOException {
    write("d/".repeat(20) + ".env", "SMTP_HOST=h.example\n");

    assertThat(FolderImport.of(folder).unread())
        .singleElement()
        .asString()
        .endsWith("d: nested too deep.");
  }

  @Test
  void folderThatIsNotThere_isAnError() {
    assertThatThrownBy(() -> FolderImport.of(folder.resolve("x")))
        .isInstanceOf(NoSuchFileException.class);
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
