package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.accepted;
import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static dev.mailconnector.config.DialectTry.madeSafe;
import static dev.mailconnector.config.DialectTry.refused;
import static dev.mailconnector.config.DialectTry.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodemailer's options as they are: the whole table of its TLS words, then the rest. */
class NodemailerDialectTest {
  private static final List<String> LOGINS =
      List.of(
          "",
          "\"auth\": null",
          "\"auth\": {}",
          "\"auth\": {\"user\": \"\", \"pass\": \"\"}",
          "\"auth\": {\"user\": \"ann\", \"pass\": \"hunter2-S3cr3t\"}, \"authMethod\": \"NONE\"",
          "\"auth\": {\"user\": \"ann\", \"pass\": \"hunter2-S3cr3t\"}");

  /** Every combination; what comes of it is told by nodemailer's own code, written down again. */
  static Stream<Arguments> combinations() {
    List<Arguments> rows = new ArrayList<>();
    for (String secure : Arrays.asList(null, "true", "false")) {
      for (boolean require : List.of(true, false)) {
        for (boolean ignore : List.of(true, false)) {
          for (String checked : Arrays.asList(null, "true", "false")) {
            for (String port : Arrays.asList(null, "25", "465", "587")) {
              for (String login : LOGINS) {
                rows.add(Arguments.of(secure, require, ignore, checked, port, login));
              }
            }
          }
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "secure {0}, requireTLS {1}, ignoreTLS {2}, checked {3}, port {4}, {5}")
  @MethodSource("combinations")
  void everyCombination_isReadAsNodemailerDoes_butAPasswordOnlyWithTls(
      String secure, boolean require, boolean ignore, String checked, String port, String login) {
    List<String> options = new ArrayList<>(List.of("\"host\": \"h.example\""));
    add(options, "secure", secure);
    add(options, "requireTLS", require ? "true" : null);
    add(options, "ignoreTLS", ignore ? "true" : null);
    add(options, "port", port);
    if (checked != null) {
      options.add("\"tls\": {\"rejectUnauthorized\": " + checked + "}");
    }
    if (!login.isEmpty()) {
      options.add(login);
    }
    String text = "{" + String.join(", ", options) + "}";
    boolean implicit = "true".equals(secure) || (secure == null && "465".equals(port));
    boolean password = login.contains("hunter2") && !login.contains("NONE");
    String tls =
        implicit
            ? "implicit"
            : require || password ? "starttls" : ignore ? "none" : "starttls-if-offered";
    String usualPort = implicit ? "465" : "587";

    Account account = accepted(Dialect.NODEMAILER, text);

    assertThat(line(account))
        .isEqualTo(
            "h.example:%s %s %s"
                .formatted(port == null ? usualPort : port, tls, password ? "login" : "none"));
    assertThat(madeSafe(Dialect.NODEMAILER, text))
        .hasSize(!implicit && (require ? ignore : password) ? 1 : 0);
    assertThat(warnings(Dialect.NODEMAILER, text).toString().contains("rejectUnauthorized"))
        .isEqualTo("false".equals(checked));
    assertThat(account.trust().equals(Trust.dangerouslyNone())).isEqualTo("false".equals(checked));
  }

  private static void add(List<String> options, String key, String value) {
    if (value != null) {
      options.add("\"" + key + "\": " + value);
    }
  }

  @Test
  void password_overALineThatMayBeUnencrypted_isMadeSafeAtTheKeyThatSaysSo() {
    assertThat(
            madeSafe(
                Dialect.NODEMAILER,
                """
                {
                  "host": "h.example",
                  "ignoreTLS": true,
                  "auth": {"user": "ann", "pass": "hunter2-S3cr3t"}
                }
                """))
        .containsExactly(
            "theirs:3:16 ignoreTLS. Made safe: as it stands, nodemailer would send the password"
                + " over a line that is not encrypted. Here TLS is required (tls: starttls), and"
                + " without it nothing is sent.");
    assertThat(
            madeSafe(
                Dialect.NODEMAILER, "host: h.example\nauth: {user: ann, pass: hunter2-S3cr3t}\n"))
        .singleElement()
        .asString()
        .startsWith("theirs:2:25 auth.pass. Made safe:")
        .contains("unencrypted to a server that offers no STARTTLS");
  }

  @Test
  void opportunisticTls_besideRequireTls_doesNotWeakenIt() {
    String text = "{host: h.example, requireTLS: true, opportunisticTLS: true}";

    assertThat(line(accepted(Dialect.NODEMAILER, text))).isEqualTo("h.example:587 starttls none");
    assertThat(madeSafe(Dialect.NODEMAILER, text)).hasSize(1);
  }

  @Test
  void tabsAndEscapes_ofJson_areRead() {
    String text = "{\n\t\"host\": \"h.example\",\n\t\"name\":\t\"app.example\"\n}\n";

    assertThat(accepted(Dialect.NODEMAILER, text).ehloName()).isEqualTo("app.example");
  }

  @Test
  void poolAndTimeouts_areTaken() {
    Account account =
        accepted(
            Dialect.NODEMAILER,
            "{host: h.example, pool: true, maxConnections: 3, maxMessages: 7,"
                + " connectionTimeout: 1500, greetingTimeout: 2000, socketTimeout: 3000}");

    assertThat(account.pool().maxConnections()).isEqualTo(3);
    assertThat(account.pool().maxMessages()).isEqualTo(7);
    assertThat(account.timeouts().connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(account.timeouts().greeting()).isEqualTo(Duration.ofSeconds(2));
    assertThat(account.timeouts().command()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void servername_isTheNameOfTheCertificate() {
    Account account =
        accepted(Dialect.NODEMAILER, "{host: 10.0.0.7, tls: {servername: mail.corp.example}}");

    assertThat(account.serverName()).isEqualTo("mail.corp.example");
  }

  @Test
  void servername_whereNothingIsChecked_isSaidToBeIgnored() {
    assertThat(
            warnings(
                Dialect.NODEMAILER,
                "{host: 10.0.0.7, tls: {servername: m.example, rejectUnauthorized: false}}"))
        .contains(
            "theirs:1:36 tls.servername: \"m.example\". With rejectUnauthorized: false no name is"
                + " checked, so this is ignored.");
  }

  @ParameterizedTest
  @CsvSource({
    "Gmail, smtp.gmail.com:465 implicit",
    "Outlook365, smtp.office365.com:587 starttls",
    "Hotmail, smtp-mail.outlook.com:587 starttls",
    "SendGrid, smtp.sendgrid.net:465 implicit",
    "SES, email-smtp.us-east-1.amazonaws.com:465 implicit",
    "SES-EU-WEST-1, email-smtp.eu-west-1.amazonaws.com:465 implicit"
  })
  void service_isThePreset(String service, String line) {
    assertThat(
            line(
                accepted(
                    Dialect.NODEMAILER,
                    "{service: "
                        + service
                        + ", auth: {user: ann@a.example, pass: hunter2-S3cr3t}}")))
        .isEqualTo(line + " login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gmail",
        "googlemail",
        "gmailworkspace",
        "outlook365",
        "hotmail",
        "outlook",
        "outlookcom",
        "sendgrid",
        "mailgun",
        "postmark",
        "sparkpost",
        "mailjet",
        "brevo",
        "yahoo",
        "aol",
        "fastmail",
        "fastmail.fm",
        "zoho",
        "icloud",
        "Me",
        "Mac",
        "me.com",
        "mac.com",
        "ses"
      })
  void service_namesAPresetThatThereIs(String service) {
    NodemailerService known = NodemailerService.named(service);

    assertThat(known).isNotNull();
    assertThat(Preset.names()).contains(known.preset());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host: h, requireTls: true | theirs:1:23 requireTls. Unknown key. Did you mean requireTLS?",
        "host: h, sekrit: hunter2-S3cr3t | theirs:1:19 sekrit. Unknown key. Known here: host, port,",
        "host: h, secure: 1 | theirs:1:19 secure: \"1\". The value must be true or false.",
        "host: h, port: x | theirs:1:17 port: \"x\". A port is a number from 1 to 65535.",
        "port: 25 | theirs:1:1 host. The server is missing: give host.",
        "host: h, auth: {user: ann} | theirs:1:24 auth.user. auth.pass is missing or empty. Give both",
        "host: h, auth: {pass: hunter2-S3cr3t} | theirs:1:24 auth.pass. auth.user is missing",
        "host: h, auth: {type: OAuth2, user: a, clientId: x} | theirs:1:24 auth.type: \"OAuth2\". Logins by",
        "host: h, authMethod: XOAUTH2, auth: {user: a, pass: b} | authMethod: \"XOAUTH2\". For a password",
        "host: h, socketTimeout: soon | socketTimeout: \"soon\". A whole number of milliseconds",
        "service: QQ | theirs:1:11 service: \"QQ\". This service is not known here.",
        "service: Gmail, tls: {rejectUnauthorized: false} | tls.rejectUnauthorized: \"false\". The servers of",
        "host: h, auth: hunter2-S3cr3t | theirs:1:17 auth. A section is needed: user and pass.",
        "host: h, authMethod: 'smtp://a:hunter2-S3cr3t@h', auth: {user: a, pass: b} | authMethod. For a",
        "host: [h] | theirs:1:8 host. A list is not understood here."
      })
  void mistake_isNamedByItsOwnKey(String options, String problem) {
    assertThat(errors(Dialect.NODEMAILER, "{" + options + "}"))
        .singleElement()
        .asString()
        .contains(problem);
  }

  @Test
  void dollarAndBrace_inAPassword_meanThemselves() {
    Account account =
        accepted(
            Dialect.NODEMAILER,
            "{host: h.example, auth: {user: ann, pass: '${env:HOME}${'}, secure: true}");

    assertThat(account.login()).isNotNull();
  }

  @Test
  void literalPassword_isWarnedOf() {
    assertThat(
            warnings(
                Dialect.NODEMAILER,
                "{host: h.example, secure: true, auth: {user: ann, pass: hunter2-S3cr3t}}"))
        .singleElement()
        .asString()
        .contains(" auth.pass. The secret stands in the file itself");
  }

  @Test
  void optionWithoutMeaning_isSaidToBeIgnored() {
    assertThat(
            warnings(Dialect.NODEMAILER, "{host: h.example, debug: true, tls: {ciphers: SSLv3}}"))
        .hasSize(2)
        .allMatch(warning -> warning.contains("This has no effect here."));
  }

  /** To nodemailer it is a key that it does not know, so it does not check certificates less. */
  @Test
  void key_withADot_isRefused() {
    assertThat(
            refused(
                Dialect.NODEMAILER, "{host: mail.example.com, \"tls.rejectUnauthorized\": false}"))
        .contains("tls.rejectUnauthorized")
        .contains("A key with a dot in it means nothing there.");
  }

  @Test
  void brokenText_isRefused() {
    assertThat(refused(Dialect.NODEMAILER, "{host: h")).startsWith("theirs:");
  }
}
