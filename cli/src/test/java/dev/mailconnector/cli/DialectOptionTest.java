package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code --dialect} with the commands that read a configuration. */
class DialectOptionTest {
  private static final String PASSWORD = "correct horse battery";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD, "mistaken identity");

  @TempDir private Path folder;

  @Test
  void send_withoutLogin_deliversThroughTheirConfiguration() throws IOException {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder().loginRequired(false).tls(ServerTls.NONE).start()) {
      Path file =
          file(
              "SMTP_HOST=%s\nSMTP_PORT=%d\nSMTP_USERNAME=\nSMTP_PASSWORD=\n"
                  .formatted(server.host(), server.port()));

      Ran ran =
          Ran.with(
              "--config",
              file.toString(),
              "--dialect",
              "typebot",
              "send",
              "--from",
              "bot@a.example",
              "--to",
              "ann@a.example",
              "--text",
              "x");

      assertThat(ran.status()).as(ran.err()).isZero();
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void check_ofAPasswordThatMightTravelInClear_saysWhatWasMadeSafe() throws IOException {
    Ran ran = check("smtp://ann:" + PASSWORD.replace(" ", "%20") + "@mail.example\n", "url");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("Made safe:", "mail.example:587, TLS starttls, password login of ann");
  }

  @Test
  void check_ofAnUnknownDialect_namesTheNearest() throws IOException {
    Ran ran = check("{host: mail.example}", "nodemailr");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.err()).contains("dialect", "nodemailr", "Did you mean nodemailer?");
  }

  private Ran check(String text, String dialect) throws IOException {
    return Ran.with("--config", file(text).toString(), "--dialect", dialect, "config", "check");
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("theirs"), text);
  }
}
