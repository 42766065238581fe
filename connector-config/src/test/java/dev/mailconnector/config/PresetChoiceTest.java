package dev.mailconnector.config;

import static dev.mailconnector.config.Try.accepted;
import static dev.mailconnector.config.Try.account;
import static dev.mailconnector.config.Try.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.transport.SmtpEndpoint;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a preset is found, and what is said about it. */
class PresetChoiceTest {
  private static final String PASSWORD = "auth: {password: '${env:M365_SECRET}'}";
  private static final String TOKENS =
      "auth: {type: oauth2, grant: client-credentials, tenant: contoso.com, client-id: app,"
          + " client-secret: '${env:M365_SECRET}'}";

  @ParameterizedTest
  @CsvSource({
    "outlook.com, outlook",
    "hotmail, outlook",
    "gmail.com, gmail",
    "googlemail.com, gmail",
    "office365, microsoft365",
    "microsoft-365, microsoft365",
    "Gmail, gmail",
    "ses, amazon-ses",
    "Exchange Server, exchange-server",
    "sendinblue, brevo"
  })
  void name_thatPeopleUse_isReadAndSaid(String written, String preset) {
    ConfigurationReport report =
        Try.report(account("preset: " + written, "host: h.example", "auth: {type: none}"));

    assertThat(report.errors()).isEmpty();
    assertThat(report.configuration().warnings()).isEmpty();
    assertThat(report.notices())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "mail.yaml:3:13 accounts.a.preset: \"" + written + "\". Read as " + preset + ".");
  }

  @Test
  void name_asItIs_isNotSpokenOf() {
    assertThat(Try.report(account("preset: gmail")).problems()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exchange | exchange-server for a server of your own, or microsoft365 for Exchange Online?",
        "Google Workspace | gmail for mailboxes (Google Workspace too), or google-workspace-relay",
        "microsoft | microsoft365 for a company's mailboxes, or outlook for personal ones?",
        "aws | amazon-ses?",
        "SES-EU-WEST-1 | amazon-ses with auth.region: eu-west-1?"
      })
  void name_ofSeveral_asksWhichIsMeant(String written, String question) {
    assertThat(refused("preset: " + written, "host: h.example"))
        .startsWith(
            "mail.yaml:3:13 accounts.a.preset: \"" + written + "\". No preset has this name.")
        .contains("Did you mean " + question);
  }

  @ParameterizedTest
  @CsvSource({
    "you@gmail.com, gmail, smtp.gmail.com",
    "you@hotmail.fr, outlook, smtp-mail.outlook.com",
    "you@yahoo.co.uk, yahoo, smtp.mail.yahoo.com",
    "robot@contoso.onmicrosoft.com, microsoft365, smtp.office365.com"
  })
  void user_alone_findsThePresetByItsDomain(String user, String preset, String host) {
    ConfigurationReport report = Try.report(account("user: " + user, "auth: {type: none}"));

    assertThat(report.errors()).isEmpty();
    assertThat(report.configuration().accounts().get(0).endpoint().host()).isEqualTo(host);
    assertThat(report.notices())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "mail.yaml:3:11 accounts.a.user: \""
                + user
                + "\". There is neither preset nor host; this domain is one of preset: "
                + preset
                + ", which is taken ("
                + host
                + ").");
  }

  @Test
  void user_fromTheEnvironment_findsThePresetToo() {
    Map<String, String> environment = Map.of("WHO", "you@gmail.com", "SECRET", "abcdefghijklmnop");
    ConfigurationReport report =
        MailConfiguration.check(
            account("user: ${env:WHO}", "auth: {password: '${env:SECRET}'}"),
            "mail.yaml",
            environment);

    assertThat(report.configuration().accounts().get(0).endpoint())
        .isEqualTo(SmtpEndpoint.submissions("smtp.gmail.com"));
    assertThat(report.warnings()).isEmpty();
  }

  @Test
  void user_besideAHost_findsNothing() {
    assertThat(
            accepted("host: relay.example", "user: you@gmail.com", "auth: {type: none}").endpoint())
        .isEqualTo(SmtpEndpoint.submission("relay.example"));
  }

  @Test
  void user_ofACompany_isNotGuessed() {
    assertThat(refused("user: robot@contoso.com", PASSWORD))
        .contains("accounts.a.host. An account needs a host")
        .endsWith("its administrator knows.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preset: outlook", "host: smtp-mail.outlook.com"})
  void personalServer_forACompanysMailbox_isWarnedOf(String where) {
    List<String> warnings =
        Try.warnings(
            account(
                where,
                "user: robot@contoso.com",
                "auth: {type: oauth2, token-service: microsoft, grant: refresh-token, tenant: consumers,"
                    + " client-id: app, refresh-token: '${env:M365_SECRET}'}"));

    assertThat(warnings)
        .singleElement()
        .asString()
        .contains("smtp-mail.outlook.com is for personal accounts", "preset: microsoft365");
  }

  @Test
  void personalServer_forAPersonalMailbox_isNotWarnedOf() {
    assertThat(
            Try.warnings(
                account(
                    "preset: outlook",
                    "user: you@outlook.com",
                    "auth: {type: oauth2, grant: refresh-token, client-id: app, refresh-token:"
                        + " '${env:M365_SECRET}'}")))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "microsoft365 | robot@contoso.com | at the end of December 2026",
        "outlook | you@outlook.com | since 16 September 2024",
        "gmail | you@gmail.com | only an app password of 16 letters",
        "icloud | you@icloud.com | app-specific password"
      })
  void password_whereItIsRefused_isWarnedOfWithTheWayOut(String preset, String user, String words) {
    assertThat(Try.warnings(account("preset: " + preset, "user: " + user, PASSWORD)))
        .singleElement()
        .asString()
        .startsWith("mail.yaml:5:22 accounts.a.auth.password. ")
        .contains(words);
  }

  @Test
  void password_atMicrosoft365_namesTheKeysToChange() {
    assertThat(
            Try.warnings(account("host: smtp.office365.com", "user: robot@contoso.com", PASSWORD)))
        .singleElement()
        .asString()
        .contains(
            "In place of auth.password: auth.type: oauth2, auth.grant: client-credentials,"
                + " auth.tenant:",
            "administrator");
  }

  @ParameterizedTest
  @ValueSource(strings = {"fastmail", "zoho", "sendgrid", "microsoft-hve"})
  void password_whereItIsTaken_isNotWarnedOf(String preset) {
    assertThat(Try.warnings(account("preset: " + preset, PASSWORD, "user: apikey"))).isEmpty();
  }

  @Test
  void token_atMicrosoft365_isNotWarnedOf() {
    assertThat(Try.warnings(account("preset: microsoft365", "user: robot@contoso.com", TOKENS)))
        .isEmpty();
  }
}
