package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The smtp_settings of Rails, as YAML and as Ruby. */
class RailsDialectTest {
  private static final String LOGIN = "user_name: ann\npassword: hunter2-S3cr3t\n";
  private static final Map<String, String> ENVIRONMENT =
      Map.of("SMTP_HOST", "h.example", "SMTP_PASSWORD", Try.SECRET, "SMTP_PORT", "2525", "NO", "");

  static Stream<Arguments> combinations() {
    List<Arguments> rows = new ArrayList<>();
    for (String starttls : Arrays.asList(null, "true", ":always", ":auto", "false")) {
      for (String auto : Arrays.asList(null, "true", "false")) {
        for (String tls : Arrays.asList(null, "true", "false")) {
          for (String ssl : Arrays.asList(null, "true")) {
            rows.add(Arguments.of(starttls, auto, tls, ssl));
          }
        }
      }
    }
    return rows.stream();
  }

  /**
   * By the rules of Ruby's mail library: tls and ssl are TLS from the first byte, and neither goes
   * together with enable_starttls; that one, where it is not false, counts more than
   * enable_starttls_auto; without either STARTTLS is taken where it is offered.
   */
  @ParameterizedTest(name = "enable_starttls {0}, enable_starttls_auto {1}, tls {2}, ssl {3}")
  @MethodSource("combinations")
  void everyCombination_isReadAsRailsDoes_butAPasswordOnlyWithTls(
      String starttls, String auto, String tls, String ssl) {
    boolean implicit = "true".equals(tls) || "true".equals(ssl);
    boolean wanted = starttls != null && !starttls.equals("false");
    String line = "starttls-if-offered";
    if (implicit) {
      line = "implicit";
    } else if (wanted) {
      line = starttls.equals(":auto") ? "starttls-if-offered" : "starttls";
    } else if (auto == null ? starttls != null : auto.equals("false")) {
      line = "none";
    }
    for (String authentication : Arrays.asList(null, "plain", "login", "cram_md5", "none", "nil")) {
      for (boolean given : List.of(true, false)) {
        String text =
            "address: h.example\nport: 2525\n"
                + pair("enable_starttls", starttls)
                + pair("enable_starttls_auto", auto)
                + pair("tls", tls)
                + pair("ssl", ssl)
                + pair("authentication", "nil".equals(authentication) ? "~" : authentication)
                + (given ? LOGIN : "");
        boolean login = given && !"none".equals(authentication);
        for (String each : List.of(text, ruby(text))) {
          ConfigurationReport report = DialectTry.report(Dialect.RAILS, each);
          if (implicit && wanted) {
            assertThat(report.errors()).as(each).hasSize(1);
            assertThat(report.errors().get(0).key()).isEqualTo("enable_starttls");
            continue;
          }
          boolean unsafe = login && (line.equals("none") || line.equals("starttls-if-offered"));
          assertThat(report.errors()).as(each).isEmpty();
          assertThat(DialectTry.line(report.configuration().accounts().get(0)))
              .as(each)
              .isEqualTo(
                  "h.example:2525 " + (unsafe ? "starttls" : line) + (login ? " login" : " none"));
          assertThat(report.warnings().toString().contains("Made safe:"))
              .as(each)
              .isEqualTo(unsafe);
        }
      }
    }
  }

  private static String pair(String key, String value) {
    return value == null ? "" : key + ": " + value + "\n";
  }

  /** The same as a hash; what is no literal of Ruby is put in quotes. */
  private static String ruby(String yaml) {
    return "config.action_mailer.smtp_settings = {\n"
        + yaml.replaceAll(": ~", ": nil")
            .replaceAll("(?m): (?!nil|true$|false$|:|\\d)(.*)$", ": '$1'")
            .replace("\n", ",\n")
        + "}\n";
  }

  private static ConfigurationReport read(String text) {
    ConfigurationReport report =
        MailConfiguration.check(text, "theirs", Dialect.RAILS, ENVIRONMENT);
    assertThat(report.problems().toString()).doesNotContain(Try.SECRET);
    return report;
  }

  private static Account accepted(String text) {
    ConfigurationReport report = read(text);
    assertThat(report.errors()).isEmpty();
    return report.configuration().accounts().get(0);
  }

