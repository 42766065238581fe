package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.MechanismContext;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import javax.security.sasl.SaslException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordLoginTest {
  private static final String PASSWORD = "c0rrect-horse-battery";

  @Test
  void login_byDefault_offersTheStrongestFirstAndNoTokenMechanism() {
    Credential credential =
        PasswordLogin.of("svc-mail", Secret.of(PASSWORD)).create(new Context()).current();

    assertThat(credential.mechanisms())
        .extracting(Mechanism::name)
        .containsExactly(
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "PLAIN",
            "LOGIN");
  }

  @ParameterizedTest
  @EnumSource
  void login_oneMechanismForced_offersItAlone(PasswordMechanism mechanism) {
    Credential credential =
        PasswordLogin.of("svc-mail", Secret.of(PASSWORD))
            .onlyBy(mechanism)
            .create(new Context())
            .current();

    assertThat(credential.mechanisms())
        .extracting(Mechanism::name)
        .containsExactly(mechanism.saslName());
  }

  @Test
  void authorizationIdentity_leavesOutWhatCannotCarryIt() {
    PasswordLogin login =
        PasswordLogin.of("master", Secret.of(PASSWORD)).authorizationIdentity("ann@corp.example");

    assertThat(login).hasToString("password login of master acting as ann@corp.example");
    assertThat(login.create(new Context()).current().mechanisms())
        .extracting(Mechanism::name)
        .contains("PLAIN")
        .doesNotContain("LOGIN", "CRAM-MD5");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOGIN", "CRAM_MD5"})
  void authorizationIdentity_overAMechanismWithoutAPlaceForIt_isRefused(
      PasswordMechanism mechanism) {
    PasswordLogin login = PasswordLogin.of("master", Secret.of(PASSWORD));

    assertThatThrownBy(() -> login.onlyBy(mechanism).authorizationIdentity("ann"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(mechanism.saslName() + " has no place for it")
        .hasMessageContaining("PLAIN");
    assertThatThrownBy(() -> login.authorizationIdentity("ann").onlyBy(mechanism))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(mechanism.saslName() + " has no place for it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "ann\0", "ann\r\nMAIL FROM:<>", "\u0085"})
  void authorizationIdentity_emptyOrWithAControlCharacter_isRefused(String identity) {
    PasswordLogin login = PasswordLogin.of("master", Secret.of(PASSWORD));

    assertThatThrownBy(() -> login.authorizationIdentity(identity))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("authorization-identity: ")
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ann\r\nMAIL FROM:<x@y.z>", "ann\n", "\rann", "ann\0bob", "ann\u0085", "a\tb"})
  void user_controlCharacter_isRefused(String user) {
    assertThatThrownBy(() -> PasswordLogin.of(user, Secret.of(PASSWORD)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("user: ")
        .hasMessageContaining("no control characters")
        .message()
        .doesNotContainPattern("\\p{Cntrl}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void user_empty_isRefused(String user) {
    assertThatThrownBy(() -> PasswordLogin.of(user, Secret.of(PASSWORD)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("A password needs the user it belongs to.");
  }

  @Test
  void password_fixedOneThatCannotBeSent_isRefusedAtConstruction() {
    assertThatThrownBy(() -> PasswordLogin.of("ann", Secret.of("")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("password. The password is empty.");
    assertThatThrownBy(() -> PasswordLogin.of("ann", Secret.of("abc\0def")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("NUL")
        .hasMessageNotContaining("abc");
  }

  @Test
  void create_sourceIsNotReadYet() {
    SecretSource untouchable =
        () -> {
          throw new AssertionError("read too early");
        };

    assertThat(PasswordLogin.of("ann", untouchable).create(new Context()).identity())
        .isEqualTo("ann");
  }

  @Test
  void secretHunt_everyToString_showsNoPassword() throws SaslException {
    PasswordLogin login = PasswordLogin.of("svc-mail", Secret.of(PASSWORD));
    CredentialProvider provider = login.create(new Context());
    Credential credential = provider.current();
    Mechanism scram = credential.mechanisms().get(2);
    Mechanism plain = credential.mechanisms().get(4);
    Mechanism loginMechanism = credential.mechanisms().get(5);
    MechanismContext context = new MechanismContext("mail.example.com", 587, List.of(), true, null);

    String seen =
        String.join(
            "\n",
            List.of(
                login.toString(),
                provider.toString(),
                credential.toString(),
                credential.mechanisms().toString(),
                scram.start(context).toString(),
                plain.start(context).toString(),
                loginMechanism.start(context).toString()));

    assertThat(seen).contains("svc-mail");
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("password", PASSWORD).assertCleanText(seen);
    }
  }

  /** A connector that lends a name and its trust: a password needs no more. */
  private static final class Context implements ProviderContext {
    @Override
    public String account() {
      return "intranet";
    }

    @Override
    public InstantSource clock() {
      throw new AssertionError();
    }

    @Override
    public Ticker ticker() {
      throw new AssertionError();
    }

    @Override
    public ScheduledExecutorService scheduler() {
      throw new AssertionError();
    }

    @Override
    public Executor workers() {
      throw new AssertionError();
    }

    @Override
    public RandomGenerator random() {
      throw new AssertionError();
    }

    @Override
    public Duration tokenTimeout() {
      throw new AssertionError();
    }

    @Override
    public Trust trust() {
      return Trust.platform();
    }

    @Override
    public void publish(ConnectorEvent event) {
      throw new AssertionError();
    }
  }
}
