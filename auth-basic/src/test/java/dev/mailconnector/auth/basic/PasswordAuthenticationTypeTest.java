package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PasswordAuthenticationTypeTest {
  private final AuthenticationType type = new PasswordAuthenticationType();

  @Test
  void type_isFoundByServiceLoaderUnderItsName() {
    assertThat(ServiceLoader.load(AuthenticationType.class))
        .singleElement()
        .satisfies(
            found -> {
              assertThat(found).isInstanceOf(PasswordAuthenticationType.class);
              assertThat(found.name()).isEqualTo("password");
            });
  }

  @Test
  void keys_passwordIsSecretAndMechanismIsAChoice() {
    assertThat(type.keys())
        .extracting(DeclaredKey::name, DeclaredKey::kind)
        .containsExactly(
            tuple("password", DeclaredKey.Kind.SECRET),
            tuple("mechanism", DeclaredKey.Kind.CHOICE),
            tuple("authorization-identity", DeclaredKey.Kind.TEXT),
            tuple("user-is-password", DeclaredKey.Kind.FLAG),
            tuple("secret-access-key", DeclaredKey.Kind.SECRET),
            tuple("region", DeclaredKey.Kind.TEXT));
    assertThat(type.keys().get(1).values())
        .containsExactly(
            "SCRAM-SHA-256-PLUS",
            "SCRAM-SHA-1-PLUS",
            "SCRAM-SHA-256",
            "SCRAM-SHA-1",
            "PLAIN",
            "LOGIN",
            "CRAM-MD5");
  }

  @Test
  void create_userAndPassword_makesALogin() {
    assertThat(type.create(new Given("ann", Map.of("password", "s3cret-word"))))
        .hasToString("password login of ann");
  }

  @Test
  void create_mechanismAndAuthorizationIdentity_reachTheLogin() {
    Map<String, String> given =
        Map.of("password", "s3cret-word", "authorization-identity", "bob", "mechanism", "PLAIN");

    assertThat(type.create(new Given("ann", given)))
        .hasToString("password login of ann acting as bob");
  }

  @Test
  void create_authorizationIdentityThatTheMechanismCannotCarry_namesTheKey() {
    Map<String, String> given =
        Map.of("password", "s3cret-word", "authorization-identity", "bob", "mechanism", "CRAM-MD5");

    assertThatThrownBy(() -> type.create(new Given("ann", given)))
        .hasMessageStartingWith("authorization-identity: \"bob\". CRAM-MD5 has no place for it");
  }

  @Test
  void create_withoutUserOrPassword_namesTheMissingKey() {
    assertThatThrownBy(() -> type.create(new Given(null, Map.of("password", "s3cret-word"))))
        .hasMessage("auth.user. A password needs the user it belongs to.");
    assertThatThrownBy(() -> type.create(new Given("ann", Map.of())))
        .hasMessage("auth.password. A login of this type needs a password.");
  }

  private record Given(@Nullable String user, Map<String, String> values)
      implements AuthenticationSettings {
    private Given {
      values = new HashMap<>(values);
    }

    @Override
    public @Nullable String text(String key) {
      return values.get(key);
    }

    @Override
    public @Nullable SecretSource secret(String key) {
      String value = values.get(key);
      return value == null ? null : SecretSource.fixed(Secret.of(value));
    }

    @Override
    public @Nullable Path file(String key) {
      return null;
    }

    @Override
    public boolean isSet(String key) {
      return values.containsKey(key);
    }

    @Override
    public ConfigurationException error(String key, String rule) {
      return ConfigurationException.of("auth." + key, null, rule);
    }
  }
}
