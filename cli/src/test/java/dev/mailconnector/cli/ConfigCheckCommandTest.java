package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.TestClientKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigCheckCommandTest {
  private static final String GOOD =
      """
      accounts:
        robot:
          host: mail.example.com
          user: robot
          from: robot@example.com
          auth: {password: "${file:%s}"}
        relay:
          host: relay.example.com
          port: 25
          tls: starttls-if-offered
          from: robot@example.com
      """;
  private static final String BAD =
      """
      accounts:
        robot:
          hots: mail.example.com
          port: 70000
      """;

  @TempDir Path folder;

  @Test
  void check_ofAGoodFile_listsItsAccounts() throws IOException {
    Ran ran = check(good());

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("robot           mail.example.com:587, TLS starttls, password login of robot")
        .contains("relay           relay.example.com:25, TLS starttls-if-offered, no login")
        .containsPattern("mail.yaml: no errors, .*, 2 accounts");
  }

  @Test
  void check_ofABadFile_namesEveryProblemWithItsLine() throws IOException {
    Ran ran = check(BAD);

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out())
        .containsPattern("error: .*mail.yaml:3:\\d+ accounts.robot.hots.*host")
        .containsPattern("error: .*mail.yaml:4:\\d+ accounts.robot.port.*70000")
        .containsPattern("mail.yaml: \\d+ errors, no warnings");
  }

  @Test
  void check_withJson_printsOneObject() throws IOException {
    Ran bad = check(BAD, "--json");
    Ran good = check(good(), "--json");

    JsonObject problems = JsonParser.parseString(bad.out()).getAsJsonObject();
    assertThat(bad.status()).isEqualTo(78);
    assertThat(problems.get("errors").getAsInt()).isGreaterThanOrEqualTo(2);
    assertThat(problems.getAsJsonArray("problems").get(0).getAsJsonObject().get("line").getAsInt())
        .isEqualTo(3);
    JsonObject accounts = JsonParser.parseString(good.out()).getAsJsonObject();
    assertThat(accounts.getAsJsonArray("accounts")).hasSize(2);
    assertThat(
            accounts.getAsJsonArray("accounts").get(0).getAsJsonObject().get("tls").getAsString())
        .isEqualTo("starttls");
  }

  @Test
  void check_ofALiteralPassword_warnsAndDoesNotShowIt() throws IOException {
    Ran ran = check(good().replaceAll("\\$\\{file:[^}]*}", "hunter2-hunter2"));

    assertThat(ran.status()).isZero();
    assertThat(ran.out()).contains("warning: ").contains("accounts.robot.auth.password");
    assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
  }

  @Test
  void check_ofACertificateThatIsOver_warnsAndDoesNotFail() throws IOException {
    Instant over = Instant.now().minus(Duration.ofDays(3));
    TestClientKey.rsa(over.minus(Duration.ofDays(90)), over)
        .writePkcs12(folder.resolve("mailer.p12"), "mailer", "p4ss");
    Files.writeString(folder.resolve("pass"), "p4ss");
    String yaml =
        """
        accounts:
          robot:
            preset: microsoft365
            user: robot@contoso.com
            auth:
              type: oauth2
              grant: client-credentials
              tenant: contoso.onmicrosoft.com
              client-id: 11111111-2222-3333-4444-555555555555
              client-certificate: {file: mailer.p12, password: "${file:pass}"}
        """;

    Ran ran = check(yaml);
    JsonObject json = JsonParser.parseString(check(yaml, "--json").out()).getAsJsonObject();

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("warning: The client certificate of account robot", "mailer.p12")
        .contains("no errors, 1 warning, 1 account");
    assertThat(json.get("warnings").getAsInt()).isOne();
    assertThat(json.getAsJsonArray("ending")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "configured too"})
  void check_ofALoginWithAStore_leavesTheStoreAlone(String refreshToken) throws IOException {
    Files.writeString(folder.resolve("key"), "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=");
    Path store = Files.createDirectory(folder.resolve("store"));

    Ran ran =
        check(
            """
            accounts:
              ann:
                preset: gmail
                user: ann@gmail.com
                auth:
                  type: oauth2
                  grant: refresh-token
                  client-id: 1234-abc.apps.googleusercontent.com
                  client-secret: "${file:key}"
                  token-store: {file: store/, key: "${file:key}"}
            """
                + (refreshToken.isEmpty() ? "" : "      refresh-token: ${file:key}\n"));

    assertThat(ran.out()).contains("no errors, no warnings, 1 account");
    assertThat(store).isEmptyDirectory();
  }

  @Test
  void check_ofAMissingFile_endsWith78AndNamesIt() {
    Ran ran = Ran.with("--config", "no-such.yaml", "config", "check");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out() + ran.err()).contains("no-such.yaml");
  }

  @Test
  void check_withoutAnyFile_saysHowToNameOne() {
    Ran ran = Ran.with("config", "check");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("./mailconnector.yaml", "--config", "$MAILCONNECTOR_CONFIG");
  }

  @Test
  void check_ofVariablesAlone_needsNoFile() {
    Ran ran =
        Ran.with(
            new byte[0],
            Map.of("MAILCONNECTOR_ACCOUNTS_RELAY_HOST", "relay.example"),
            "config",
            "check");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains("relay", "relay.example:587", "no errors, no warnings, 1 account");
  }

  @Test
  void check_ofAVariableThatMeansNoKey_endsWith78AndNamesIt() {
    Ran ran =
        Ran.with(
            new byte[0],
            Map.of("MAILCONNECTOR_ACCOUNTS_RELAY_HOTS", "relay.example"),
            "config",
            "check");

    assertThat(ran.status()).isEqualTo(78);
    assertThat(ran.out() + ran.err()).contains("MAILCONNECTOR_ACCOUNTS_RELAY_HOTS");
  }

  @Test
  void schema_isPrintedForEditors() throws IOException {
    Ran ran = Ran.with("config", "schema");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .isEqualTo(Files.readString(Path.of("..", "docs", "mailconnector.schema.json")));
  }

  private String good() throws IOException {
    return GOOD.formatted(Files.writeString(folder.resolve("password"), "secret"));
  }

  private Ran check(String yaml, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("mail.yaml"), yaml);
    String[] arguments = new String[4 + more.length];
    arguments[0] = "--config";
    arguments[1] = file.toString();
    arguments[2] = "config";
    arguments[3] = "check";
    System.arraycopy(more, 0, arguments, 4, more.length);
    return Ran.with(arguments);
  }
}
