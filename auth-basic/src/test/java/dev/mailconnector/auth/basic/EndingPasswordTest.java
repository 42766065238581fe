package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.ProviderPreset;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An account made in Java that logs in with a password where none is taken, or soon none. */
class EndingPasswordTest {
  private static final String PASSWORD = "hunter2-S3cr3t";

  @ParameterizedTest
  @CsvSource({"MICROSOFT365, at the end of December 2026", "OUTLOOK, since 16 September 2024"})
  void password_whereItEnds_isLoggedWhenTheConnectorIsMade(ProviderPreset preset, String when) {
    assertThat(said(preset))
        .singleElement()
        .asString()
        .startsWith("ending: the login of robot is by password. ")
        .contains(when, "docs/presets.md")
        .doesNotContain(PASSWORD);
  }

  @Test
  void password_whereAppPasswordsAreTaken_isNotLogged() {
    assertThat(said(ProviderPreset.GMAIL)).isEmpty();
  }

  private static List<String> said(ProviderPreset preset) {
    Account account =
        Account.builder("ending", preset)
            .login(PasswordLogin.of("robot", Secret.of(PASSWORD)))
            .build();
    try (Said said = new Said();
        MailConnector made = MailConnector.builder().account(account).build()) {
      assertThat(made).isNotNull();
      return List.copyOf(said.texts);
    }
  }

  private static final class Said extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger(PasswordLogin.class.getName());
    private final List<String> texts = new CopyOnWriteArrayList<>();

    Said() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      texts.add(entry.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
