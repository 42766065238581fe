package dev.mailconnector.benchmarks.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinkTest {
  private static final String ENVELOPE = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n";

  @Test
  void flight_ofMailRcptAndBdat_isOneTurn() throws Exception {
    SinkCounts counts =
        countsAfter("EHLO x\r\n", 7, ENVELOPE + "BDAT 5 LAST\r\nHi.\r\n", 3, "NOOP\r\n", 1);

    assertThat(counts).isEqualTo(new SinkCounts(1, 1, 5, 3, 0));
  }

  @Test
  void content_ofData_isCountedWithoutTheLineOfTheDot() throws Exception {
    SinkCounts counts =
        countsAfter(ENVELOPE + "DATA\r\n", 3, "..\r\n.a\r\n\r\n.\r\n", 1, "NOOP\r\n", 1);

    assertThat(counts).isEqualTo(new SinkCounts(1, 1, 10, 3, 0));
  }

  @Test
  void content_thatBeginsWithTheDot_isEmpty() throws Exception {
    SinkCounts counts = countsAfter(ENVELOPE + "DATA\r\n", 3, ".\r\n", 1);

    assertThat(counts).isEqualTo(new SinkCounts(1, 1, 0, 2, 0));
  }

  @Test
  void bdat_withoutRecipient_isAnErrorAndNoMessage() throws Exception {
    SinkCounts counts = countsAfter("BDAT 2 LAST\r\nHi", 1, "NOOP\r\n", 1);

    assertThat(counts).isEqualTo(new SinkCounts(1, 0, 0, 2, 1));
  }

  @Test
  void secondMail_withoutReset_isAnError() throws Exception {
    assertThat(countsAfter(ENVELOPE + "MAIL FROM:<>\r\n", 3).errors()).isEqualTo(1);
  }

  /** Says each text in one write and reads that many reply lines behind it. */
  private static SinkCounts countsAfter(Object... talk) throws IOException {
    try (Sink sink = Sink.open(null, Duration.ofMillis(1), System::nanoTime);
        Socket socket = new Socket("127.0.0.1", sink.port());
        BufferedReader replies =
            new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
      replies.readLine();
      for (int i = 0; i < talk.length; i += 2) {
        socket.getOutputStream().write(((String) talk[i]).getBytes(StandardCharsets.US_ASCII));
        for (int line = 0; line < (int) talk[i + 1]; line++) {
          assertThat(replies.readLine()).isNotNull();
        }
      }
      return sink.counts();
    }
  }
}
