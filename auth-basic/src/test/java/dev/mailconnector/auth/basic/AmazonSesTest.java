package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.StandaloneContext;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmazonSesTest {
  private static final String ID = "AKIAIOSFODNN7EXAMPLE";
  private static final Secret KEY = Secret.of("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");

  @ParameterizedTest
  @CsvSource({
    "us-east-1, BLBM/9hSUELfq8Gw+rU1YcBjkOxGbhT2XG763xVLGWL9",
    "eu-west-1, BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk"
  })
  void smtpPassword_ofASecretAccessKey_isTheOneOfItsRegion(String region, String password) {
    assertThat(AmazonSes.smtpPassword(KEY, region)).isEqualTo(Secret.of(password));
  }

  @Test
  void account_ofARegion_isAtItsServer() {
    Account account = AmazonSes.account("robot", "us-gov-west-1").build();

    assertThat(account.endpoint()).hasToString("email-smtp.us-gov-west-1.amazonaws.com:465");
    assertThat(account.window()).isEqualTo(1);
  }

  @Test
  void login_showsTheIdAndNotTheKey() {
    assertThat(AmazonSes.login(ID, KEY, "eu-west-1")).hasToString("password login of " + ID);
    assertThat(AmazonSes.login(ID, SecretSource.fixed(KEY), "eu-west-1"))
        .hasToString("password login of " + ID);
  }

  @Test
  void login_temporaryCredentials_areRefusedWithTheReason() {
    assertThatThrownBy(() -> AmazonSes.login("ASIAIOSFODNN7EXAMPLE", KEY, "eu-west-1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("user: \"ASIAIOSFODNN7EXAMPLE\"")
        .hasMessageContaining("temporary credentials")
        .hasMessageContaining("session token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "robot", "robot@example.com", "AIDAIOSFODNN7EXAMPLE", "AKIA 1234567890AB"})
  void login_whatIsNoAccessKeyId_isRefused(String id) {
    assertThatThrownBy(() -> AmazonSes.login(id, KEY, "eu-west-1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("The id of an access key is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "eu", "EU-WEST-1", "eu-west", "eu-west-1.amazonaws.com", "eu west 1"})
  void login_whatIsNoRegion_isRefused(String region) {
    assertThatThrownBy(() -> AmazonSes.login(ID, KEY, region))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("region: ");
    assertThatThrownBy(() -> AmazonSes.account("robot", region))
        .isInstanceOf(ConfigurationException.class);
  }

  @Test
  void login_smtpPasswordInPlaceOfTheKey_saysSo() {
    Secret password = AmazonSes.smtpPassword(KEY, "eu-west-1");

    assertThatThrownBy(() -> AmazonSes.login(ID, password, "eu-west-1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "secret-access-key. This is no secret access key but an SMTP password already: give it"
                + " as the password.")
        .hasMessageNotContaining(password.reveal());
    try (StandaloneContext context = StandaloneContext.named("robot")) {
      assertThatThrownBy(
              () -> AmazonSes.login(ID, () -> password, "eu-west-1").create(context).current())
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("No SMTP password of Amazon SES can be made")
          .hasMessageContaining("an SMTP password already");
    }
  }

  /** Made before 2019 by the older rule: version 2, good in every region. */
  @Test
  void login_smtpPasswordOfTheOlderRule_saysSo() {
    byte[] octets = new byte[33];
    octets[0] = 2;
    Secret password = Secret.of(Base64.getEncoder().encodeToString(octets));

    assertThatThrownBy(() -> AmazonSes.login(ID, password, "eu-west-1"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("an SMTP password already");
  }

  @ParameterizedTest
  @CsvSource({
    "email-smtp.eu-west-1.amazonaws.com, eu-west-1",
    "email-smtp-fips.us-gov-west-1.amazonaws.com, us-gov-west-1",
    "vpce-0a1b-2c3d.email-smtp.us-east-1.vpce.amazonaws.com, us-east-1",
    "smtp.example.com, ",
    "email-smtp.eu-west-1.amazonaws.com.example.com, "
  })
  void regionOf_host_isTheOneItNames(String host, String region) {
    assertThat(AmazonSes.regionOf(host).orElse(null)).isEqualTo(region);
  }
}
