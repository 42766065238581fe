package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.Trigger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SendAllCommandTest {
  private static final String PASSWORD = "correct horse battery";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD, "mistaken identity");

  private final TestAuthority authority = TestAuthority.create();
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .certificate(authority.issue())
          .password("robot", PASSWORD)
          .offer("PIPELINING", "CHUNKING")
          .start();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir Path folder;
  private Path outbox;
  private Path report;

  @BeforeEach
  void writeConfiguration() throws IOException {
    outbox = Files.createDirectory(folder.resolve("outbox"));
    report = folder.resolve("report.jsonl");
    authority.writePem(folder);
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    Files.writeString(
        folder.resolve("mail.yaml"),
        """
        default-account: robot
        accounts:
          robot:
            host: 127.0.0.1
            port: %d
            tls: starttls
            user: robot
            auth: {password: "${file:%s}"}
            trust: {ca-file: "%s"}
        """
            .formatted(server.port(), folder.resolve("password"), folder.resolve("ca.pem")));
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void folder_isSentInTheOrderOfItsNames_andReported() throws IOException {
    eml("b.eml", "bob@example.com");
    eml("a.EML", "ann@example.com");
    eml("c.eml", "carl@example.com");
    Files.writeString(outbox.resolve("readme.txt"), "not a message");
    Files.createDirectory(outbox.resolve("d.eml"));

    Ran ran = sendAll();

    assertThat(ran.err()).isEmpty();
    assertThat(ran.status()).isZero();
    assertThat(ran.out()).startsWith("3 of 3: 3 sent; ").contains(" per second");
    assertThat(server.messages())
        .extracting(message -> message.header("Subject").orElseThrow())
        .containsExactly("a.EML", "b.eml", "c.eml");
    List<JsonObject> lines = report();
    assertThat(lines).hasSize(3);
    assertThat(lines.get(0).get("file").getAsString()).isEqualTo("a.EML");
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.get("outcome").getAsString()).isEqualTo("sent");
              assertThat(line.get("status").getAsInt()).isZero();
              assertThat(line.getAsJsonObject("reply").get("code").getAsInt()).isEqualTo(250);
              assertThat(line.getAsJsonArray("recipients")).hasSize(1);
              assertThat(line.get("correlationId").getAsString()).isNotEmpty();
            });
  }

  @Test
  void outcomes_ofAllKinds_areEachReported() throws IOException {
    server.recipient("bad@example.com", "550 5.1.1 no such user");
    eml("1.eml", "ann@example.com");
    eml("2.eml", "bad@example.com");
    eml("3.eml", "ann@example.com, bad@example.com");
    Files.writeString(outbox.resolve("4.eml"), "");
    Files.writeString(outbox.resolve("5.eml"), "To: ann@example.com\r\n\r\nno sender\r\n");
    Files.createSymbolicLink(outbox.resolve("6.eml"), folder.resolve("nowhere"));

    Ran ran = sendAll("--json");

    assertThat(ran.status()).isEqualTo(68);
    assertThat(report())
        .extracting(
            line -> line.get("file").getAsString(),
            line -> line.get("outcome").getAsString(),
            line -> line.get("status").getAsInt())
        .containsExactlyInAnyOrder(
            tuple("1.eml", "sent", 0),
            tuple("2.eml", "refused", 65),
            tuple("3.eml", "partly-sent", 68),
            tuple("4.eml", "unusable", 65),
            tuple("5.eml", "unusable", 65),
            tuple("6.eml", "unusable", 65));
    assertThat(ran.err())
        .contains("2.eml: ", "550 5.1.1 no such user", "4.eml: the file is empty")
        .contains("6.eml: The message in ", "cannot be read");
    JsonObject summary = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(summary.get("status").getAsInt()).isEqualTo(68);
    assertThat(summary.get("files").getAsInt()).isEqualTo(6);
    assertThat(summary.get("sent").getAsInt()).isEqualTo(1);
    assertThat(summary.get("partlySent").getAsInt()).isEqualTo(1);
    assertThat(summary.get("refused").getAsInt()).isEqualTo(1);
    assertThat(summary.get("unusable").getAsInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "MAIL, 451 4.3.0 later, 75, not-sent",
    "MAIL, 550 5.1.0 no, 65, refused",
    "AUTH, 535 5.7.8 no, 77, not-sent"
  })
  void worstOutcome_isTheStatus(String command, String reply, int status, String outcome)
      throws IOException {
    eml("1.eml", "ann@example.com");
    eml("2.eml", "ann@example.com");
    server.on(
        Trigger.command(command).after(command.equals("AUTH") ? 0 : 1), SmtpFault.reply(reply));

    Ran ran = sendAll();

    assertThat(ran.status()).isEqualTo(status);
    assertThat(report()).extracting(line -> line.get("outcome").getAsString()).contains(outcome);
  }

  @Test
  void unknownOutcome_isWorseThanAllOthers() throws IOException {
    eml("1.eml", "ann@example.com");
    eml("2.eml", "bad@example.com");
    server.recipient("bad@example.com", "451 4.3.0 later");
    server.on(Trigger.contentEnd().nth(1), SmtpFault.closeAfterDot());

    Ran ran = sendAll();

    assertThat(ran.status()).isEqualTo(74);
    assertThat(report())
        .extracting(line -> line.get("outcome").getAsString())
        .containsExactlyInAnyOrder("unknown", "not-sent");
    assertThat(ran.out()).startsWith("2 of 2: 0 sent, 1 unknown, 1 not-sent; ");
  }

  @Test
  void manyFailures_areCutShortOnStandardErrorOnly() throws IOException {
    for (int i = 0; i < 30; i++) {
      Files.writeString(outbox.resolve("%02d.eml".formatted(i)), "");
    }

    Ran ran = sendAll();

    assertThat(ran.status()).isEqualTo(65);
    assertThat(ran.err().lines().filter(line -> line.contains("is empty"))).hasSize(20);
    assertThat(ran.err()).contains("Further failures are in the report only.");
    assertThat(report()).hasSize(30);
  }

  @Test
  void progress_withoutATerminal_isALineNowAndThen() throws IOException {
    for (int i = 0; i < 250; i++) {
      eml("%03d.eml".formatted(i), "ann@example.com");
    }

    Ran ran = sendAll();

    assertThat(ran.err().lines()).containsExactly("100 of 250: 100 sent", "200 of 250: 200 sent");
  }

  @Test
  void progress_onATerminal_isABarThatGoesAway() throws IOException {
    eml("1.eml", "ann@example.com");
    eml("2.eml", "ann@example.com");

    Ran ran = run(true, Interruption.NEVER, "--account", "robot");

    assertThat(ran.err())
        .contains("[###############...............] 1/2  1 sent")
        .contains("[##############################] 2/2  2 sent")
        .endsWith("\r\u001b[K");
    assertThat(ran.out()).startsWith("2 of 2: 2 sent; ");
  }

  @Test
  void interruption_endsWhatHasLeft_andSaysWhatWasNotSent() throws Exception {
    for (int i = 0; i < 2000; i++) {
      eml("%04d.eml".formatted(i), "ann@example.com");
    }
    server.on(Trigger.contentEnd(), SmtpFault.slow(Duration.ofMillis(50)));
    CompletableFuture<Runnable> interrupt = new CompletableFuture<>();
    CompletableFuture<String> saidInTime = new CompletableFuture<>();
    CompletableFuture<Ran> running =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    false,
                    stop -> {
                      interrupt.complete(stop);
                      return () -> saidInTime.complete(out.toString(StandardCharsets.UTF_8));
                    }));
    Runnable stop = interrupt.get(30, TimeUnit.SECONDS);
    server.await(counters -> counters.messages() >= 20, Duration.ofSeconds(30));

    stop.run();

    Ran ran = running.get(30, TimeUnit.SECONDS);
    int delivered = server.counters().messages();
    assertThat(delivered).isLessThan(2000);
    List<JsonObject> lines = report();
    assertThat(lines).hasSize(2000);
    assertThat(lines.stream().filter(line -> line.get("outcome").getAsString().equals("sent")))
        .hasSize(delivered);
    assertThat(ran.status()).isEqualTo(75);
    // The process ends when the watch does.
    assertThat(saidInTime.join()).contains((2000 - delivered) + " not-sent");
    assertThat(ran.err()).contains("cancelled before it was sent");
  }

  /** The server has the message, and the process is told to end before the reply comes. */
  @Test
  void interruption_doesNotCallNotSent_whatTheServerMayHave() throws Exception {
    for (int i = 0; i < 200; i++) {
      eml("%03d.eml".formatted(i), "ann@example.com");
    }
    Files.writeString(
        folder.resolve("mail.yaml"),
        "    timeouts: {shutdown: 100ms}\n    limits: {connections: 1}\n",
        StandardOpenOption.APPEND);
    server.on(Trigger.contentEnd().after(1), SmtpFault.stall().afterEffect());
    CompletableFuture<Runnable> interrupt = new CompletableFuture<>();
    CompletableFuture<Ran> running =
        CompletableFuture.supplyAsync(
            () ->
                run(
                    false,
                    stop -> {
                      interrupt.complete(stop);
                      return () -> {};
                    }));
    Runnable stop = interrupt.get(30, TimeUnit.SECONDS);
    server.await(counters -> counters.messages() >= 2, Duration.ofSeconds(30));

    stop.run();

    Ran ran = running.get(30, TimeUnit.SECONDS);
    assertThat(ran.status()).isEqualTo(74);
    Map<String, String> outcomes =
        report().stream()
            .collect(
                Collectors.toMap(
                    line -> line.get("file").getAsString(),
                    line -> line.get("outcome").getAsString()));
    assertThat(outcomes).hasSize(200);
    assertThat(server.messages())
        .extracting(message -> outcomes.get(message.header("Subject").orElseThrow()))
        .containsExactly("sent", "unknown");
    assertThat(outcomes.values()).contains("not-sent");
  }

  /** A process of its own: only there is the hook the real one. */
  @EnabledOnOs(OS.LINUX)
  @ParameterizedTest
  @CsvSource({"TERM, 143", "INT, 130"})
  @Timeout(120)
  void signal_endsTheProcessAfterItsSummary(String signal, int status) throws Exception {
    assumeFalse(ignored(status - 128), "whoever started this build had it ignore the signal");
    for (int i = 0; i < 2000; i++) {
      eml("%04d.eml".formatted(i), "ann@example.com");
    }
    server.on(Trigger.contentEnd(), SmtpFault.slow(Duration.ofMillis(50)));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.mailconnector.cli.Main",
                "--config",
                folder.resolve("mail.yaml").toString(),
                "send-all",
                outbox.toString(),
                "--json")
            .redirectOutput(said.toFile())
            .redirectError(folder.resolve("err").toFile())
            .start();
    try {
      server.await(counters -> counters.messages() >= 20, Duration.ofSeconds(60));
      new ProcessBuilder("kill", "-" + signal, "" + process.pid()).start().waitFor();

      assertThat(process.waitFor()).isEqualTo(status);
    } finally {
      process.destroyForcibly();
    }
    JsonObject summary = JsonParser.parseString(Files.readString(said)).getAsJsonObject();
    assertThat(summary.get("status").getAsInt()).isEqualTo(75);
    assertThat(summary.get("sent").getAsInt()).isEqualTo(server.counters().messages());
    assertThat(summary.get("notSent").getAsInt()).isEqualTo(2000 - server.counters().messages());
  }

  /** A process that was begun in the background of a script ignores Ctrl-C, and so do its own. */
  private static boolean ignored(int number) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("SigIgn:"))
          .map(line -> new BigInteger(line.substring(7).strip(), 16))
          .anyMatch(mask -> mask.testBit(number - 1));
    }
  }

  @Test
  void interruption_beforeTheFirstMessage_sendsNone() throws IOException {
    eml("1.eml", "ann@example.com");
    eml("2.eml", "ann@example.com");

    Ran ran =
        run(
            false,
            stop -> {
              stop.run();
              return () -> {};
            });

    assertThat(ran.out()).startsWith("2 of 2: 0 sent, 2 not-sent; ");
    assertThat(ran.status()).isEqualTo(75);
    assertThat(report()).hasSize(2);
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void folder_withoutMessages_isSaid() throws IOException {
    Files.writeString(report, "of yesterday\n");

    Ran ran = sendAll();

    assertThat(ran.status()).isZero();
    assertThat(ran.err()).contains("There is no .eml file in " + outbox);
    assertThat(ran.out()).startsWith("0 of 0: 0 sent");
    assertThat(report).isEmptyFile();
  }

  @Test
  void folder_thatIsNone_endsWith64() {
    Ran ran =
        Ran.with("--config", folder.resolve("mail.yaml").toString(), "send-all", "no-such-folder");

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("no-such-folder is not a folder");
  }

  @Test
  void report_thatCannotBeWritten_sendsNothing() throws IOException {
    eml("1.eml", "ann@example.com");
    report = folder.resolve("missing").resolve("report");

    Ran ran = sendAll();

    assertThat(ran.status()).isEqualTo(64);
    assertThat(ran.err()).contains("cannot be written");
    assertThat(server.messages()).isEmpty();
  }

  private void eml(String name, String to) throws IOException {
    Files.writeString(
        outbox.resolve(name),
        "From: robot@example.com\r\nTo: " + to + "\r\nSubject: " + name + "\r\n\r\nHello\r\n");
  }

  private List<JsonObject> report() throws IOException {
    try (Stream<String> lines = Files.lines(report)) {
      return lines.map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    }
  }

  private Ran sendAll(String... more) {
    return run(false, Interruption.NEVER, more);
  }

  private Ran run(boolean terminal, Interruption interruption, String... more) {
    out.reset();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config",
                folder.resolve("mail.yaml").toString(),
                "send-all",
                outbox.toString(),
                "--report",
                report.toString()));
    arguments.addAll(Arrays.asList(more));
    int status =
        Tool.run(
            new Surroundings(
                InputStream.nullInputStream(),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                terminal,
                interruption,
                Browser.NONE),
            arguments.toArray(String[]::new));
    Ran ran =
        new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    SecretHunt.tell(ran.out() + ran.err());
    return ran;
  }
}
