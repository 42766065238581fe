package dev.mailconnector.auth.ntlm;

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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class NtlmAuthenticationTypeTest {
  private final AuthenticationType type = new NtlmAuthenticationType();

  @Test
  void type_isFoundByServiceLoaderUnderItsName() {
    assertThat(ServiceLoader.load(AuthenticationType.class))
        .filteredOn(found -> found.name().equals("ntlm"))
        .singleElement()
        .isInstanceOf(NtlmAuthenticationType.class);
  }

  @Test
  void keys_areThoseOfTheReferencePage() {
    assertThat(type.keys())
        .extracting(DeclaredKey::name, DeclaredKey::kind)
        .containsExactly(
            tuple("password", DeclaredKey.Kind.SECRET),
            tuple("domain", DeclaredKey.Kind.TEXT),
            tuple("workstation", DeclaredKey.Kind.TEXT),
            tuple("channel-binding", DeclaredKey.Kind.CHOICE),
            tuple("mechanism", DeclaredKey.Kind.CHOICE));
    assertThat(type.keys().get(4).values()).containsExactly("NTLM");
    assertThat(type.keys().get(3).values()).containsExactly("auto", "off");
    assertThat(type.keys().get(3).defaultValue()).isEqualTo("auto");
  }

  @Test
  void create_userAndPassword_makesALogin() {
    assertThat(type.create(new Given("CORP\\ann", Map.of("password", "s3cret-word"))))
        .hasToString("NTLM login of CORP\\ann");
  }

  @Test
  void create_everyKey_makesThatLogin() {
    Map<String, String> keys =
        Map.of(
            "password", "s3cret-word",
            "domain", "CORP",
            "workstation", "BATCH-7",
            "channel-binding", "off");

    assertThat(type.create(new Given("ann", keys)))
        .hasToString("NTLM login of CORP\\ann, from BATCH-7, not bound to the channel");
  }

  @Test
  void create_withoutUserOrPassword_namesTheMissingKey() {
    assertThatThrownBy(() -> type.create(new Given(null, Map.of("password", "s3cret-word"))))
        .hasMessage("auth.user. NTLM needs the user that logs in.");
    assertThatThrownBy(() -> type.create(new Given("ann", Map.of())))
        .hasMessage("auth.password. A login of this type needs a password.");
  }

  @Test
  void create_slashForABackslash_saysHowItIsWritten() {
    assertThatThrownBy(() -> type.create(new Given("CORP/ann", Map.of("password", "s3cret-word"))))
        .hasMessageContaining("Names of Windows users have no slash")
        .hasMessageEndingWith("CORP\\ann.");
  }

  @Test
  void create_principalAndDomain_warnsAboutTheDomain() {
    Map<String, String> keys = Map.of("password", "s3cret-word", "domain", "CORP");
    Given principal = new Given("ann@corp.example", keys);
    Given plain = new Given("ann", keys);
    Given netbios = new Given("ann@CORP", keys);

    type.create(principal);
    type.create(plain);
    type.create(netbios);

    assertThat(principal.warnings).singleElement().asString().startsWith("domain: user is a user");
    assertThat(plain.warnings).isEmpty();
    assertThat(netbios.warnings).isEmpty();
  }

  private record Given(@Nullable String user, Map<String, String> values, List<String> warnings)
      implements AuthenticationSettings {
    Given(@Nullable String user, Map<String, String> values) {
      this(user, new HashMap<>(values), new ArrayList<>());
    }

    @Override
    public void warn(String name, String rule) {
      warnings.add(name + ": " + rule);
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
