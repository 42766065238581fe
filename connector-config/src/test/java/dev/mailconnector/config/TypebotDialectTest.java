package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.accepted;
import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static dev.mailconnector.config.DialectTry.madeSafe;
import static dev.mailconnector.config.DialectTry.warnings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Typebot's {@code .env} file as it is. */
class TypebotDialectTest {
  private static final String LOGIN = "SMTP_USERNAME=ann\nSMTP_PASSWORD=hunter2-S3cr3t";

  static Stream<Arguments> combinations() {
    List<Arguments> rows = new ArrayList<>();
    for (String secure : Arrays.asList(null, "", "true", "false")) {
      for (String ignore : Arrays.asList(null, "true", "false")) {
        for (String port : Arrays.asList(null, "25", "465", "587")) {
          for (String login : List.of("", "SMTP_USERNAME=\nSMTP_PASSWORD=\"\"", LOGIN)) {
            rows.add(Arguments.of(secure, ignore, port, login));
          }
        }
      }
    }
    return rows.stream();
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void everyCombination_isReadAsNodemailerDoes_butAPasswordOnlyWithTls(
      String secure, String ignore, String port, String login) {
    String text =
        "SMTP_HOST=h.example\n"
            + variable("SMTP_SECURE", secure)
            + variable("SMTP_IGNORE_TLS", ignore)
            + variable("SMTP_PORT", port)
            + login;
    boolean unset = secure == null || secure.isEmpty();
    boolean implicit = "true".equals(secure) || (unset && "465".equals(port));
    boolean password = login.equals(LOGIN);
    String tls =
        implicit
            ? "implicit"
            : password ? "starttls" : "true".equals(ignore) ? "none" : "starttls-if-offered";

    assertThat(line(accepted(Dialect.TYPEBOT, text)))
        .isEqualTo(
            "h.example:%s %s %s"
                .formatted(port == null ? "25" : port, tls, password ? "login" : "none"));
    assertThat(madeSafe(Dialect.TYPEBOT, text)).hasSize(password && !implicit ? 1 : 0);
  }

  private static String variable(String variable, String value) {
    return value == null ? "" : variable + "=" + value + "\n";
  }

  @Test
  void variablesOfOthers_areNotLookedAt() {
    Account account =
        accepted(
            Dialect.TYPEBOT,
            """
            # Typebot
            DATABASE_URL=postgresql://typebot:hunter2-S3cr3t@db/typebot
            ENCRYPTION_SECRET="hunter2-S3cr3t
            over two lines"
            export SMTP_HOST = 'relay.example' # ours
            NEXT_PUBLIC_SMTP_FROM='"Typebot" <bot@a.example>'
            """);

    assertThat(line(account)).isEqualTo("relay.example:25 starttls-if-offered none");
    assertThat(account.from()).isEqualTo("bot@a.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SMTP_PASSWORD=a b | a b",
        "SMTP_PASSWORD=a # b | a",
        "SMTP_PASSWORD=a#b | a#b",
        "SMTP_PASSWORD=\"a # b\" # c | a # b",
        "SMTP_PASSWORD='a\\n\"' | a\\n\"",
        "SMTP_PASSWORD=\"a\\\"b\\\\\" | a\"b\\",
        "SMTP_PASSWORD=${HOME} | ${HOME}",
        "SMTP_PASSWORD==a= | =a="
      })
  void value_isReadAsDotenvDoes(String line, String value) {
    Raw.Text text =
        new EnvFile("theirs", List.of("SMTP_"), new Problems()).read(line).take("SMTP_PASSWORD");

    assertThat(text).isNotNull();
    assertThat(text.text()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "SMTP_PORT=x | theirs:2:1 SMTP_PORT: \"x\". A port is a number from 1 to 65535.",
        "SMTP_SECURE=maybe | theirs:2:1 SMTP_SECURE: \"maybe\". The value must be true or false.",
        "SMTP_PASSWROD=hunter2-S3cr3t | theirs:2:1 SMTP_PASSWROD. Unknown key. Did you mean SMTP_PASSWORD?",
        "SMTP_PASSWORD=hunter2-S3cr3t | theirs:2:1 SMTP_PASSWORD. SMTP_USERNAME is missing or empty.",
        "SMTP_USERNAME=ann | theirs:2:1 SMTP_USERNAME. SMTP_PASSWORD is missing or empty.",
        "SMTP_PASSWORD=\"hunter2-S3cr3t | theirs:2:1 SMTP_PASSWORD. The quote is not closed",
        "SMTP_PASSWORD \"hunter2-S3cr3t\" | theirs:2:1 SMTP_PASSWORD. An = is missing",
        "NEXT_PUBLIC_SMTP_FROM=nobody | theirs:2:1 NEXT_PUBLIC_SMTP_FROM: \"nobody\". "
      })
  void mistake_isNamedByItsVariable(String line, String problem) {
    assertThat(errors(Dialect.TYPEBOT, "SMTP_HOST=h.example\n" + line))
        .singleElement()
        .asString()
        .startsWith(problem);
  }

  @Test
  void hostMissing_isNamedByItsVariable() {
    assertThat(errors(Dialect.TYPEBOT, "SMTP_PORT=25"))
        .singleElement()
        .isEqualTo("theirs:1:1 SMTP_HOST. The server is missing: give SMTP_HOST.");
  }

  @Test
  void authDisabled_isSaidToMeanSomethingElse() {
    assertThat(warnings(Dialect.TYPEBOT, "SMTP_HOST=h.example\nSMTP_AUTH_DISABLED=true"))
        .singleElement()
        .asString()
        .contains("SMTP_AUTH_DISABLED", "Typebot's own login");
  }

  @Test
  void aNumberSignRightBehindTheEqualsSign_isAsked_andIsNotNoLogin() {
    assertThat(
            DialectTry.errors(
                Dialect.TYPEBOT,
                "SMTP_HOST=h.example\nSMTP_USERNAME=#ann\nSMTP_PASSWORD=#hunter2-S3cr3t\n"))
        .hasSize(2)
        .allMatch(text -> text.contains("Put the value in quotes, or a blank before the comment."));
    assertThat(
            DialectTry.accepted(
                    Dialect.TYPEBOT, "SMTP_HOST=h.example\nSMTP_USERNAME= # none\nSMTP_PASSWORD=\n")
                .login())
        .isNull();
  }
}
