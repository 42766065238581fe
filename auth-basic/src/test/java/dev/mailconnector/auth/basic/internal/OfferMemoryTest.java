package dev.mailconnector.auth.basic.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.spi.MechanismContext;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
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
  void beforeShowing_knownServerOnAVerifiedLine_passesAndIsSaidOnce() throws SaslException {
    List<String> said = new CopyOnWriteArrayList<>();
    Handler listener = new Listener(said);
    Logger log = Logger.getLogger(OfferMemory.class.getName());
    log.addHandler(listener);
    try {
      OfferMemory memory = known(true);
      memory.beforeShowing(line(true));
      memory.beforeShowing(line(true));
    } finally {
      log.removeHandler(listener);
    }

    assertThat(said)
        .singleElement()
        .asString()
        .startsWith("intranet: the server offers PLAIN, LOGIN and offered PLAIN, SCRAM-SHA-256");
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

  private static final class Listener extends Handler {
    private final List<String> said;

    Listener(List<String> said) {
      this.said = said;
    }

    @Override
    public void publish(LogRecord line) {
      said.add(line.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
