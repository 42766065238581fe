package dev.mailconnector.auth.ntlm.internal.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiletimeTest {

  @ParameterizedTest
  @CsvSource({
    "1601-01-01T00:00:00Z, 0000000000000000",
    "1601-01-01T00:00:00.000000199Z, 0100000000000000",
    "1970-01-01T00:00:00Z, 00803ed5deb19d01",
    "2021-08-15T15:20:00Z, 00905403e991d701",
    "2026-01-01T00:00:00Z, 00008192b17adc01"
  })
  void filetime_ofAnInstant_countsTicksSince1601(Instant time, String expected) {
    assertThat(Vectors.hex(Filetime.of(time))).isEqualTo(expected);
  }
}
