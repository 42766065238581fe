package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each exit status, provoked; standard output has one line of JSON whatever happens. */
@EnabledOnOs(OS.LINUX)
class ProvokedStatusTest {
  private static final String PASSWORD = "correct horse battery";
  private static final String SECRET = "c1ient s3cret";

  @RegisterExtension
  final SecretHunt hunt = SecretHunt.of(PASSWORD, SECRET, "mistaken identity", "another s3cret");

  @TempDir private Path folder;

  private final TestAuthority authority = TestAuthority.create();
  private final GenericIssuer issuer = GenericIssuer.start(authority);
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .certificate(authority.issue())
          .password("robot", PASSWORD)
          .tokens((user, token) -> TokenVerdict.accepted())
          .start();

  /** What goes wrong before the command runs. */
  private enum Trouble {
    NONE,
    NO_SUCH_RECIPIENT,
    RECIPIENT_LATER,
    SENDER_LATER,
    SERVER_AWAY,
    LINE_CUT_BEFORE_THE_REPLY,
    WRONG_PASSWORD,
    UNKNOWN_AUTHORITY,
    ISSUER_AWAY,
    WRONG_SECRET
  }

  static Stream<Arguments> provoked() {
    String send = "send --account robot --text x --to bob@example.com";
    String all = "send-all --account robot OUTBOX";
    Stream<Arguments> sending =
        Stream.of(send, all)
            .flatMap(
                line ->
                    Stream.of(
                        arguments(0, Trouble.NONE, line),
                        arguments(65, Trouble.NO_SUCH_RECIPIENT, line),
                        arguments(69, Trouble.SERVER_AWAY, line),
                        arguments(74, Trouble.LINE_CUT_BEFORE_THE_REPLY, line),
                        arguments(75, Trouble.RECIPIENT_LATER, line),
                        arguments(77, Trouble.WRONG_PASSWORD, line),
                        arguments(78, Trouble.UNKNOWN_AUTHORITY, line)));
    Stream<Arguments> others =
        Stream.of(
            arguments(68, Trouble.NO_SUCH_RECIPIENT, send + ",carl@example.com"),
            arguments(68, Trouble.NO_SUCH_RECIPIENT, "send-all --account robot PAIRS"),
            arguments(65, Trouble.NONE, "send --account robot --to nobody --text x"),
            arguments(65, Trouble.NONE, send + " --attach MISSING"),
            arguments(70, Trouble.NONE, "send --account robot --to bob@example.com --text-file -"),
            arguments(70, Trouble.NONE, all + " --report /dev/full"),
            arguments(64, Trouble.NONE, "send --text x"),
            arguments(64, Trouble.NONE, "send-all MISSING"),
            arguments(64, Trouble.NONE, "sned"),
            arguments(78, Trouble.NONE, "send --account nobody --to bob@example.com"),
            arguments(0, Trouble.NONE, "token --account ann"),
            arguments(64, Trouble.NONE, "token --what"),
            arguments(69, Trouble.ISSUER_AWAY, "token --account ann"),
            arguments(77, Trouble.WRONG_SECRET, "token --account ann"),
            arguments(78, Trouble.NONE, "token --account robot"),
            arguments(64, Trouble.NONE, "login --account ann --device --port 1"),
            arguments(78, Trouble.NONE, "login --account robot"),
            arguments(0, Trouble.NONE, "config check"),
            arguments(64, Trouble.NONE, "config"),
            arguments(78, Trouble.NONE, "config check --config BROKEN"),
            arguments(78, Trouble.NONE, "config check --config MISSING"),
            arguments(78, Trouble.NONE, "send --to bob@example.com --config MISSING"),
            arguments(0, Trouble.NONE, "presets"),
            arguments(0, Trouble.NONE, "presets gmail"),
            arguments(64, Trouble.NONE, "presets gmail yahoo"),
            arguments(78, Trouble.NONE, "presets gmial"),
            arguments(0, Trouble.NONE, "config import FOREIGN"),
            arguments(0, Trouble.NONE, "config import OTHERS"),
            arguments(0, Trouble.NONE, "config import FOREIGN --output CONVERTED"),
            arguments(64, Trouble.NONE, "config import"),
            arguments(64, Trouble.NONE, "config import OTHERS --dialect url"),
            arguments(78, Trouble.NONE, "config import FOREIGN --dialect none"),
            arguments(78, Trouble.NONE, "config import MISSING"),
            arguments(78, Trouble.NONE, "config import BROKEN"),
            arguments(78, Trouble.NONE, "config import FOREIGN --output BROKEN"));
    return Stream.of(sending, others, probing()).flatMap(each -> each);
  }

