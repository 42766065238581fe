package dev.mailconnector.auth.oauth2.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.RefreshTokenLife;
import dev.mailconnector.spi.Secret;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecordJsonTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  @Test
  void read_recordOfAFormerVersion_hasNoLife() {
    TokenRecord record =
        RecordJson.read(
            "{\"origin\":\"abc\",\"refresh_token\":\"rt-1\",\"begun\":\"" + NOW + "\"}");
    assertThat(record.refreshToken()).isEqualTo(Secret.of("rt-1"));
    assertThat(record.begun()).isEqualTo(NOW);
    assertThat(record.life()).isNull();
  }

  @Test
  void read_whatWasWritten_isTheSame() {
    for (RefreshTokenLife life :
        new RefreshTokenLife[] {
          new RefreshTokenLife(NOW, null, null, false),
          new RefreshTokenLife(NOW, NOW.minusSeconds(9), NOW.plusSeconds(9), true)
        }) {
      TokenRecord record = new TokenRecord("abc", Secret.of("rt-1"), null, null, null, life);
      assertThat(RecordJson.read(RecordJson.write(record))).isEqualTo(record);
    }
  }
}
