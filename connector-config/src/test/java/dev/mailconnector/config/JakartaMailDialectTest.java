package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.accepted;
import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static dev.mailconnector.config.DialectTry.madeSafe;
import static dev.mailconnector.config.DialectTry.warnings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailconnector.Account;
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

/** What Angus does with each combination of its TLS properties, and all that it has names for. */
class JakartaMailDialectTest {
  private static final String HOST = "mail.smtp.host=h.example\n";
  private static final String LOGIN =
      "mail.smtp.user=ann@a.example\nmail.smtp.password=hunter2-S3cr3t\n";

  /** The SMTP properties of Angus Mail 2.0.5: its package page, and its code. */
  private static final List<String> OF_ANGUS =
      List.of(
          ("user host port connectiontimeout timeout writetimeout executor.writetimeout from"
                  + " localhost localaddress localport ehlo auth auth.mechanisms auth.login.disable"
                  + " auth.plain.disable auth.digest-md5.disable auth.ntlm.disable auth.ntlm.domain"
                  + " auth.ntlm.flags auth.ntlm.unicode auth.ntlm.lmcompat auth.ntlm.v2"
                  + " auth.xoauth2.disable submitter dsn.notify dsn.ret allow8bitmime sendpartial"
                  + " sasl.enable sasl.mechanisms sasl.authorizationid sasl.realm saslrealm"
                  + " sasl.usecanonicalhostname quitwait quitonsessionreject reportsuccess"
                  + " socketFactory socketFactory.class socketFactory.fallback socketFactory.port"
                  + " ssl.enable ssl.checkserveridentity ssl.hostnameverifier"
                  + " ssl.hostnameverifier.class ssl.trust ssl.socketFactory"
                  + " ssl.socketFactory.class ssl.socketFactory.port ssl.protocols"
                  + " ssl.ciphersuites starttls.enable starttls.required proxy.host proxy.port"
                  + " proxy.user proxy.password socks.host socks.port mailextension chunksize"
                  + " usesocketchannels userset noop.strict")
              .split(" "));

  @Test
  void everyPropertyOfAngus_isKnown() {
    List<String> known =
        Dialect.JAKARTA_MAIL.reader().keys().stream().map(ForeignKey::name).toList();

    assertThat(known)
        .doesNotHaveDuplicates()
        .containsAll(OF_ANGUS.stream().map(name -> "mail.smtp." + name).toList());
    assertThat(known)
        .contains("mail.host", "mail.user", "mail.from", "mail.transport.protocol", "mail.debug");
  }

  @Test
  void everyPropertyThatIsKnown_isTakenFromAFile() {
    for (ForeignKey key : Dialect.JAKARTA_MAIL.reader().keys()) {
      List<String> problems =
          new ArrayList<>(errors(Dialect.JAKARTA_MAIL, HOST + key.name() + "=x"));
      assertThat(problems).as(key.name()).noneMatch(problem -> problem.contains("Unknown key"));
      if (key.use() == ForeignKey.Use.REFUSED) {
        assertThat(problems).as(key.name()).anyMatch(problem -> problem.contains(key.meaning()));
      }
    }
  }

