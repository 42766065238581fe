package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.Trigger;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeCommandTest {
  private static final String SECRET = "hunter2-hunter2-hunter2";
  private static final String ESCAPE = "\u001b[";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(SECRET);

  @TempDir Path folder;

  private final TestAuthority authority = TestAuthority.create();
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .certificate(authority.issue("127.0.0.1"))
          .greeting("220 mail.example.com ESMTP")
          .password("robot@example.com", SECRET)
          .start();

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void probe_ofASoundAccount_showsEachStepAndSendsNothing() throws IOException {
    Ran ran = probe();

    assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out())
        .contains("robot (127.0.0.1:" + server.port() + ")", "No fault found.")
        .containsSubsequence(
            "configuration",
            "DNS",
            "TCP",
            "greeting",
            "EHLO",
            "TLS",
            "pin-sha256: ",
            "EHLO after TLS",
            "credential",
            "AUTH",
            "limits",
            "sender")
        .contains("taken back with RSET")
        .doesNotContain(ESCAPE);
    assertThat(server.messages()).isEmpty();
    assertThat(server.sessions()).hasSize(1);
  }

  /** A sender need not take mail; and who sends as another domain may write to this server's. */
  @ParameterizedTest
  @CsvSource({
    "550 5.1.1 No such user, ok",
    "450 4.2.0 Greylisted, ok",
    "554 5.7.1 <robot@example.com>: Relay access denied, warn"
  })
  void probe_whoseSenderTakesNoMail_isSound(String reply, String result) throws IOException {
    server.on(Trigger.command("RCPT"), SmtpFault.reply(reply));

    Ran ran = probe();

    assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).containsPattern(result + " +sender").contains("No fault found.");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void probe_whoseLineEndsAtRcpt_saysWhatTheServerSaid() throws IOException {
    server.on(Trigger.command("RCPT"), SmtpFault.reply("421 4.7.0 Too many of you, closing"));

    Ran ran = probe();

    assertThat(ran.status()).isEqualTo(75);
    assertThat(ran.out()).contains("421 4.7.0 Too many of you, closing");
  }

  @Test
  void probe_ofARefusedLogin_namesTheFirstCauseAndSkipsTheRest() throws IOException {
    server.on(
        Trigger.command("AUTH"),
        SmtpFault.reply(
            "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the"
                + " Tenant."));

    Ran ran = probe();

    assertThat(ran.status()).isEqualTo(77);
    assertThat(ran.out())
        .contains("FAIL AUTH", "skip limits", "skip sender", "not reached: AUTH failed")
        .contains("First cause, robot: ", "  seen ", "  cure ", "  who ", "  source ")
        .contains("https://aka.ms/smtp_auth_disabled");
    assertThat(server.counters().commands("AUTH")).isEqualTo(1);
  }

  @Test
  void probe_withJson_printsOneObject() throws IOException {
    Ran ran = probe("--json");

    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    JsonObject robot = json.getAsJsonArray("accounts").get(0).getAsJsonObject();
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(json.get("status").getAsInt()).isZero();
    assertThat(robot.get("account").getAsString()).isEqualTo("robot");
    assertThat(robot.get("firstCause").isJsonNull()).isTrue();
    assertThat(robot.getAsJsonArray("steps"))
        .allSatisfy(
            step ->
                assertThat(step.getAsJsonObject().keySet())
                    .containsExactly("step", "result", "millis", "summary", "details", "findings"));
  }

  @ParameterizedTest
  @CsvSource({"true,'',true", "true,1,false", "false,'',false"})
  void probe_onATerminal_isColouredUnlessNoColorIsSet(
      boolean terminal, String noColor, boolean coloured) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Tool.run(
        new Surroundings(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
            Map.of("NO_COLOR", noColor),
            terminal),
        "--config",
        configuration().toString(),
        "probe");

    assertThat(out.toString(StandardCharsets.UTF_8).contains(ESCAPE)).isEqualTo(coloured);
  }

  @Test
  void probe_ofAnAccountThatIsNot_endsWith78() throws IOException {
    assertThat(probe("--account", "nobody").status()).isEqualTo(78);
  }

  @Test
  void probe_ofASenderWithoutDomain_isAUsageError() throws IOException {
    assertThat(probe("--sender", "robot").status()).isEqualTo(64);
  }

  private Ran probe(String... more) throws IOException {
    String[] arguments = new String[3 + more.length];
    arguments[0] = "--config";
    arguments[1] = configuration().toString();
    arguments[2] = "probe";
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Ran.with(arguments);
  }

  private Path configuration() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    return Files.writeString(
        folder.resolve("mail.yaml"),
        """
        accounts:
          robot:
            host: 127.0.0.1
            port: %d
            tls: starttls
            user: robot@example.com
            auth: {password: "${file:%s}"}
            trust: {ca-file: "%s"}
        """
            .formatted(server.port(), secret, authority.writePem(folder)));
  }
}
