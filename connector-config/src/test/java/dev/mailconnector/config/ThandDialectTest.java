package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.Trust;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The providers of Thand that send mail. */
class ThandDialectTest {
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SMTP_HOST", "h.example", "SMTP_PORT", "465", "SMTP_PASSWORD", Try.SECRET, "NO", "");
  private static final String ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private static ConfigurationReport read(String text) {
    return read(text, Map.of());
  }

  private static ConfigurationReport read(String text, Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.putAll(more);
    ConfigurationReport report =
        MailConfiguration.check(text, "theirs", Dialect.THAND, environment);
    assertThat(report.problems().toString()).doesNotContain(Try.SECRET, ACCESS_KEY);
    return report;
  }

  private static List<String> errors(String text) {
    return read(text).errors().stream().map(ConfigurationProblem::toString).toList();
  }

  /** One provider called "a" with these lines below config. */
  private static String provider(String kind, String config) {
    return "providers:\n  a:\n    provider: "
        + kind
        + "\n    config:\n      "
        + config.strip().replace("\n", "\n      ")
        + "\n";
  }

  private static Account accepted(String text) {
    ConfigurationReport report = read(text);
    assertThat(report.errors()).isEmpty();
    assertThat(report.configuration().accounts()).hasSize(1);
    return report.configuration().accounts().get(0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "email | host: h.example | 587 starttls-if-offered none",
        "email | platform: smtp;host: h.example;port: 25 | 25 starttls-if-offered none",
        "email.smtp | host: h.example;port: 465 | 465 implicit none",
        "email.smtp | host: h.example;port: 25;user: '';pass: '' | 25 starttls-if-offered none",
        "email.smtp | host: h.example;port: 587;user: ann;pass: hunter2-S3cr3t | 587 starttls login",
        "email.smtp | host: h.example;port: 465;user: ann;pass: hunter2-S3cr3t | 465 implicit login",
        "email.smtp | host: ${ .SMTP_HOST };port: ${ .SMTP_PORT // 587 } | 465 implicit none",
        "email.smtp | host: ${ .HOST // \"h.example\" };port: ${ .PORT // \"465\" } | 465 implicit none",
        "email.smtp | host: ${SMTP_HOST};port: 25;user: ${ .NO };pass: ${ .UNSET // \"\" } | 25"
            + " starttls-if-offered none",
        "email.smtp | host: 'h.${ .TOP // \"example\" }';port: 2525 | 2525 starttls-if-offered none"
      })
  void smtp_isReadAsThandDoes_butAPasswordOnlyWithTls(String kind, String config, String line) {
    String text = provider(kind, config.replace(';', '\n'));

    assertThat(DialectTry.line(accepted(text))).isEqualTo("h.example:" + line);
    assertThat(read(text).warnings().toString().contains("Made safe:"))
        .isEqualTo(line.equals("587 starttls login"));
  }

