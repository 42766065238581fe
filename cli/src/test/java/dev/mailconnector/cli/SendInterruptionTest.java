package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C while one message is being sent: what became of it is told all the same. */
class SendInterruptionTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder().loginRequired(false).tls(ServerTls.NONE).start();
  private final CompletableFuture<Runnable> interrupt = new CompletableFuture<>();
  private final CompletableFuture<String> said = new CompletableFuture<>();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void interruption_ofAMessageThatHasLeft_waitsForItsReply() throws Exception {
    Turnstile reply = Turnstile.shut();
    server.on(Trigger.contentEnd(), SmtpFault.held(reply));
    CompletableFuture<Ran> running = send("1h", InputStream.nullInputStream());
    Runnable stop = stop();
    reply.awaitWaiting(1, LONG);

    CompletableFuture<Void> stopping =
        CompletableFuture.runAsync(stop, SendInterruptionTest::start);
    assertThat(said.get(60, TimeUnit.SECONDS)).contains("Interrupted; waiting for the reply");
    reply.open();

    Ran ran = running.get(60, TimeUnit.SECONDS);
    stopping.get(60, TimeUnit.SECONDS);
    assertThat(status(ran)).isZero();
  }

  @Test
  void interruption_withoutAReplyInTime_saysThatItMayHaveBeenSent() throws Exception {
    server.on(Trigger.contentEnd(), SmtpFault.stall().afterEffect());
    CompletableFuture<Ran> running = send("100ms", InputStream.nullInputStream());
    Runnable stop = stop();
    server.await(counters -> counters.messages() == 1, LONG);

    stop.run();

    assertThat(status(running.get(60, TimeUnit.SECONDS))).isEqualTo(74);
  }

  @Test
  void interruption_beforeThereIsAConnection_doesNotWait() throws Exception {
    server.on(Trigger.command("EHLO"), SmtpFault.stall());
    CompletableFuture<Ran> running = send("1h", InputStream.nullInputStream());
    Runnable stop = stop();
    server.await(counters -> counters.commands("EHLO") == 1, LONG);

    stop.run();

    Ran ran = running.get(60, TimeUnit.SECONDS);
    assertThat(status(ran)).isEqualTo(75);
    assertThat(ran.err()).contains("Interrupted; nothing was sent.");
  }

  @Test
  void interruption_whileTheMessageIsRead_isLeftToTheProcess() throws Exception {
    List<Boolean> watched = new ArrayList<>();
    InputStream message =
        new FilterInputStream(
            new ByteArrayInputStream(
                "To: a@example.com\r\n\r\nx\r\n".getBytes(StandardCharsets.US_ASCII))) {
          @Override
          public int read(byte[] into, int offset, int length) throws IOException {
            watched.add(interrupt.isDone());
            return super.read(into, offset, length);
          }
        };

    Ran ran = send("1s", message, "--eml", "-").get(60, TimeUnit.SECONDS);

    assertThat(status(ran)).isZero();
    assertThat(watched).isNotEmpty().doesNotContain(true);
    assertThat(interrupt).isDone();
  }

  private Runnable stop() throws Exception {
    return interrupt.get(60, TimeUnit.SECONDS);
  }

  private static int status(Ran ran) {
    JsonObject json = JsonParser.parseString(ran.out()).getAsJsonObject();
    assertThat(json.get("status").getAsInt()).isEqualTo(ran.status());
    return ran.status();
  }

  private CompletableFuture<Ran> send(String shutdown, InputStream in, String... message)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mail.yaml"),
            "accounts: {a: {host: 127.0.0.1, port: %d, tls: none, from: a@example.com, timeouts: {shutdown: %s, command: 1h}}}"
                .formatted(server.port(), shutdown));
    List<String> words = new ArrayList<>(List.of("--config", file.toString(), "send", "--json"));
    words.addAll(message.length > 0 ? List.of(message) : List.of("--text", "x"));
    words.addAll(List.of("--to", "ann@example.com"));
    return CompletableFuture.supplyAsync(() -> run(in, words), SendInterruptionTest::start);
  }

  private static void start(Runnable task) {
    new Thread(task).start();
  }

  private Ran run(InputStream in, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err =
        new ByteArrayOutputStream() {
          @Override
          public void flush() {
            said.complete(toString(StandardCharsets.UTF_8));
          }
        };
    int status =
        Tool.run(
            new Surroundings(
                in,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of(),
                false,
                false,
                stop -> {
                  interrupt.complete(stop);
                  return () -> {};
                },
                Browser.NONE),
            words.toArray(String[]::new));
    return new Ran(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
