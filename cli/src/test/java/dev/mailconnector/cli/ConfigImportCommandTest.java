package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code config import}, of a file and of a folder. */
class ConfigImportCommandTest {
  private static final String PASSWORD = "correct-horse-battery";
  private static final String MICROSOFT =
      "spring.mail.host=smtp.office365.com\nspring.mail.port=587\n"
          + "spring.mail.username=robot@contoso.com\nspring.mail.password="
          + PASSWORD
          + "\nspring.mail.properties.mail.smtp.starttls.required=true\n";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD, "mistaken identity");

  @TempDir private Path folder;

  @Test
  void file_isPrintedInOurForm_whichCheckTakes() throws IOException {
    Path theirs =
        write("apps/application.properties", MICROSOFT.replace("office365.com", "corp.example"));

    Ran ran = Ran.with("config", "import", theirs.toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out())
        .contains("host: smtp.corp.example", "password: ${env:MAIL_PASSWORD}")
        .contains("# Set the environment variable MAIL_PASSWORD");
    Path ours = write("mailconnector.yaml", ran.out().replace("${env:MAIL_PASSWORD}", "x"));
    assertThat(Ran.with("--config", ours.toString(), "config", "check").status()).isZero();
  }

  @Test
  void mistake_isOnStandardError_andNothingIsPrinted() throws IOException {
    Path theirs = write(".env", "SMTP_HOST=h.example\nSMTP_PORT=x\n");

    Ran ran = Ran.with("--dialect", "typebot", "config", "import", theirs.toString());

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("error: ", ".env:2:1 SMTP_PORT: \"x\".");
  }

  @Test
  void folder_isOneLineForEachFile_andSaysWhatBreaksWhenAndWhoMustAct() throws IOException {
    write("apps/shop/application.properties", MICROSOFT);
    write("apps/bot/.env", "SMTP_HOST=relay.example\nSMTP_PORT=25\n");
    write("apps/bad/mail.properties", "mail.smtp.host=h.example\nmail.smtp.port=x\n");
    write("apps/two/.env", "SMTP_HOST=h.example\nSPRING_MAIL_HOST=h.example\n");
    write("apps/shop/Dockerfile", "FROM scratch\n");

    Ran ran = Ran.with("config", "import", folder.resolve("apps").toString());

    assertThat(ran.status()).isEqualTo(78);
    List<String> lines = ran.out().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("bad/mail.properties | jakarta-mail | cannot be read | ");
    assertThat(lines.get(1))
        .isEqualTo(
            "bot/.env | typebot | mail: relay.example:25, TLS starttls-if-offered, no login |"
                + " nothing breaks");
    assertThat(lines.get(2))
        .startsWith(
            "shop/application.properties | spring | mail: smtp.office365.com:587, TLS starttls,"
                + " password login of robot@contoso.com | BREAKS: Microsoft 365 switches passwords"
                + " over SMTP off by default | WHEN: at the end of December 2026")
        .contains(" | CHANGE: ", " | WHO: ");
    assertThat(lines.get(3))
        .startsWith("two/.env | typebot or spring | cannot be read | ")
        .contains("Name its dialect");
    assertThat(lines.get(4))
        .isEqualTo(
            "4 mail configurations: 1 will stop working or have, 2 could not be read; 1 other"
                + " file");
  }

  @Test
  void folder_withAServerThatIsWrongOrNotChecked_saysSoInItsLine() throws IOException {
    write(
        "apps/a/.env",
        "SMTP_HOST=smtp-mail.outlook.com\nSMTP_PORT=587\nSMTP_USERNAME=sales@contoso.com\nSMTP_PASSWORD=x\n");
    write(
        "apps/b/mail.yml",
        "smtp_settings: {address: h.example, user_name: ann, password: x,"
            + " openssl_verify_mode: none}\n");

    List<String> lines =
        Ran.with("config", "import", folder.resolve("apps").toString()).out().lines().toList();

    assertThat(lines.get(0))
        .contains(" | ALSO: smtp-mail.outlook.com is for personal accounts")
        .endsWith("Right only where this is the address of a personal Microsoft account.");
    assertThat(lines.get(1)).contains(" | ALSO: ", "can pose as this server");
  }

  @Test
  void json_isOneLine() throws IOException {
    write("apps/shop/application.properties", MICROSOFT);

    Ran ran = Ran.with("config", "import", folder.resolve("apps").toString(), "--json");

    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines()).hasSize(1);
    JsonObject file =
        JsonParser.parseString(ran.out())
            .getAsJsonObject()
            .getAsJsonArray("files")
            .get(0)
            .getAsJsonObject();
    assertThat(file.get("dialect").getAsString()).isEqualTo("spring");
    assertThat(file.getAsJsonArray("accounts").get(0).getAsJsonObject().get("when").getAsString())
        .startsWith("at the end of December 2026");
    assertThat(file.get("variables").getAsJsonObject().keySet()).containsExactly("MAIL_PASSWORD");
    assertThat(file.get("yaml").getAsString()).contains("preset: microsoft365");
  }

  @Test
  void output_getsTheConvertedFiles_andNoneIsReplaced() throws IOException {
    write("apps/shop/application.properties", MICROSOFT);
    String apps = folder.resolve("apps").toString();
    String output = folder.resolve("converted").toString();

    Ran first = Ran.with("config", "import", apps, "--output", output);
    Ran second = Ran.with("config", "import", apps, "--output", output);

    assertThat(first.status()).as(first.err()).isZero();
    assertThat(folder.resolve("converted/shop/application.properties.yaml"))
        .content()
        .contains("preset: microsoft365");
    assertThat(second.status()).isEqualTo(78);
    assertThat(second.err()).contains("is there already, and is not replaced");
  }

  @Test
  void dialect_besideAFolder_isRefused() {
    Ran ran = Ran.with("--dialect", "url", "config", "import", folder.toString());

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("--dialect is for one file");
  }

  @Test
  void whatIsNotThere_isSaid() {
    Ran ran = Ran.with("config", "import", folder.resolve("x").toString());

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("The file does not exist.");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