  private static Stream<Arguments> probing() {
    String probe = "probe --account robot";
    return Stream.of(
        arguments(0, Trouble.NONE, probe),
        arguments(0, Trouble.NONE, "probe --account ann"),
        arguments(64, Trouble.NONE, probe + " --sender robot"),
        arguments(64, Trouble.NONE, probe + " --provider gmail"),
        arguments(69, Trouble.SERVER_AWAY, probe),
        arguments(69, Trouble.ISSUER_AWAY, "probe --account ann"),
        arguments(75, Trouble.SENDER_LATER, probe),
        arguments(77, Trouble.WRONG_PASSWORD, probe),
        arguments(77, Trouble.WRONG_SECRET, "probe --account ann"),
        arguments(78, Trouble.UNKNOWN_AUTHORITY, probe),
        arguments(78, Trouble.NONE, "probe --account nobody"),
        arguments(78, Trouble.NONE, "probe --config BROKEN"),
        arguments(78, Trouble.NONE, "probe --config MISSING"));
  }

  @BeforeEach
  void writeFiles() throws IOException {
    issuer.client("mailer", SECRET);
    authority.writePem(folder);
    Files.writeString(folder.resolve("password"), PASSWORD);
    Files.writeString(folder.resolve("secret"), SECRET);
    Files.writeString(folder.resolve("BROKEN"), "accounts: {a: {hots: x}}");
    Files.writeString(
        folder.resolve("FOREIGN"), "spring.mail.host=mail.example.com\nspring.mail.port=587\n");
    Files.writeString(
        Files.createDirectory(folder.resolve("OTHERS")).resolve("application.properties"),
        "spring.mail.host=mail.example.com\nspring.mail.port=587\n");
    outbox("OUTBOX", "bob@example.com");
    outbox("PAIRS", "bob@example.com, carl@example.com");
    Files.writeString(
        folder.resolve("mail.yaml"),
        """
        accounts:
          robot:
            host: 127.0.0.1
            port: %1$d
            tls: starttls
            user: robot
            from: robot@example.com
            auth: {password: "${file:%2$s/password}"}
            trust: {ca-file: "%2$s/ca.pem"}
          ann:
            host: 127.0.0.1
            port: %1$d
            tls: starttls
            user: ann@example.com
            auth:
              type: oauth2
              token-service: generic
              grant: client-credentials
              token-endpoint: %3$s
              client-id: mailer
              client-secret: "${file:%2$s/secret}"
            trust: {ca-file: "%2$s/ca.pem"}
        """
            .formatted(server.port(), folder, issuer.tokenEndpoint()));
  }

  @AfterEach
  void close() {
    hunt.alsoFor(issuer.tokensIssued());
    server.close();
    issuer.close();
  }

  @ParameterizedTest
  @MethodSource("provoked")
  void command_inTrouble_endsWithItsStatusAndOneLineOfJson(int status, Trouble trouble, String line)
      throws IOException {
    make(trouble);
    List<String> words = new ArrayList<>(List.of("--config", path("mail.yaml")));
    for (String word : line.split(" ")) {
      words.add(word.matches("[A-Z]+") ? path(word) : word);
    }
    words.add("--json");

    Ran ran = run(words);

    assertThat(ran.status()).as(ran.err()).isEqualTo(status);
    assertThat(ran.out().lines()).hasSize(1);
    assertThat(ran.err()).doesNotContain("\tat ");
    JsonElement parsed = JsonParser.parseString(ran.out());
    if (status == 0 && line.startsWith("presets")) {
      return;
    }
    JsonObject json = parsed.getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isEqualTo(status);
    if (json.has("failure")) {
      assertThat(status).isNotZero();
      assertThat(ran.err()).isNotBlank();
    }
  }

  @Test
  void table_above_provokesEveryStatus() {
    assertThat(provoked().map(row -> (Integer) row.get()[0]).distinct())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ExitStatus.values()).map(ExitStatus::code).toList());
  }

  private void make(Trouble trouble) throws IOException {
    switch (trouble) {
      case NONE -> {}
      case NO_SUCH_RECIPIENT -> server.recipient("bob@example.com", "550 5.1.1 No such user");
      case RECIPIENT_LATER -> server.recipient("bob@example.com", "451 4.3.0 Later");
      case SENDER_LATER -> server.on(Trigger.command("MAIL"), SmtpFault.reply("451 4.3.0 Later"));
      case SERVER_AWAY -> server.close();
      case LINE_CUT_BEFORE_THE_REPLY -> server.on(Trigger.contentEnd(), SmtpFault.closeBefore());
      case WRONG_PASSWORD -> Files.writeString(folder.resolve("password"), "mistaken identity");
      case UNKNOWN_AUTHORITY -> TestAuthority.create().writePem(folder);
      case ISSUER_AWAY -> issuer.close();
      case WRONG_SECRET -> Files.writeString(folder.resolve("secret"), "another s3cret");
    }
  }

  /** With a standard input that breaks as no file does. */
  private static Ran run(List<String> words) {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() {
            throw new IllegalStateException("broken on purpose");
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Tool.run(
            new Surroundings(
                broken,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false),
            words.toArray(String[]::new));
    SecretHunt.tell(out.toString(StandardCharsets.UTF_8) + err.toString(StandardCharsets.UTF_8));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private void outbox(String name, String to) throws IOException {
    Files.writeString(
        Files.createDirectory(folder.resolve(name)).resolve("a.eml"),
        "From: robot@example.com\r\nTo: " + to + "\r\n\r\nx\r\n");
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }
}
