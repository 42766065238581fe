package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AzureCommunicationServicesTest {
  private static final String APPLICATION = "aaaa1111-bbbb-2222-3333-aaaa111122bb";
  private static final String TENANT = "aaaa1111-bbbb-2222-3333-aaaa11112222";
  private static final Secret SECRET = Secret.of("zZ~8Q~abcdefghijklmnopqrstuvwxyz");

  @Test
  void login_ofAnApplication_namesResourceApplicationAndTenant() {
    String expected = "password login of contoso-mail|" + APPLICATION + "|" + TENANT;

    assertThat(AzureCommunicationServices.login("contoso-mail", APPLICATION, TENANT, SECRET))
        .hasToString(expected);
    assertThat(
            AzureCommunicationServices.login(
                "contoso-mail", APPLICATION, TENANT, SecretSource.fixed(SECRET)))
        .hasToString(expected);
    assertThat(AzureCommunicationServices.account("robot").build().endpoint().host())
        .isEqualTo("smtp.azurecomm.net");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso|mail, aaaa1111-bbbb-2222-3333-aaaa111122bb, aaaa1111-bbbb-2222-3333-aaaa11112222, resource",
    "'', aaaa1111-bbbb-2222-3333-aaaa111122bb, aaaa1111-bbbb-2222-3333-aaaa11112222, resource",
    "contoso, mailer, aaaa1111-bbbb-2222-3333-aaaa11112222, application-id",
    "contoso, aaaa1111-bbbb-2222-3333-aaaa111122bb, contoso.onmicrosoft.com, tenant-id"
  })
  void login_namesThatCannotBe_areRefusedByTheirKey(
      String resource, String application, String tenant, String key) {
    assertThatThrownBy(
            () -> AzureCommunicationServices.login(resource, application, tenant, SECRET))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith(key + ": ")
        .hasMessageContaining("is needed");
  }

  @Test
  void login_idOfTheSecret_isRefused() {
    assertThatThrownBy(
            () ->
                AzureCommunicationServices.login(
                    "contoso", APPLICATION, TENANT, Secret.of(APPLICATION)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage("client-secret. This is a secret's id; its value is needed.");
  }

  @ParameterizedTest
  @CsvSource({
    "contoso|aaaa1111-bbbb-2222-3333-aaaa111122bb|aaaa1111-bbbb-2222-3333-aaaa11112222, false",
    "newuser1@contoso.com, false",
    "newsletter, false",
    "contoso|aaaa1111-bbbb-2222-3333-aaaa111122bb, true",
    "contoso|mailer|aaaa1111-bbbb-2222-3333-aaaa11112222, true",
    "|||, true"
  })
  void isBroken_nameWithBars_mustHaveThreeParts(String user, boolean broken) {
    assertThat(AzureCommunicationServices.isBroken(user)).isEqualTo(broken);
  }
}
