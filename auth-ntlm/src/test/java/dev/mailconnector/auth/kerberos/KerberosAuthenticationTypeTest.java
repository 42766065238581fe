package dev.mailconnector.auth.kerberos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.DeclaredKey;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.StandaloneContext;
import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KerberosAuthenticationTypeTest {
  private static final String USER = "svc-mail@CORP.TEST";

  private final AuthenticationType type = new KerberosAuthenticationType();

  @Test
  void type_isFoundByServiceLoaderUnderItsName() {
    assertThat(ServiceLoader.load(AuthenticationType.class))
        .filteredOn(found -> found.name().equals("kerberos"))
        .singleElement()
        .isInstanceOf(KerberosAuthenticationType.class);
  }

  @Test
  void keys_areThoseOfTheReferencePage() {
    assertThat(type.keys())
        .extracting(DeclaredKey::name, DeclaredKey::kind)
        .containsExactly(
            tuple("keytab", DeclaredKey.Kind.FILE),
            tuple("password", DeclaredKey.Kind.SECRET),
            tuple("ticket-cache", DeclaredKey.Kind.TEXT),
            tuple("principal", DeclaredKey.Kind.TEXT),
            tuple("service-principal", DeclaredKey.Kind.TEXT),
            tuple("mechanism", DeclaredKey.Kind.CHOICE));
    assertThat(type.keys().get(5).values()).containsExactly("GSSAPI");
  }

  @Test
  void create_eachOrigin_makesThatLogin() {
    assertThat(type.create(given(USER, Map.of("keytab", "svc.keytab"))))
        .hasToString("Kerberos login of svc-mail@CORP.TEST by keytab svc.keytab");
    assertThat(type.create(given(USER, Map.of("password", "s3cret-word"))))
        .hasToString("Kerberos login of svc-mail@CORP.TEST by password");
    assertThat(type.create(given(USER, Map.of("ticket-cache", "cc"))))
        .hasToString("Kerberos login of svc-mail@CORP.TEST from the ticket cache cc");
    assertThat(type.create(given(null, Map.of("ticket-cache", "FILE:cc"))))
        .hasToString("Kerberos login of the owner of the ticket cache from the ticket cache cc");
    assertThat(type.create(given(null, Map.of())))
        .hasToString(
            "Kerberos login of the owner of the ticket cache from the process' ticket cache");
  }

  @Test
  void create_principalAndService_winOverUserAndHost() {
    Map<String, String> keys =
        Map.of("keytab", "k", "principal", "svc@CORP.TEST", "service-principal", "SMTPSVC");

    assertThat(type.create(given("robot@corp.test", keys)))
        .hasToString("Kerberos login of svc@CORP.TEST by keytab k, at SMTPSVC");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "password | x | keytab | y | password | leave one of them out",
        "keytab | x | ticket-cache | y | ticket-cache | auth.keytab is set already",
        "ticket-cache | KCM:1000 | principal | p | ticket-cache | of the type FILE only, not KCM",
        "keytab | x | principal | CORP\\ann | principal | knows no DOMAIN\\user: write ann@",
        "keytab | x | principal | @CORP.TEST | principal | a name, or name@REALM"
      })
  void create_whatCannotBe_namesTheKey(
      String first, String value, String second, String other, String key, String rule) {
    assertThatThrownBy(() -> type.create(given("ann", Map.of(first, value, second, other))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("auth." + key + ". ")
        .hasMessageContaining(rule);
  }

  /** Where in the file that is, the configuration adds. */
  @Test
  void create_serviceThatNobodyCanHave_namesTheKey() {
    assertThatThrownBy(() -> type.create(given("ann", Map.of("service-principal", "a b"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("service-principal: ")
        .hasMessageContaining("a space or a control");
  }

  @Test
  void create_withoutAName_namesTheKeys() {
    assertThatThrownBy(() -> type.create(given(null, Map.of("keytab", "k"))))
        .hasMessage("auth.user. A login by keytab or password needs user or auth.principal.");
  }

  @Test
  void create_userOfADomain_namesUser() {
    assertThatThrownBy(() -> type.create(given("CORP\\ann", Map.of("keytab", "k"))))
        .hasMessageStartingWith("auth.user. Kerberos knows no DOMAIN\\user");
  }

  @Test
  void login_emptyPassword_isRefusedAtOnce() {
    assertThatThrownBy(() -> KerberosLogin.ofPassword(USER, Secret.of("")))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("The password is empty");
  }

  @Test
  void provider_withoutAMailServer_cannotBe() {
    try (StandaloneContext context = StandaloneContext.named("nobody")) {
      assertThatThrownBy(() -> KerberosLogin.ofTicketCache().create(context))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("A ticket is made for a mail server");
    }
  }

  private static Given given(@Nullable String user, Map<String, String> values) {
    return new Given(user, values);
  }

  private record Given(@Nullable String user, Map<String, String> values)
      implements AuthenticationSettings {
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
      String value = values.get(key);
      return value == null ? null : Path.of(value);
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
