package dev.mailconnector.reply;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnhancedStatusTest {

  @ParameterizedTest
  @ValueSource(strings = {"5.7.139 no", "5.7.139", "5.7.139\tno"})
  void text_thatBeginsWithACode_hasIt(String text) {
    assertThat(EnhancedStatus.parse(text)).isEqualTo(new EnhancedStatus(5, 7, 139));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "5",
        "5.7",
        "5.7.",
        "5.7.1x",
        "3.7.1",
        "5..1",
        "5.7.1234",
        "5.1234.1",
        " 5.7.1",
        "5.7 1",
        "5,7.1",
        "55.7.1",
        "5.7.1."
      })
  void text_withoutOne_hasNone(String text) {
    assertThat(EnhancedStatus.parse(text)).isNull();
  }
}