  private static List<String> errors(String text) {
    return read(text).errors().stream().map(ConfigurationProblem::toString).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "address: h.example\nport: 2525\n",
        ":address: h.example\n:port: 2525\n",
        "smtp_settings:\n  address: h.example\n  port: 2525\n",
        "production:\n  email_delivery:\n    delivery_method: :smtp\n    smtp_settings:\n"
            + "      address: h.example\n      port: 2525\n",
        "base: &base\n  address: h.example\n  port: 25\nsmtp_settings:\n  <<: *base\n  port: 2525\n",
        "address: <%= ENV['SMTP_HOST'] %>\nport: <%= ENV.fetch(\"SMTP_PORT\", 587) %>\n",
        "address: \"<%= ENV[\"SMTP_HOST\"] %>\"\nport: \"<%= ENV[\"SMTP_PORT\"] || 587 %>\"\n",
        "<% # by the environment %>\naddress: <%= 'h' %>.example\nport: <%= 2525 %>\n",
        "address: \"h.example\", port: 2525",
        "address: 'h.example',\nport: 2525,\n",
        ":address => 'h.example', :port => 2525",
        ":address => 'h.example'\n:port => 2525",
        "{\"address\": \"h.example\", \"port\": 2525}",
        "{ 'address' => \"h.example\", :\"port\" => 2_525 }",
        "Rails.application.configure do\n  # config.action_mailer.smtp_settings = { address: 'x' }\n"
            + "  config.action_mailer.smtp_settings = {\n    address: \"h.#{'example'}\", # ours\n"
            + "    port: ENV.fetch('SMTP_PORT') { 587 }.to_i\n  }\nend\n",
        "ActionMailer::Base.smtp_settings = {:address=>ENV['SMTP_HOST'],:port=>2525}",
        "address: ENV[\"UNSET\"] || \"h.example\",\nport: ENV[\"SMTP_PORT\"].to_i,\n"
      })
  void settings_whereverAndHowever_areFound(String text) {
    assertThat(accepted(text).endpoint()).hasToString("h.example:2525");
  }

  @Test
  void everyKey_isTaken() {
    Account account =
        accepted(
            """
            address: h.example,
            port: '587',
            domain: "app.example",
            user_name: 'CORP\\\\svc',
            password: ENV["SMTP_PASSWORD"],
            authentication: :login,
            enable_starttls: :always,
            openssl_verify_mode: OpenSSL::SSL::VERIFY_NONE,
            open_timeout: 7,
            read_timeout: 2.5
            """
                .replace("h.example,", "\"h.example\","));

    assertThat(DialectTry.line(account)).isEqualTo("h.example:587 starttls login");
    assertThat(account.login()).hasToString("password login of CORP\\svc");
    assertThat(account.ehloName()).isEqualTo("app.example");
    assertThat(account.trust()).isEqualTo(Trust.dangerouslyNone());
    assertThat(account.timeouts().connect()).isEqualTo(Duration.ofSeconds(7));
    assertThat(account.timeouts().command()).isEqualTo(Duration.ofMillis(2500));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'peer' | true",
        ":client_once | true",
        "\"fail_if_no_peer_cert\" | true",
        "OpenSSL::SSL::VERIFY_PEER | true",
        "OpenSSL::SSL::VERIFY_PEER | OpenSSL::SSL::VERIFY_FAIL_IF_NO_PEER_CERT | true",
        "1 | true",
        "nil | true",
        "'none' | false",
        ":none | false",
        "\"VERIFY_NONE\" | false",
        "OpenSSL::SSL::VERIFY_NONE | false",
        "::OpenSSL::SSL::VERIFY_NONE | false",
        "0 | false"
      })
  void verifyMode_everySpelling_isUnderstood(String mode, String rest) {
    boolean checked = !rest.equals("false");
    String whole = rest.startsWith("OpenSSL") ? mode + " | " + rest : mode;

    assertThat(
            accepted("address: 'h.example', openssl_verify_mode: " + whole)
                .trust()
                .equals(Trust.platform()))
        .isEqualTo(checked);
  }

  @Test
  void variableThatIsSetToNothing_isNothing() {
    Account account =
        accepted(
            "address: 'h.example', user_name: ENV['NO'], password: ENV['NO'], authentication:"
                + " :plain");

    assertThat(DialectTry.line(account)).isEqualTo("h.example:25 starttls-if-offered none");
  }

  @Test
  void secretOfAVariable_isNotSaidToStandInTheFile() {
    assertThat(
            read("address: 'h.example', user_name: 'ann', password: ENV['SMTP_PASSWORD'],"
                    + " enable_starttls: true")
                .warnings())
        .extracting(ConfigurationProblem::key)
        .containsExactly("port");
  }

  @Test
  void environments_productionIsReadAndSaid() {
    String text =
        """
        development:
          smtp_settings: {address: d.example}
        production:
          smtp_settings: {address: p.example}
        """;

    assertThat(accepted(text).endpoint().host()).isEqualTo("p.example");
    assertThat(read(text).warnings())
        .extracting(ConfigurationProblem::rule)
        .containsExactly("There are 2 of them; the one below production is read.");
    assertThat(errors(text.replace("production", "staging")))
        .containsExactly(
            "theirs:2:18 smtp_settings. There are several, below development and staging, and none"
                + " below production. Leave one of them in the file.");
  }

  @Test
  void deliveryMethod_thatIsNotSmtp_isSaid() {
    assertThat(
            read("a:\n  delivery_method: :sendmail\n  smtp_settings: {address: h.example}\n")
                .warnings())
        .extracting(ConfigurationProblem::toString)
        .containsExactly(
            "theirs:2:20 delivery_method: \":sendmail\". With this Rails does not send by SMTP; the"
                + " smtp_settings beside it are read all the same.");
  }

  @Test
  void startTlsAuto_besideTls_isSaidToBeIgnored() {
    assertThat(
            read("address: 'h.example', port: 465, tls: true, enable_starttls_auto: true")
                .warnings())
        .extracting(ConfigurationProblem::rule)
        .first()
        .asString()
        .startsWith("The line is encrypted from the first byte, so there is no STARTTLS");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "password: Rails.application.credentials.smtp[:password] | password. The encrypted credentials of Rails are not read here. Put the value into a variable of the environment, and write ENV[\"NAME\"].",
        "password: Rails.application.credentials.dig(:smtp, :password) | password. The encrypted credentials of Rails are not read here. Put the value into a variable of the environment, and write ENV[\"NAME\"].",
        "password: File.read('/run/secrets/x').strip | password. This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].",
        "password: `hunter2-S3cr3t` | password. This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].",
        "password: \"#{secret('hunter2-S3cr3t')}\" | password. This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].",
        "password: 'hunter2-S3cr3t | password. The quote is not closed.",
        "tls: ENV['NO'] == 'true' | tls. This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].",
        "password: ENV['SMTP_PASSWROD'] | password. The environment variable SMTP_PASSWROD is not set. Did you mean SMTP_PASSWORD?",
        "username: 'ann' | username. Unknown key. Did you mean user_name?",
        "host: 'h.example' | host. Rails calls the server address.",
        "authentication: :xoauth2 | authentication: \"xoauth2\". Rails takes an access token as the password here, which ends within the hour. Write the login in our own form: auth: {type: oauth2, ...}; tokens then renew themselves.",
        "authentication: :cram_md | authentication: \"cram_md\". For a password there are plain, login and cram_md5, and none for no login. Did you mean cram_md5?",
        "enable_starttls: :sometimes | enable_starttls: \"sometimes\". The value must be true, false, :always or :auto.",
        "enable_starttls_auto: 'yes' | enable_starttls_auto: \"yes\". The value must be true or false.",
        "open_timeout: 'soon' | open_timeout: \"soon\". A number of seconds is needed.",
        "port: 'x' | port: \"x\". A port is a number from 1 to 65535.",
        "ca_path: '/etc/ssl' | ca_path. A folder of certificates is not read here. Name a file: ca_file.",
        "openssl_verify_mode: 'pear' | openssl_verify_mode: \"pear\". OpenSSL's modes are none, peer, client_once and fail_if_no_peer_cert (VERIFY_NONE, VERIFY_PEER, ...). Did you mean peer?",
        "password: 'hunter2-S3cr3t' | password. user_name is missing or empty. Give both, or leave both empty to send without a login."
      })
  void mistake_isNamedByItsKey(String pair, String problem) {
    assertThat(errors("address: 'h.example',\n" + pair)).containsExactly("theirs:2:1 " + problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "x.smtp_settings = Rails.secrets.smtp | theirs:1:18. A hash is needed here: smtp_settings = { address: \"smtp.example.com\", port: 587, ... }. Ruby code is not run.",
        "x.smtp_settings = { address: 'h.example' | theirs:1:41. The hash is not closed by }.",
        "x.smtp_settings = { **other } | theirs:1:21. A key and its value are needed here: address: \"smtp.example.com\", or :address => \"smtp.example.com\".",
        "address: <%= secret %> | theirs:1:10 address. This is Ruby code, and none is run here. Write the value itself, or ENV[\"NAME\"].",
        "port: 25 | theirs:1:1 address. The server is missing: give address."
      })
  void textThatCannotBeRead_isExplained(String text, String problem) {
    assertThat(errors(text)).containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s\nconfig.action_mailer.smtp_settings[:user_name] = 'ann'",
        "%s\nconfig.action_mailer.smtp_settings.merge!(user_name: 'ann', password: 'p')",
        "%s.merge(user_name: 'ann', password: 'p')",
        "config.action_mailer.smtp_settings.update user_name: 'ann'\n%s"
      })
  void settingsThatRubyChangesElsewhere_areRefused_sinceALoginMayStandThere(String ruby) {
    String hash = "config.action_mailer.smtp_settings = { address: 'h.example', tls: true }";

    assertThat(errors(ruby.formatted(hash)))
        .anyMatch(text -> text.contains("Ruby changes the settings here"));
    assertThat(
            accepted(hash + "\nputs config.action_mailer.smtp_settings[:address] == 'x'").login())
        .isNull();
    assertThat(accepted("# smtp_settings[:user_name] = 'ann'\n" + hash).login()).isNull();
  }

  @Test
  void erbThatDecides_isToldOf() {
    String text = "smtp_settings:\n  address: h.example\n  enable_starttls: true\n";

    assertThat(read(text + "<% if ENV['X'] %>\n  port: 587\n<% end %>\n").warnings().toString())
        .contains("theirs:4:1. Ruby code decides here what the file says");
    assertThat(read(text + "<%# why %>\n").warnings()).isEmpty();
  }
}
