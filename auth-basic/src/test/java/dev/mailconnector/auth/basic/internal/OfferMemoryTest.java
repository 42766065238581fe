package dev.mailconnector.auth.basic.internal;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.MechanismContext;
import java.util.List;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferMemoryTest {

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void beforeShowing_nothingKnown_passes(boolean tls, boolean verified) {
    assertThatCode(() -> new OfferMemory("intranet", verified).beforeShowing(line(tls)))
        .doesNotThrowAnyException();
  }

  @Test
  void beforeShowing_knownServerOnAVerifiedLine_passes() {
    assertThatCode(() -> known(true).beforeShowing(line(true))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "true, false, its certificate is not verified (trust.verify: none)",
    "false, true, the line is not encrypted",
    "false, false, the line is not encrypted"
  })
  void beforeShowing_serverThatNobodyCanTell_isRefused(boolean tls, boolean verified, String why) {
    assertThatThrownBy(() -> known(verified).beforeShowing(line(tls)))
        .isInstanceOf(SaslException.class)
        .hasMessageContaining("by SCRAM-SHA-256 before")
        .hasMessageContaining("offered PLAIN, SCRAM-SHA-256; now it offers PLAIN, LOGIN")
        .hasMessageContaining(why)
        .hasMessageContaining("auth.mechanism: PLAIN (PasswordLogin.onlyBy)");
  }

  private static OfferMemory known(boolean verified) {
    OfferMemory memory = new OfferMemory("intranet", verified);
    memory.proven("SCRAM-SHA-256", List.of("PLAIN", "SCRAM-SHA-256"));
    return memory;
  }

  private static MechanismContext line(boolean tls) {
    return new MechanismContext("mx", 587, List.of("PLAIN", "LOGIN"), tls, null);
  }
}
