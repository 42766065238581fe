package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a server says and files are called, nothing of it draws on a terminal. */
@EnabledOnOs(OS.LINUX)
class PrintableTest {
  /** Clears the screen, in the spelling of C1; turns the text around; sets the title. */
  private static final String EVIL = "\u009b2J\u202egro.elpmaxe\u001b]0;title\u0007";

  private static final String DRAWING = "[\\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]";

  @TempDir private Path folder;

  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder().tls(ServerTls.NONE).start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "send --to bob@example.com --text x",
        "send --to bob@example.com --text x --json",
        "send --to bob@example.com --text x --verbose",
        "send --to bob@example.com --text x --attach EVIL",
        "send --to bob@example.com EVIL",
        "send --to bob@example.com --eml EVIL",
        "send --account EVIL --to bob@example.com",
        "send-all OUTBOX",
        "send-all EVIL",
        "probe --verbose",
        "probe --json",
        "config check --config EVIL",
        "config check --config EVIL --json",
        "config import EVIL",
        "config import OUTBOX",
        "config import OUTBOX --json",
        "presets EVIL",
        "EVIL"
      })
  void output_ofEvilWords_drawsNothing(String line) throws IOException {
    server.on(Trigger.command("MAIL"), SmtpFault.reply("550 5.7.1 No " + EVIL));
    Path outbox = Files.createDirectory(folder.resolve("OUTBOX"));
    Files.writeString(outbox.resolve("a" + EVIL.replace('/', '_') + ".eml"), "To: a@example.com");
    Files.writeString(outbox.resolve("b.eml"), "To: b@example.com\r\n\r\nx\r\n");
    Files.writeString(
        outbox.resolve("application" + EVIL + ".properties"), "spring.mail.hots=" + EVIL);
    Path file =
        Files.writeString(
            folder.resolve("mail.yaml"),
            "accounts: {a: {host: 127.0.0.1, port: %d, tls: none, from: a@example.com}}"
                .formatted(server.port()));

    Ran ran =
        Ran.with(
            new byte[0],
            Map.of("MAILCONNECTOR_CONFIG", file.toString()),
            line.replace("OUTBOX", outbox.toString()).replace("EVIL", EVIL).split(" "));

    assertThat((ran.out() + ran.err()).replaceAll("[\n\t]", "")).doesNotContainPattern(DRAWING);
    assertThat(ran.out() + ran.err()).isNotBlank();
  }

  @Test
  void json_ofEvilWords_isReadAsTheyAre() {
    String json = Printable.json(Map.of("said", EVIL));

    assertThat(json).doesNotContainPattern(DRAWING);
    assertThat(JsonParser.parseString(json).getAsJsonObject().get("said").getAsString())
        .isEqualTo(EVIL);
  }

  @Test
  void text_ofManyLines_keepsThemAndItsTabs() {
    assertThat(Printable.text("Grüße\n\t日本\u009b"))
        .isEqualTo("Grüße" + System.lineSeparator() + "\t日本?");
  }
}
