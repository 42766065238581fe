package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OAuth2Test {

  @Test
  void microsoft_applicationByPreset_isAccepted() {
    assertThat(
            accepted(
                    "preset: microsoft365",
                    "user: robot@contoso.com",
                    "from: noreply@contoso.com",
                    "auth:",
                    "  type: oauth2",
                    "  grant: client-credentials",
                    "  tenant: contoso.onmicrosoft.com",
                    "  client-id: 11111111-2222-3333-4444-555555555555",
                    "  client-secret: ${env:M365_SECRET}")
                .login())
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "microsoft365-gcc-high | grant: client-credentials, tenant: contoso.us, client-id: x,"
            + " client-secret: '${env:M365_SECRET}'",
        "microsoft365-china | grant: refresh-token, tenant: contoso.cn, client-id: x,"
            + " refresh-token: '${env:M365_SECRET}'",
        "microsoft-hve | grant: client-credentials, tenant: contoso.com, client-id: x,"
            + " client-secret: '${env:M365_SECRET}'",
        "outlook | grant: refresh-token, client-id: x, refresh-token: '${env:M365_SECRET}'"
      })
  void microsoft_otherPresets_bringWhatTheirCloudNeeds(String preset, String keys) {
    assertThat(
            accepted(
                    "preset: " + preset,
                    "user: robot@contoso.com",
                    "auth: {type: oauth2, " + keys + "}")
                .login())
        .isNotNull();
  }

  @Test
  void microsoft_sharedMailbox_hasLoginFromAndEnvelopeSenderOfItsOwn() {
    Account account =
        accepted(
            "preset: microsoft365",
            "user: ann@contoso.com",
            "from: info@contoso.com",
            "envelope-from: bounces@contoso.com",
            "auth: {type: oauth2, grant: refresh-token, tenant: contoso.com, client-id: x,"
                + " refresh-token: '${env:M365_SECRET}'}");
    assertThat(account.login()).hasToString("OAuth2 login as ann@contoso.com");
    assertThat(account.from()).hasToString("info@contoso.com");
    assertThat(account.envelopeFrom()).hasToString("bounces@contoso.com");
  }

  @Test
  void google_refreshTokenByPreset_isAccepted() {
    assertThat(
            accepted(
                    "preset: gmail",
                    "user: news@example.com",
                    "auth: {type: oauth2, grant: refresh-token, client-id: x, client-secret:"
                        + " '${env:M365_SECRET}', refresh-token: '${env:M365_SECRET}'}")
                .login())
        .isNotNull();
  }

  @Test
  void httpProxy_forTokenRequests_isAccepted() {
    assertThat(
            accepted(
                    "preset: gmail",
                    "user: news@example.com",
                    "auth:",
                    "  type: oauth2",
                    "  grant: refresh-token",
                    "  client-id: x",
                    "  client-secret: ${env:M365_SECRET}",
                    "  refresh-token: ${env:M365_SECRET}",
                    "  http-proxy:",
                    "    url: http://proxy.example:3128",
                    "    user: ann",
                    "    password: ${env:M365_SECRET}")
                .login())
        .isNotNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "preset: microsoft365 | grant: client-credentials, client-id: x | mail.yaml:5:18"
            + " accounts.a.auth.tenant. ",
        "preset: microsoft365 | grant: service-account | accounts.a.auth.grant:"
            + " \"service-account\". The token service microsoft",
        "host: h.example | grant: client-credentials | mail.yaml:5:18"
            + " accounts.a.auth.token-service. ",
        "preset: gmail | grant: refresh-token, tenant: x | accounts.a.auth.tenant: \"x\". It has no"
            + " effect",
        "preset: gmail | grant: service-account, key-file: /no/such | accounts.a.auth.key-file:"
            + " \"/no/such\". The file /no/such does not exist",
        "preset: gmail | grant: device | accounts.a.auth.grant: \"device\". The value must be ",
        "preset: gmail | grant: external, token-file: /x | accounts.a.auth.token-file: \"/x\". The"
            + " file /x does not exist",
        "preset: gmail | mechanism: xoauth2 | accounts.a.auth.mechanism: \"xoauth2\". The value"
            + " must be XOAUTH2 or OAUTHBEARER. Did you mean XOAUTH2?",
        "preset: gmail | grant: refresh-token, client-id: x, client-secret: x, refresh-token: x, http-proxy: {url: 'http://p.example:1',"
            + " domain: CORP} | accounts.a.auth.http-proxy.domain: \"CORP\". A domain without the"
            + " user in it",
        "preset: gmail | password: hunter2-S3cr3t | accounts.a.auth.password. This key belongs to"
            + " auth.type: kerberos, ntlm or password"
      })
  void oauth2_thatCannotBe_isRefusedByPlaceAndKey(String first, String keys, String expected) {
    assertThat(
            Try.errors(
                Try.account(first, "user: ann@example.com", "auth: {type: oauth2, " + keys + "}")))
        .first()
        .asString()
        .startsWith("mail.yaml:5:")
        .contains(expected);
  }

  @Test
  void oauth2_typeLeftOut_isNamed() {
    assertThat(refused("preset: gmail", "user: ann@example.com", "auth: {grant: service-account}"))
        .isEqualTo(
            "mail.yaml:5:12 accounts.a.auth.type. The type of login is missing; auth.grant belongs"
                + " to auth.type: oauth2.");
  }

  @Test
  void oauth2_withoutUser_isRefused() {
    assertThat(refused("preset: gmail", "auth: {type: oauth2, grant: service-account}"))
        .startsWith("mail.yaml:2:3 accounts.a.user. ");
  }
}
