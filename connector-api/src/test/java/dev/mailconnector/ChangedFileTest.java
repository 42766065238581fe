package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A message file that becomes another one between its check and its last byte. */
class ChangedFileTest {
  private static final String MESSAGE =
      "From: robot@example.com\r\nTo: ann@example.com\r\n\r\n"
          + "0123456789abcd\r\n".repeat(100_000);

  private final CompletableFuture<String> heard = new CompletableFuture<>();
  private Path file;

  @BeforeEach
  void write(@TempDir Path folder) throws IOException {
    file = Files.writeString(folder.resolve("message.eml"), MESSAGE);
  }

  @Test
  void file_changedBeforeData_isNeverFinished() throws Exception {
    String content = send(List.of(), "DATA", "354 Go on");

    assertThat(content).startsWith("From: robot@example.com").doesNotContain("\r\n.\r\n");
    assertThat(content.length()).isLessThan(MESSAGE.length());
  }

  @Test
  void file_changedBeforeBdat_isNeverFinished() throws Exception {
    String content =
        send(List.of("raw.example", "PIPELINING", "CHUNKING"), "RCPT", "250 2.1.5 Fine");

    String announced = "BDAT " + MESSAGE.length() + " LAST\r\n";
    assertThat(content).startsWith(announced + "From: robot@example.com");
    assertThat(content.length()).isLessThan(announced.length() + MESSAGE.length());
  }

  /** What the server hears after this command, before which the file is changed. */
  private String send(List<String> keywords, String command, String reply) throws Exception {
    try (RawServer server = RawServer.start((in, out) -> hold(in, out, keywords, command, reply));
        MailConnector connector =
            MailConnector.of(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .memoryLimit(1000)
                    .timeouts(Lab.TIMEOUTS)
                    .build())) {
      MailConnectorException e =
          Lab.failure(() -> connector.send(RawMessage.of(file), SendOptions.defaults()));

      assertThat(e)
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("the file " + file + " has changed since it was checked")
          .returns("message-file-changed", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("Nothing was sent");
      assertThat(e.stage()).isEqualTo(Stage.DATA);
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(e.attempts()).isEqualTo(1);
      assertThat(server.connections()).isEqualTo(1);
      return heard.get(30, TimeUnit.SECONDS);
    }
  }

  private void hold(
      BufferedReader in, OutputStream out, List<String> keywords, String command, String reply)
      throws IOException {
    RawServer.say(out, "220 raw.example");
    for (String line = in.readLine(); !line.startsWith(command); line = in.readLine()) {
      if (line.startsWith("EHLO")) {
        for (String keyword : keywords) {
          RawServer.say(out, "250-" + keyword);
        }
      }
      RawServer.say(out, "250 2.0.0 Fine");
    }
    change();
    RawServer.say(out, reply);
    StringBuilder content = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      content.append((char) c);
    }
    heard.complete(content.toString());
  }

  /** To the same size, within one tick of the file system's clock. */
  private void change() throws IOException {
    FileTime before = Files.getLastModifiedTime(file);
    Files.writeString(file, MESSAGE.replaceFirst("bcd", "\n.\n"), StandardCharsets.US_ASCII);
    Files.setLastModifiedTime(file, before);
  }
}
