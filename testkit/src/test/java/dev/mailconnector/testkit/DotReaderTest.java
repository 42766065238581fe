package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

class DotReaderTest {
  private static final String[] PIECES = {"\r", "\n", "\r\n", ".", "..", "a", "\r\n.\r", "\n.\n"};

  @RepeatedTest(200)
  void content_ofAnyLinesAndDots_comesBackUnstuffed(RepetitionInfo repetition) {
    String content = randomContent(new Random(repetition.getCurrentRepetition()));
    String stuffed = ("\r\n" + content).replace("\r\n.", "\r\n..").substring(2);
    DotReader reader = new DotReader();
    for (byte octet : (stuffed + ".\r\n").getBytes(StandardCharsets.US_ASCII)) {
      assertThat(reader.isComplete()).isFalse();
      reader.accept(octet);
    }

    assertThat(reader.isComplete()).isTrue();
    assertThat(reader.raw()).asString().isEqualTo(stuffed);
    assertThat(reader.content()).asString().isEqualTo(content);
  }

  private static String randomContent(Random random) {
    StringBuilder content = new StringBuilder();
    for (int i = random.nextInt(20); i > 0; i--) {
      content.append(PIECES[random.nextInt(PIECES.length)]);
    }
    return content.append("\r\n").toString();
  }
}