  @Test
  void severalProviders_areSeveralAccounts_andOthersAreLeftAlone() {
    ConfigurationReport report =
        read(
            """
            version: "1.0"
            workflows:
              - {name: x, "odd key:": [1]}
            providers:
              aws-prod:
                provider: aws
                config: {region: us-east-1, key: "${ if .x then 1 else 2 end }"}
              first:
                name: First
                provider: email
                enabled: true
                config: {host: h1.example, port: 465, from: robot@a.example}
              old:
                provider: email.smtp
                enabled: false
                config: {pass: "${ .NOT_SET }"}
              second:
                provider: email.smtp
                config: {host: h2.example, port: 25}
            """);

    assertThat(report.errors()).isEmpty();
    assertThat(report.configuration().accounts())
        .extracting(Account::name)
        .containsExactly("first", "second");
    assertThat(report.configuration().defaultAccount()).isEqualTo("first");
    assertThat(report.configuration().accounts().get(0).from()).isEqualTo("robot@a.example");
    assertThat(report.warnings())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "theirs:15:14 providers.old.enabled: \"false\". The provider is switched off, so there is"
                + " no account of it.");
  }

  @Test
  void remarks_areKept() {
    Problems problems = new Problems();
    Raw.Section root =
        new ThandReader()
            .read(
                "version: \"1.0\"\nproviders:\n  a:\n    name: Mail\n    description: Of the"
                    + " company\n    provider: email\n    config: {host: h.example}\n",
                "theirs",
                ForeignVariables.needed(Map.of(), problems),
                problems);

    assertThat(root).isNotNull();
    assertThat(root.remarks()).containsExactly("version: 1.0");
    assertThat(root.at("accounts.a"))
        .isInstanceOfSatisfying(
            Raw.Section.class,
            account ->
                assertThat(account.remarks())
                    .containsExactly("name: Mail", "description: Of the company"));
  }

  @Test
  void tlsSkipVerify_checksNothingAndWarns() {
    String text = provider("email", "host: h.example\nport: 465\ntls_skip_verify: true");

    assertThat(accepted(text).trust()).isEqualTo(Trust.dangerouslyNone());
    assertThat(read(text).warnings())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "theirs:7:24 providers.a.config.tls_skip_verify: \"true\". Anybody on the way can pose as"
                + " this server and read the login. Name the server's CA in trust.ca-file instead.");
    assertThat(accepted(text.replace("true", "false")).trust()).isEqualTo(Trust.platform());
  }

  @Test
  void ses_isThePresetWithADerivedPassword() {
    Account account =
        accepted(
            provider(
                "email",
                "platform: ses\nfrom: noreply@example.com\nregion: eu-west-1\n"
                    + "access_key_id: AKIAIOSFODNN7EXAMPLE\nsecret_access_key: "
                    + ACCESS_KEY));

    assertThat(account.endpoint()).hasToString("email-smtp.eu-west-1.amazonaws.com:465");
    assertThat(account.login()).hasToString("password login of AKIAIOSFODNN7EXAMPLE");
    assertThat(account.from()).isEqualTo("noreply@example.com");
  }

  @Test
  void ses_keysOfTheEnvironment_areTakenAsAmazonsOwnLibrariesDo() {
    ConfigurationReport report =
        read(
            provider("email.ses", "from: noreply@example.com"),
            Map.of(
                "AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE", "AWS_SECRET_ACCESS_KEY", ACCESS_KEY));

    assertThat(report.problems()).isEmpty();
    assertThat(report.configuration().accounts().get(0).endpoint())
        .hasToString("email-smtp.us-east-1.amazonaws.com:465");
  }

  @Test
  void acs_isThePresetWithAUserMadeOfThreeNames() {
    Account account =
        accepted(
            provider(
                "email.acs",
                "endpoint: https://my-acs.communication.azure.com\nfrom: noreply@example.com\n"
                    + "client_id: 11111111-1111-1111-1111-111111111111\n"
                    + "tenant_id: 22222222-2222-2222-2222-222222222222\n"
                    + "client_secret: ${ .SMTP_PASSWORD }"));

    assertThat(account.endpoint()).hasToString("smtp.azurecomm.net:587");
    assertThat(account.login())
        .hasToString(
            "password login of my-acs|11111111-1111-1111-1111-111111111111"
                + "|22222222-2222-2222-2222-222222222222");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "email | hots: x;host: h | 5:13 providers.a.config.hots. Unknown key. Did you mean config.host?",
        "email | port: 25 | 2:3 providers.a.config.host. The server is missing: give providers.a.config.host.",
        "email | host: h;user: ann | 6:13 providers.a.config.user. providers.a.config.pass is missing or empty. Give both, or leave both empty to send without a login.",
        "email | host: h;port: ${ .PROT // 1 | 6:13 providers.a.config.port. Only ${ .NAME } and ${ .NAME // \"default\" } are understood here: a variable of the environment. Write that, or the value itself.",
        "email | host: h;pass: ${ .SMTP_PASSWORD + \"hunter2-S3cr3t\" } | 6:13 providers.a.config.pass. Only ${ .NAME } and ${ .NAME // \"default\" } are understood here: a variable of the environment. Write that, or the value itself.",
        "email | host: ${ .SMTP_HSOT } | 5:13 providers.a.config.host. The environment variable SMTP_HSOT is not set. Did you mean SMTP_HOST?",
        "email | host: h;tls_skip_verify: maybe | 6:24 providers.a.config.tls_skip_verify: \"maybe\". The value must be true or false.",
        "email | platform: sse | 5:17 providers.a.config.platform: \"sse\". The platforms are smtp, ses and acs. Did you mean ses?",
        "email.smtp | platform: ses | 5:17 providers.a.config.platform: \"ses\". This contradicts provider: email.smtp. Correct one of the two.",
        "emial.smtp | host: h | 3:15 providers.a.provider: \"emial.smtp\". This is no kind of provider. Did you mean email.smtp?",
        "aws | region: x | 2:3 providers. None of them sends mail: that is provider: email, email.smtp, email.ses or email.acs.",
        "email.ses | profile: production | 5:16 providers.a.config.profile. By SMTP, SES knows neither roles nor profiles. Give access_key_id and secret_access_key of an IAM user that may ses:SendRawEmail; the SMTP password is made of them.",
        "email.ses | region: eu-west-1 | 2:3 providers.a.config.access_key_id. By SMTP, SES knows neither roles nor profiles. Give access_key_id and secret_access_key of an IAM user that may ses:SendRawEmail; the SMTP password is made of them.",
        "email.acs | endpoint: https://x.communication.azure.com | 2:3 providers.a.config.client_id. By SMTP, Communication Services knows no managed identity. Give client_id, client_secret and tenant_id of an Entra application that may CommunicationServices/Read and EmailServices/write at the resource; the login is made of them.",
        "email.acs | endpoint: smtp.azurecomm.net;client_id: a;tenant_id: b;client_secret: ${SMTP_PASSWORD} | 5:17 providers.a.config.endpoint: \"smtp.azurecomm.net\". The address of the resource is needed, since its name is a part of the login: https://NAME.communication.azure.com."
      })
  void mistake_isNamedByItsKey(String kind, String config, String problem) {
    assertThat(errors(provider(kind, config.replace(';', '\n'))))
        .first()
        .isEqualTo("theirs:" + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "session_token: t | Temporary credentials do not work over SMTP.",
        "endpoint: http://localhost:4566 | This is an address of the HTTP interface"
      })
  void ses_whatSmtpDoesNotHave_isExplained(String line, String problem) {
    assertThat(
            errors(
                provider(
                    "email.ses",
                    line
                        + "\naccess_key_id: AKIAIOSFODNN7EXAMPLE\nsecret_access_key: "
                        + ACCESS_KEY)))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void everyProviderSwitchedOff_isAnError() {
    assertThat(
            errors("providers:\n  a:\n    provider: email\n    enabled: ${ .ON // \"false\" }\n"))
        .containsExactly(
            "theirs:2:3 providers. Every provider that sends mail is switched off, so there is no"
                + " account. Switch one on: enabled: true.");
  }

  @Test
  void providers_missing_isAnError() {
    assertThat(errors("version: \"1.0\"\n"))
        .containsExactly(
            "theirs:1:1 providers. The section is missing. Below it stands one section for each"
                + " provider.");
  }
}
