package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordPresetsTest {
  private static final String KEY = "auth: {password: '${env:M365_SECRET}'}";
  private static final String ACCESS_KEY =
      "auth: {secret-access-key: '${env:M365_SECRET}', region: eu-west-1}";
  private static final String ID = "user: AKIAIOSFODNN7EXAMPLE";

  @ParameterizedTest
  @CsvSource({"sendgrid, apikey", "sparkpost, SMTP_Injection", "postmark, server token"})
  void login_whereThePresetKnowsTheUser_needsTheKeyAlone(String preset, String user) {
    Account account = accepted("preset: " + preset, KEY);

    assertThat(account.login()).hasToString("password login of " + user);
    assertThat(account.from()).isNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sendgrid", "sparkpost", "postmark"})
  void login_whereThePresetKnowsTheUser_isNotForgottenWithTheKey(String preset) {
    assertThat(refused("preset: " + preset))
        .endsWith(
            "accounts.a.auth.password. The preset logs in with a password or API key: add"
                + " auth.password.");
  }

  @Test
  void user_given_winsOverThePresets() {
    assertThat(
            accepted("preset: sparkpost", "user: SMTP_Injection:X-MSYS-SUBACCOUNT=123", KEY)
                .login())
        .hasToString("password login of SMTP_Injection:X-MSYS-SUBACCOUNT=123");
    assertThat(accepted("preset: postmark", "user: access-key", KEY).login())
        .hasToString("password login of access-key");
  }

  @ParameterizedTest
  @CsvSource({"sendgrid, apikey", "sparkpost, SMTP_Injection"})
  void user_thatTheServiceDoesNotTake_isWarnedOf(String preset, String right) {
    assertThat(Try.warnings(Try.account("preset: " + preset, "user: robot@example.com", KEY)))
        .singleElement()
        .asString()
        .contains("accounts.a.user: \"robot@example.com\".", "the user is " + right);
  }

  @Test
  void amazonSes_secretAccessKeyAsPassword_isRefusedBeforeAnyLogin() {
    assertThat(
            refused(
                "preset: amazon-ses",
                ID,
                "auth: {region: eu-west-1, password: '${env:ACCESS}${env:ACCESS}'}"
                    .replace("${env:ACCESS}", "wJalrXUtnFEMIK7MDENG")))
        .contains("accounts.a.auth.password.", "auth.secret-access-key")
        .doesNotContain("wJalr");
  }

  @Test
  void userIsPassword_withAUser_isRefused() {
    assertThat(
            refused(
                "host: h.example",
                "user: ann",
                "auth: {password: '${env:M365_SECRET}', user-is-password: true}"))
        .endsWith("accounts.a.user: \"ann\". With auth.user-is-password the user stays unset.");
  }

  @Test
  void userIsPassword_atAnyHost_needsNoUser() {
    assertThat(
            accepted(
                    "host: h.example",
                    "auth: {type: password, password: '${env:M365_SECRET}', user-is-password: true}")
                .login())
        .hasToString("password login of server token");
  }

  @Test
  void amazonSes_region_givesTheHost() {
    Account account = accepted("preset: amazon-ses", ID, ACCESS_KEY);

    assertThat(account.endpoint()).hasToString("email-smtp.eu-west-1.amazonaws.com:465");
    assertThat(account.window()).isEqualTo(1);
    assertThat(account.login()).hasToString("password login of AKIAIOSFODNN7EXAMPLE");
  }

  @Test
  void amazonSes_host_givesTheRegion() {
    assertThat(
            accepted(
                    "preset: amazon-ses",
                    "host: email-smtp-fips.us-gov-west-1.amazonaws.com",
                    ID,
                    "auth: {secret-access-key: '${env:M365_SECRET}'}")
                .endpoint()
                .host())
        .isEqualTo("email-smtp-fips.us-gov-west-1.amazonaws.com");
  }

  @Test
  void amazonSes_smtpPasswordOfTheConsole_isAPassword() {
    assertThat(
            accepted(
                    "preset: amazon-ses",
                    ID,
                    "auth: {password: '${env:M365_SECRET}', region: us-east-1}")
                .endpoint()
                .host())
        .isEqualTo("email-smtp.us-east-1.amazonaws.com");
  }

  @Test
  void amazonSes_withoutRegionAndHost_saysWhichToGive() {
    assertThat(refused("preset: amazon-ses", ID, KEY))
        .endsWith(
            "accounts.a.host. This preset has a host for each region: give auth.region, such as"
                + " eu-west-1, or host.");
  }

  @Test
  void amazonSes_regionThatIsNone_isRefusedOnce() {
    assertThat(
            refused(
                "preset: amazon-ses",
                ID,
                "auth: {secret-access-key: '${env:M365_SECRET}', region: Ireland}"))
        .endsWith(
            "accounts.a.auth.region: \"Ireland\". The name of an AWS region is needed, such as"
                + " eu-west-1.");
  }

  @Test
  void amazonSes_regionOfAnotherHost_isRefused() {
    assertThat(
            refused(
                "preset: amazon-ses", "host: email-smtp.us-east-1.amazonaws.com", ID, ACCESS_KEY))
        .endsWith(
            "accounts.a.auth.region: \"eu-west-1\". The host is the one of us-east-1, where a password"
                + " of another region is worth nothing. Correct one of them.");
  }

  @Test
  void amazonSes_keyWithoutAnyRegion_asksForIt() {
    assertThat(
            refused(
                "host: smtp.example.com", ID, "auth: {secret-access-key: '${env:M365_SECRET}'}"))
        .endsWith("accounts.a.auth.region. The SMTP password is made for one region: which?");
  }

  @Test
  void region_atAnyOtherServer_doesNothingAndIsRefused() {
    assertThat(
            refused(
                "host: smtp.example.com",
                "user: ann",
                "auth: {password: '${env:M365_SECRET}', region: eu-west-1}"))
        .endsWith("It is for Amazon SES alone, and does nothing here. Remove it.");
  }

  @Test
  void amazonSes_keyAndPassword_areTwoSecrets() {
    assertThat(
            refused(
                "preset: amazon-ses",
                ID,
                "auth: {secret-access-key: '${env:M365_SECRET}', password: '${env:M365_SECRET}',"
                    + " region: eu-west-1}"))
        .contains("accounts.a.auth.secret-access-key. There is auth.password as well.");
  }

  @Test
  void amazonSes_keyWithoutItsId_isRefused() {
    assertThat(refused("preset: amazon-ses", ACCESS_KEY))
        .endsWith(
            "accounts.a.auth.secret-access-key. A password without the user it belongs to. Add"
                + " user.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"secret-access-key", "password"})
  void amazonSes_temporaryCredentials_areRefused(String key) {
    assertThat(
            refused(
                "preset: amazon-ses",
                "user: ASIAIOSFODNN7EXAMPLE",
                "auth: {" + key + ": '${env:M365_SECRET}', region: eu-west-1}"))
        .contains(
            "accounts.a.user: \"ASIAIOSFODNN7EXAMPLE\". This is the id of temporary credentials");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "contoso|aaaa1111-bbbb-2222-3333-aaaa111122bb|aaaa1111-bbbb-2222-3333-aaaa11112222",
        "contoso.aaaa1111-bbbb-2222-3333-aaaa111122bb.aaaa1111-bbbb-2222-3333-aaaa11112222",
        "newsletter@contoso.com"
      })
  void azureCommunicationServices_userInEachForm_isAPasswordLogin(String user) {
    assertThat(
            accepted("preset: azure-communication-services", "user: '" + user + "'", KEY).login())
        .hasToString("password login of " + user);
  }

  @Test
  void azureCommunicationServices_userWithAMissingPart_isRefused() {
    assertThat(
            refused(
                "preset: azure-communication-services",
                "user: 'contoso|aaaa1111-bbbb-2222-3333-aaaa111122bb'",
                KEY))
        .contains("accounts.a.user: \"contoso|")
        .contains("the id of the Entra application and the id of its tenant");
  }

  @Test
  void authorizationIdentity_overLogin_isRefusedAtItsKey() {
    assertThat(
            refused(
                "host: h.example",
                "user: master",
                "auth: {password: '${env:M365_SECRET}', mechanism: LOGIN,"
                    + " authorization-identity: ann}"))
        .contains("accounts.a.auth.authorization-identity: \"ann\". LOGIN has no place for it.");
  }
}
