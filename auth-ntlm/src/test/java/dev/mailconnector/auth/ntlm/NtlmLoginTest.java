package dev.mailconnector.auth.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NtlmLoginTest {
  private static final Secret PASSWORD = Secret.of("c0rrect-horse-battery");

  @ParameterizedTest
  @ValueSource(strings = {"ann\r\nMAIL FROM:<x@y.z>", "ann\n", "CORP\\ann\0bob", "a\tb"})
  void user_controlCharacter_isRefused(String user) {
    assertThatThrownBy(() -> NtlmLogin.of(user, PASSWORD))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("user: ")
        .hasMessageContaining("control character")
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "CORP\\", "@CORP"})
  void user_thatIsNobody_isRefused(String user) {
    assertThatThrownBy(() -> NtlmLogin.of(user, PASSWORD))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("user: ");
  }

  @Test
  void password_thatIsNone_isRefusedAtConstruction() {
    assertThatThrownBy(() -> NtlmLogin.of("ann", Secret.of("")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("password. The password is empty.");
    assertThatThrownBy(() -> NtlmLogin.of("ann", Secret.of("abc\ud834def")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("surrogate")
        .hasMessageNotContaining("abc");
  }

  @Test
  void password_source_isNotReadBeforeTheFirstLogin() {
    SecretSource untouchable =
        () -> {
          throw new AssertionError("read too early");
        };

    assertThat(NtlmLogin.of("ann", untouchable)).hasToString("NTLM login of ann");
  }

  @ParameterizedTest
  @CsvSource({
    "svc-mail, CORP, NTLM login of CORP\\svc-mail",
    "corp\\svc-mail, CORP, NTLM login of CORP\\svc-mail",
    "svc-mail@corp.example, CORP, NTLM login of CORP\\svc-mail@corp.example"
  })
  void domain_besideTheUser_isTaken(String user, String domain, String shown) {
    assertThat(NtlmLogin.of(user, PASSWORD).domain(domain)).hasToString(shown);
  }

  @ParameterizedTest
  @ValueSource(strings = {"CORP\\svc-mail", "svc-mail@CORP"})
  void domain_otherThanTheUsers_isRefused(String user) {
    NtlmLogin login = NtlmLogin.of(user, PASSWORD);

    assertThatThrownBy(() -> login.domain("LAB"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("domain: \"LAB\". The user names another domain, CORP: leave one of them out.");
  }

  @Test
  void workstationAndDomain_emptyOrWithControlCharacters_areRefused() {
    NtlmLogin login = NtlmLogin.of("ann", PASSWORD);

    assertThatThrownBy(() -> login.workstation(" ")).hasMessageStartingWith("workstation: \" \".");
    assertThatThrownBy(() -> login.workstation("A\nB"))
        .hasMessageStartingWith("workstation: \"A?B");
    assertThatThrownBy(() -> login.domain("")).hasMessageStartingWith("domain: \"\".");
  }
}
