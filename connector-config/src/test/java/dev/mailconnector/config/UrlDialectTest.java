package dev.mailconnector.config;

import static dev.mailconnector.config.DialectTry.accepted;
import static dev.mailconnector.config.DialectTry.errors;
import static dev.mailconnector.config.DialectTry.line;
import static dev.mailconnector.config.DialectTry.madeSafe;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code smtp://} and {@code smtps://}. */
class UrlDialectTest {
  @ParameterizedTest
  @CsvSource({
    "smtp://h.example, h.example:587 starttls-if-offered none, 0",
    "SMTP://h.example/, h.example:587 starttls-if-offered none, 0",
    "smtp://:@h.example:25, h.example:25 starttls-if-offered none, 0",
    "smtp://h.example:25?tls=none, h.example:25 none none, 0",
    "smtp://h.example:465, h.example:465 implicit none, 0",
    "smtp://h.example:2525?tls=implicit, h.example:2525 implicit none, 0",
    "smtp://h.example?tls=required, h.example:587 starttls none, 0",
    "smtp://h.example?tls=opportunistic, h.example:587 starttls-if-offered none, 0",
    "smtps://h.example, h.example:465 implicit none, 0",
    "smtps://h.example:4650?tls=implicit, h.example:4650 implicit none, 0",
    "smtp://ann:hunter2-S3cr3t@h.example, h.example:587 starttls login, 1",
    "smtp://ann:hunter2-S3cr3t@h.example?tls=none, h.example:587 starttls login, 1",
    "smtp://ann:hunter2-S3cr3t@h.example?tls=starttls-if-offered, h.example:587 starttls login, 1",
    "smtp://ann:hunter2-S3cr3t@h.example?tls=starttls, h.example:587 starttls login, 0",
    "smtp://ann:hunter2-S3cr3t@h.example?ignoreTLS=true, h.example:587 starttls login, 1",
    "smtp://ann:hunter2-S3cr3t@h.example?authMethod=NONE, h.example:587 starttls-if-offered none, 0",
    "smtps://ann:hunter2-S3cr3t@h.example/?pool=true, h.example:465 implicit login, 0",
    "smtp://[2001:db8::1]:2525, 2001:db8::1:2525 starttls-if-offered none, 0",
    "smtp://[::1], ::1:587 starttls-if-offered none, 0",
    "smtps://ann:p%40ss@[2001:db8::1]:465, 2001:db8::1:465 implicit login, 0"
  })
  void url_isRead(String url, String line, int madeSafe) {
    assertThat(line(accepted(Dialect.URL, url + "\n"))).isEqualTo(line);
    assertThat(madeSafe(Dialect.URL, url)).hasSize(madeSafe);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "smtp://a%40b.example:x@h | a@b.example | x",
        "smtp://a@b.example:x@h | a@b.example | x",
        "smtp://a:p%2Fq%3Fr%23s@h | a | p/q?r#s",
        "smtp://a:p@q:r@h | a | p@q:r",
        "smtp://a:50%25+1@h | a | 50%+1",
        "smtp://j%C3%BCrgen:w%C3%B6rd@h | jürgen | wörd",
        "smtp://a:$%7Benv:HOME%7D@h | a | ${env:HOME}"
      })
  void userAndPassword_areDecoded(String url, String user, String password) {
    Problems problems = new Problems();

    Raw.Section root =
        new UrlReader().read(url, "theirs", ForeignVariables.needed(Map.of(), problems), problems);

    assertThat(problems.errors()).isZero();
    assertThat(root).isNotNull();
    assertThat(text(root, "accounts.mail.user")).isEqualTo(user);
    assertThat(text(root, "accounts.mail.auth.password")).isEqualTo(password);
  }

  private static String text(Raw.Section root, String path) {
    return root.at(path) instanceof Raw.Text text && text.verbatim() ? text.text() : null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "h.example:25 | theirs:1:1. One URL is needed: smtp://",
        "http://h.example | theirs:1:1. The URL must begin with smtp:// or smtps://.",
        "smtp:// | theirs:1:1 the host. The server is missing",
        "smtp://h:99999 | theirs:1:1 port: \"99999\". A port is a number from 1 to 65535.",
        "smtp://2001:db8::1 | theirs:1:1. A host stands here",
        "smtp://[::1 | theirs:1:1. A host stands here",
        "smtp://ann:hunter2-S3cr3t | theirs:1:1. A host stands here",
        "smtp://ann:12?hunter2-S3cr3t@h | theirs:1:1. Nothing but ?name=value",
        "smtp://h/x | theirs:1:1. Nothing but ?name=value",
        "smtp://ann:hunter2-S3cr3t/x@h | theirs:1:1. Nothing but ?name=value",
        "smtp://ann:100%@h | theirs:1:1. A % stands before two hexadecimal digits",
        "smtp://ann:%FF@h | theirs:1:1. A % stands before two hexadecimal digits",
        "smtp://ann@h | theirs:1:1 user. the password is missing or empty.",
        "smtp://:hunter2-S3cr3t@h | theirs:1:1 password. the user is missing or empty.",
        "smtp://h?tls=ssl | theirs:1:1 tls: \"ssl\". tls is implicit, starttls",
        "smtps://h?tls=starttls | theirs:1:1 tls: \"starttls\". smtps:// is TLS from the first byte.",
        "smtps://h?secure=false | theirs:1:1 secure: \"false\". smtps:// is TLS from the first byte.",
        "smtp://h?tls=starttls&ignoreTLS=true | theirs:1:1 ignoreTLS. This is said" + " twice",
        "smtp://h?secure=true&secure=false | theirs:1:1 secure. This is said twice",
        "smtp://h?port=25 | theirs:1:1 port. This stands before the ?",
        "smtp://h?pass=hunter2-S3cr3t | theirs:1:1 pass. Unknown key. "
      })
  void mistake_isNamed_andThePasswordIsNot(String url, String problem) {
    assertThat(errors(Dialect.URL, url)).singleElement().asString().startsWith(problem);
  }

  @Test
  void commentsAndBlankLines_areSkipped_andASecondUrlIsRefused() {
    assertThat(line(accepted(Dialect.URL, "# mail\n\n  smtps://h.example\n")))
        .isEqualTo("h.example:465 implicit none");
    assertThat(errors(Dialect.URL, "smtp://a\nsmtp://b"))
        .singleElement()
        .asString()
        .isEqualTo("theirs:2:1. One URL is one line.");
    assertThat(errors(Dialect.URL, "")).hasSize(1);
  }
}
