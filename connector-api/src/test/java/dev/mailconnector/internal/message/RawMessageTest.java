package dev.mailconnector.internal.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.transport.SmtpEndpoint;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Finished messages in files and streams, and where they are kept until they are sent. */
class RawMessageTest {
  private static final int LIMIT = 1000;
  private static final String HEADER = "From: a@x\r\nTo: b@x\r\n";
  private static final String BODY = "\r\n" + "0123456789abcdef\r\n".repeat(10_000);
  private static final String MESSAGE = HEADER + BODY;

  @TempDir private Path folder;
  private Path temporary;
  private Path file;
  private MessageWriter writer;

  @BeforeEach
  void prepare() throws IOException {
    temporary = Files.createDirectory(folder.resolve("temporary"));
    file = folder.resolve("message.eml");
    writer = new MessageWriter(temporary);
  }

  @Test
  void file_largeAndCanonical_goesOutFromWhereItIs() throws Exception {
    try (OutgoingMessage message = write(MESSAGE)) {
      assertThat(temporaryFiles()).isEmpty();
      assertThat(message.content().size()).isEqualTo(MESSAGE.length());
      assertThat(text(message)).isEqualTo(MESSAGE);
      assertThat(text(message)).as("a second reading").isEqualTo(MESSAGE);
      assertThat(message.envelope().recipients()).containsExactly("b@x");
    }
    assertThat(file).exists();
  }