  static Stream<Arguments> combinations() {
    List<Arguments> rows = new ArrayList<>();
    for (String enable : Arrays.asList(null, "true", "false")) {
      for (String required : Arrays.asList(null, "true", "false")) {
        for (String ssl : Arrays.asList(null, "true", "false")) {
          for (String port : Arrays.asList(null, "25", "465", "587")) {
            for (boolean login : List.of(true, false)) {
              rows.add(Arguments.of(enable, required, ssl, port, login));
            }
          }
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest(name = "enable {0}, required {1}, ssl {2}, port {3}, login {4}")
  @MethodSource("combinations")
  void everyCombination_isReadAsAngusDoes_butAPasswordOnlyWithTls(
      String enable, String required, String ssl, String port, boolean login) {
    String text =
        HOST
            + property("starttls.enable", enable)
            + property("starttls.required", required)
            + property("ssl.enable", ssl)
            + property("port", port)
            + (login ? LOGIN : "");
    boolean implicit = "true".equals(ssl);
    boolean certain = implicit || "true".equals(required);
    String tls =
        implicit
            ? "implicit"
            : certain || login
                ? "starttls"
                : "true".equals(enable) ? "starttls-if-offered" : "none";
    String usual = implicit ? "465" : "25";

    assertThat(line(accepted(Dialect.JAKARTA_MAIL, text)))
        .isEqualTo(
            "h.example:%s %s %s"
                .formatted(port == null ? usual : port, tls, login ? "login" : "none"));
    assertThat(madeSafe(Dialect.JAKARTA_MAIL, text)).hasSize(login && !certain ? 1 : 0);
  }

  private static String property(String key, String value) {
    return value == null ? "" : "mail.smtp." + key + "=" + value + "\n";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mail.smtp.auth.mechanisms=PLAIN | PLAIN",
        "mail.smtp.auth.mechanisms=LOGIN PLAIN |",
        "mail.smtp.auth.mechanisms=plain, ntlm |",
        "mail.smtp.auth.mechanisms=login digest-md5 | LOGIN",
        "mail.smtp.auth.login.disable=true |",
        "mail.smtp.sasl.mechanisms=CRAM-MD5 |"
      })
  void mechanisms_areForcedOnlyWhereOneIsLeft(String line, String forced) {
    Problems problems = new Problems();
    Raw.Section root =
        Dialect.JAKARTA_MAIL
            .reader()
            .read(
                HOST + LOGIN + line,
                "theirs",
                ForeignVariables.needed(Map.of(), problems),
                problems);

    assertThat(root).isNotNull();
    Raw mechanism = root.at("accounts.mail.auth.mechanism");
    assertThat(mechanism instanceof Raw.Text text ? text.text() : null).isEqualTo(forced);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "mail.smtp.auth.mechanisms=XOAUTH2 PLAIN | mail.smtp.auth.mechanisms: \"XOAUTH2 PLAIN\". The password would be an access token",
        "mail.smtp.auth.mechanisms=DIGEST-MD5 | None of these is spoken here.",
        "mail.smtp.auth=yes | theirs:4:1 mail.smtp.auth: \"yes\". The value must be true or false.",
        "mail.smtp.port=smtp | theirs:4:1 mail.smtp.port: \"smtp\". A port is a number",
        "mail.smtp.timeout=5s | theirs:4:1 mail.smtp.timeout: \"5s\". A whole number of milliseconds",
        "mail.smtp.sasl.enable=true\\nmail.smtp.sasl.mechanisms=GSSAPI | auth: {type: kerberos, ...}",
        "mail.smtp.password=\\u00 | theirs:4:1. A \\u stands before four hexadecimal digits."
      })
  void mistake_isNamedByItsProperty(String line, String problem) {
    assertThat(errors(Dialect.JAKARTA_MAIL, HOST + LOGIN + line.replace("\\n", "\n")))
        .anyMatch(error -> error.contains(problem));
  }

  @Test
  void recipients_areAllOrNothing_asInAngusUnlessToldOtherwise() {
    assertThat(accepted(Dialect.JAKARTA_MAIL, HOST).allOrNothing()).isTrue();
    assertThat(accepted(Dialect.JAKARTA_MAIL, HOST + "mail.smtp.sendpartial=true").allOrNothing())
        .isFalse();
  }

  @Test
  void timeouts_areMilliseconds() {
    Account account =
        accepted(
            Dialect.JAKARTA_MAIL,
            HOST + "mail.smtp.connectiontimeout=1500\nmail.smtp.timeout=2500\n");

    assertThat(account.timeouts().connect()).isEqualTo(Duration.ofMillis(1500));
    assertThat(account.timeouts().command()).isEqualTo(Duration.ofMillis(2500));
    assertThat(account.timeouts().greeting()).isEqualTo(Duration.ofMillis(2500));
  }

  @Test
  void authFalse_besideAPassword_sendsWithoutALogin() {
    assertThat(line(accepted(Dialect.JAKARTA_MAIL, HOST + LOGIN + "mail.smtp.auth=false")))
        .isEqualTo("h.example:25 none none");
  }

  @Test
  void passwordOfTheProgram_setToNothing_isNotNoLogin() {
    String text = HOST + "mail.smtp.user=ann\nmail.smtp.auth=true\nmail.smtp.ssl.enable=true";

    assertThat(
            ConfigurationImport.of(
                    text, "theirs", Dialect.JAKARTA_MAIL, Map.of("MAIL_SMTP_PASSWORD", ""))
                .problems())
        .anyMatch(
            problem -> problem.rule().startsWith("A login is asked for, and the environment"));
  }

  @Test
  void passwordOfTheProgram_comesFromTheEnvironment() {
    ConfigurationReport report =
        MailConfiguration.check(
            HOST + "mail.smtp.user=ann\nmail.smtp.auth=true\nmail.smtp.ssl.enable=true",
            "theirs",
            Dialect.JAKARTA_MAIL,
            Map.of("MAIL_SMTP_PASSWORD", "hunter2-S3cr3t"));

    assertThat(line(report.configuration().accounts().get(0)))
        .isEqualTo("h.example:465 implicit login");
    assertThat(report.warnings()).hasSize(1);
  }

  @Test
  void domain_withoutNtlm_isSaidToHaveNoEffect() {
    assertThat(
            warnings(
                Dialect.JAKARTA_MAIL,
                HOST + LOGIN + "mail.smtp.ssl.enable=true\nmail.smtp.auth.ntlm.domain=CORP"))
        .anyMatch(warning -> warning.contains("mail.smtp.auth.mechanisms: NTLM"));
  }

  @Test
  void escapesAndContinuations_areTheJdks() {
    List<PropertiesText.Property> found =
        new PropertiesText("theirs", new Problems())
            .read("# x\r\n  a.b : c\\\r\n   d\\\\\n! y\n\ne\\=f=g\\u0041 \n#---\nh");

    assertThat(found)
        .extracting(
            PropertiesText.Property::key,
            PropertiesText.Property::value,
            property -> property.origin().line(),
            PropertiesText.Property::document)
        .containsExactly(
            tuple("a.b", "cd\\", 2, 0), tuple("e=f", "gA ", 6, 0), tuple("h", "", 8, 1));
  }
}
