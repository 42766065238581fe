package dev.mailconnector.auth.basic.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;

class PasswordCredentialsTest {
  private final PasswordCredentials credentials =
      new PasswordCredentials(
          PasswordPlan.of("svc-mail", List.of(PasswordMechanism.PLAIN, PasswordMechanism.LOGIN)),
          () -> "nonce",
          new OfferMemory("intranet", true));

  @Test
  void issue_ofAPassword_isStaticAndOfThatGeneration() {
    Credential credential = credentials.issue(Secret.of("first-word"), 7);

    assertThat(credential.generation()).isEqualTo(7);
    assertThat(credential.issuedAt()).isNull();
    assertThat(credential.expiresAt()).isNull();
    assertThat(credential.mechanisms())
        .extracting(Mechanism::name)
        .containsExactly("PLAIN", "LOGIN");
  }

  @Test
  void brokenRule_ofAPasswordThatNoMechanismCarries_saysWhyWithoutIt() {
    assertThat(credentials.brokenRule(Secret.of("first-word"))).isNull();
    assertThat(credentials.brokenRule(Secret.of(""))).isEqualTo("The password is empty.");
    assertThat(credentials.brokenRule(Secret.of("abc\0def")))
        .contains("NUL character")
        .doesNotContain("abc");
    assertThat(credentials.brokenRule(Secret.of("abc\ud834def")))
        .contains("surrogate")
        .doesNotContain("abc");
  }
}
