package dev.mailconnector.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.cli.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DemoCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void demo_longerThanATokenLives_deliversEverythingAndRenewsInTime() {
    int status = demo(false, "--seconds", "12", "--json");

    String written = out.toString(StandardCharsets.UTF_8);
    assertThat(written.lines()).hasSize(1);
    JsonObject json = JsonParser.parseString(written).getAsJsonObject();
    assertThat(status).isZero();
    assertThat(number(json, "sent")).isPositive().isEqualTo(number(json, "delivered"));
    assertThat(number(json, "failed")).isZero();
    assertThat(number(json, "refusedLogins")).isZero();
    assertThat(number(json, "sendsThatWaitedForAToken")).isZero();
    assertThat(number(json, "renewals")).isGreaterThanOrEqualTo(4);
    assertThat(number(json, "tokenRequests")).isGreaterThanOrEqualTo(number(json, "renewals") + 4);
    JsonObject accounts = json.getAsJsonObject("accounts");
    assertThat(accounts.keySet())
        .containsExactly("microsoft-app", "google-service", "google-user", "generic", "password");
    for (String name : accounts.keySet()) {
      JsonObject account = accounts.getAsJsonObject(name);
      assertThat(account.keySet()).containsExactly("login", "sent", "renewals");
      assertThat(number(account, "sent")).isPositive();
      assertThat(number(account, "renewals") > 0).isEqualTo(!name.equals("password"));
    }
    assertThat(json.keySet())
        .containsExactly(
            "sent",
            "delivered",
            "failed",
            "refusedLogins",
            "tokenRequests",
            "renewals",
            "sendsThatWaitedForAToken",
            "accounts");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Every message that was sent arrived")
        .doesNotContain("12 s of 12");
  }

  @Test
  void demo_onATerminal_redrawsInPlaceAndEndsWithTheSummary() {
    int status = demo(true, "--seconds", "2");

    String written = out.toString(StandardCharsets.UTF_8);
    assertThat(status).isZero();
    assertThat(written).containsPattern("\u001b\\[\\d+A\u001b\\[J");
    assertThat(written).contains("token age", "latency (after the first 2 s)", "2 s of 2");
    assertThat(written).containsPattern("sent (\\d+), delivered \\1, failed 0");
  }

  private int demo(boolean terminal, String... arguments) {
    Surroundings surroundings =
        new Surroundings(
            InputStream.nullInputStream(),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            terminal);
    return new CommandLine(new DemoCommand(surroundings)).execute(arguments);
  }

  private static long number(JsonObject json, String key) {
    return json.get(key).getAsLong();
  }
}
