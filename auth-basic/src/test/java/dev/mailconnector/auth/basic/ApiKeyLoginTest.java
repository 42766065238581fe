package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class ApiKeyLoginTest {
  private static final List<Function<Secret, PasswordLogin>> SERVICES =
      List.of(ApiKeyLogin::sendGrid, ApiKeyLogin::sparkPost, ApiKeyLogin::postmark);

  @Test
  void login_keyThatCannotBe_isRefusedAtOnce() {
    for (Function<Secret, PasswordLogin> service : SERVICES) {
      assertThatThrownBy(() -> service.apply(Secret.of("")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessage("password. The password is empty.");
      assertThatThrownBy(() -> service.apply(Secret.of("key\0")))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("NUL");
    }
  }

  @Test
  void toString_showsTheUserAndNoKey() {
    assertThat(SERVICES)
        .extracting(service -> service.apply(Secret.of("k3y-of-a-service")).toString())
        .containsExactly(
            "password login of apikey",
            "password login of SMTP_Injection",
            "password login of server token");
  }
}
