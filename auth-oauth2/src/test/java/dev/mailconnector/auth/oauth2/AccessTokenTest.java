package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mailconnector.spi.Secret;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccessTokenTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nMAIL FROM:<x>", "a\1", "tökén"})
  void value_thatIsNoBearerToken_isRefusedWithoutShowingIt(String value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessToken.of(Secret.of(value), Duration.ofHours(1)))
        .withMessageContaining("RFC 6750")
        .satisfies(
            refused -> {
              if (!value.isEmpty()) {
                assertThat(refused).message().doesNotContain(value);
              }
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S"})
  void lifetime_thatIsOver_isRefused(Duration lifetime) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AccessToken.of(Secret.of("t"), lifetime))
        .withMessageContaining(lifetime.toString());
  }

  @Test
  void lifetime_thatIsMissing_isFiveMinutes() {
    assertThat(AccessToken.of(Secret.of("t"), null).lifetime()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void token_asText_showsNoSecret() {
    assertThat(AccessToken.of(Secret.of("s3cr3t"), null)).asString().doesNotContain("s3cr3t");
  }
}