  @Test
  void file_withinTheLimit_isReadAtOnce() throws Exception {
    try (OutgoingMessage message = write(HEADER + "\r\nhi\r\n")) {
      Files.delete(file);

      assertThat(text(message)).isEqualTo(HEADER + "\r\nhi\r\n");
      assertThat(temporaryFiles()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r", ".", "x"})
  void file_whoseLinesDoNotAllEndWithCrlf_goesThroughATemporaryFile(String end) throws Exception {
    try (OutgoingMessage message = write(MESSAGE + end)) {
      assertThat(temporaryFiles()).hasSize(1);
      assertThat(text(message)).isEqualTo(MESSAGE + (end.isBlank() ? "" : end) + "\r\n");
    }
    assertThat(temporaryFiles()).isEmpty();
    assertThat(file).hasContent(MESSAGE + end);
  }

  @Test
  void file_withBcc_goesThroughATemporaryFile() throws Exception {
    try (OutgoingMessage message = write(HEADER + "Bcc: c@x\r\n" + BODY)) {
      assertThat(temporaryFiles()).hasSize(1);
      assertThat(text(message)).isEqualTo(MESSAGE);
      assertThat(message.envelope().recipients()).containsExactly("b@x", "c@x");
    }
  }

  @Test
  void file_withoutFrom_goesThroughATemporaryFile() throws Exception {
    try (OutgoingMessage message = write("To: b@x\r\n" + BODY)) {
      assertThat(temporaryFiles()).hasSize(1);
      assertThat(text(message)).isEqualTo("To: b@x\r\nFrom: robot@example.com\r\n" + BODY);
    }
  }

  @Test
  void file_withNul_isRefused() throws Exception {
    Files.writeString(file, MESSAGE + "\0\r\n");

    assertThatThrownBy(() -> writer.write(RawMessage.of(file), account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("NUL");
  }

  @Test
  void file_thatIsLongerThanItWas_isNotRead() throws Exception {
    try (OutgoingMessage message = write(MESSAGE)) {
      Files.writeString(file, MESSAGE + "more\r\n");

      assertThatThrownBy(() -> message.content().open())
          .hasMessage("the file " + file + " has changed since it was checked");
    }
  }

  @Test
  void file_thatWasWrittenAgain_isNotRead() throws Exception {
    try (OutgoingMessage message = write(MESSAGE)) {
      FileTime later = FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 5000);
      Files.setLastModifiedTime(file, later);

      assertThatThrownBy(() -> message.content().open()).hasMessageContaining("has changed since");
    }
  }

  /** Such as a write within one tick of the file system's clock. */
  @Test
  void file_changedBehindItsTimeOfChange_doesNotGiveItsLastBytesAway() throws Exception {
    try (OutgoingMessage message = write(MESSAGE)) {
      FileTime before = Files.getLastModifiedTime(file);
      Files.writeString(file, HEADER + BODY.replaceFirst("a", "\n"));
      Files.setLastModifiedTime(file, before);

      try (InputStream in = message.content().open()) {
        in.skipNBytes(MESSAGE.length() - 1);
        assertThatThrownBy(in::read).hasMessageContaining("has changed since it was checked");
      }
    }
  }

  @Test
  void file_cutOffWhileItIsRead_isNotTakenForWhole() throws Exception {
    try (OutgoingMessage message = write(MESSAGE);
        InputStream in = message.content().open()) {
      in.skipNBytes(10);
      Files.writeString(file, HEADER);

      assertThatThrownBy(in::readAllBytes).hasMessageContaining("has changed since it was checked");
    }
  }

  @Test
  void file_thatDoesNotExist_isNamed() {
    assertThatThrownBy(() -> writer.write(RawMessage.of(file), account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The message in " + file + " cannot be read")
        .hasMessageContaining("NoSuchFileException");
  }

  @Test
  void stream_large_goesThroughATemporaryFileAndStaysOpen() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    InputStream stream =
        new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.US_ASCII)) {
          @Override
          public void close() {
            closed.set(true);
          }
        };

    try (OutgoingMessage message =
        writer.write(RawMessage.of(stream), account(), SendOptions.defaults())) {
      assertThat(temporaryFiles()).hasSize(1);
      assertThat(text(message)).isEqualTo(MESSAGE);
    }
    assertThat(temporaryFiles()).isEmpty();
    assertThat(closed).isFalse();
  }

  @Test
  void stream_readBefore_isRefused() {
    RawMessage message = RawMessage.of(InputStream.nullInputStream());
    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .hasMessageContaining("no recipient");

    assertThatThrownBy(() -> writer.write(message, account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("its stream was read before, and can be read only once");
  }

  @Test
  void stream_thatBreaks_leavesNothing() throws Exception {
    InputStream broken =
        new InputStream() {
          private int left = 5000;

          @Override
          public int read() throws IOException {
            if (left == 0) {
              throw new IOException("the disk is gone");
            }
            left--;
            return 'x';
          }
        };

    assertThatThrownBy(() -> writer.write(RawMessage.of(broken), account(), SendOptions.defaults()))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("The message of a stream cannot be read")
        .hasMessageContaining("the disk is gone");
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void temporaryFolder_thatIsGone_isToldFromABadMessage() throws Exception {
    Files.delete(temporary);
    MimeMessage mime = new MimeMessage(Session.getInstance(new Properties()));
    mime.setRecipients(MimeMessage.RecipientType.TO, "b@example.com");
    mime.setText("x".repeat(2 * LIMIT));
    Files.writeString(file, MESSAGE + "x");

    for (ThrowingCallable writing :
        List.<ThrowingCallable>of(
            () -> writer.write(RawMessage.of(file), account(), SendOptions.defaults()),
            () -> writer.write(mime, account(), SendOptions.defaults()))) {
      assertThatThrownBy(writing)
          .isInstanceOfSatisfying(
              InvalidMessageException.class,
              e -> assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER))
          .hasMessageContaining("could not be kept in " + temporary)
          .hasMessageContaining("NoSuchFileException")
          .hasMessageContaining("temporaryFolder names another");
    }
  }

  @Test
  void array_ofAnySize_goesOutFromWhereItIs() throws Exception {
    RawMessage raw = RawMessage.of(MESSAGE.getBytes(StandardCharsets.US_ASCII));
    try (OutgoingMessage message = writer.write(raw, account(), SendOptions.defaults())) {
      assertThat(temporaryFiles()).isEmpty();
      assertThat(text(message)).isEqualTo(MESSAGE);
    }
    assertThat(raw).hasToString("a message of " + MESSAGE.length() + " bytes");
  }

  private OutgoingMessage write(String text) throws IOException {
    Files.writeString(file, text);
    return writer.write(RawMessage.of(file), account(), SendOptions.defaults());
  }

  private static Account account() {
    return Account.builder("robot", SmtpEndpoint.submission("mail.example"))
        .from("robot@example.com")
        .memoryLimit(LIMIT)
        .build();
  }

  private List<Path> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.list(temporary)) {
      return files.toList();
    }
  }

  private static String text(OutgoingMessage message) throws IOException {
    try (InputStream in = message.content().open()) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }
}
