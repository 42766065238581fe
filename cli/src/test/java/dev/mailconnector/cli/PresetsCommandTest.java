package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.config.Preset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PresetsCommandTest {

  @Test
  void list_inAPipe_isALineForEachPreset() {
    Ran ran = Ran.with("presets");

    assertThat(ran.status()).isZero();
    assertThat(ran.out().lines())
        .hasSize(Preset.all().size())
        .allMatch(line -> line.substring(68).matches(" \\d+ +[a-z].*"), "ports in one column")
        .anyMatch(
            line -> line.matches("gmail +smtp.gmail.com +465 +implicit +oauth2, app password"))
        .anyMatch(line -> line.matches("outlook +smtp-mail.outlook.com +587 +starttls +oauth2"))
        .anyMatch(line -> line.matches("sendgrid +smtp.sendgrid.net +465 +implicit +password"))
        .anyMatch(line -> line.startsWith("exchange-server ") && line.contains("yours: host"));
  }

  @Test
  void list_onATerminal_hasAHeading() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);

    Tool.run(
        new Surroundings(new ByteArrayInputStream(new byte[0]), print, print, Map.of(), true),
        "presets");

    assertThat(out.toString(StandardCharsets.UTF_8)).startsWith("PRESET ");
  }

  @Test
  void page_hasEveryValueItsSourceAndAnExample() {
    Preset preset = Preset.require("microsoft365");

    Ran ran = Ran.with("presets", "office365");

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("microsoft365: ").contains("    preset: microsoft365\n");
    preset
        .settings()
        .forEach(
            setting ->
                assertThat(ran.out())
                    .contains(setting.key(), setting.value(), setting.source().link().toString()));
    preset.facts().forEach(fact -> assertThat(ran.out()).contains(fact.text()));
    assertThat(ran.out()).contains("at the end of December 2026", "not verified: https://");
  }

  @Test
  void json_ofAll_hasTheSourceOfEachValue() {
    JsonArray all = JsonParser.parseString(Ran.with("presets", "--json").out()).getAsJsonArray();

    assertThat(all).hasSize(Preset.all().size());
    for (JsonElement preset : all) {
      for (JsonElement setting : preset.getAsJsonObject().getAsJsonArray("settings")) {
        assertThat(setting.getAsJsonObject().keySet())
            .containsExactlyInAnyOrder("key", "value", "source", "standing");
      }
    }
  }

  @Test
  void json_ofOne_hasItsOtherPortsAndPasswords() {
    Ran ran = Ran.with("presets", "gmail.com", "--json");

    assertThat(ran.out().lines()).hasSize(1);
    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(json.get("name").getAsString()).isEqualTo("gmail");
    assertThat(json.getAsJsonArray("otherEndpoints").toString())
        .isEqualTo("[{\"port\":587,\"tls\":\"starttls\"}]");
    assertThat(json.getAsJsonObject("passwords").get("verdict").getAsString())
        .isEqualTo("app-password");
  }

  @Test
  void name_ofNobody_namesTheNearest() {
    Ran ran = Ran.with("presets", "gmial");

    assertThat(ran.status()).isEqualTo(ExitStatus.CONFIGURATION.code());
    assertThat(ran.err()).contains("gmial", "Did you mean gmail?");
    assertThat(ran.out()).isEmpty();
  }
}
