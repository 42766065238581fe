package dev.mailconnector.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final Map<String, String> GIVEN =
      Map.of(
          "MAILCONNECTOR_LIVE_MICROSOFT_TENANT", "contoso.onmicrosoft.com",
          "MAILCONNECTOR_LIVE_MICROSOFT_CLIENT_ID", "my-mailer",
          "MAILCONNECTOR_LIVE_MICROSOFT_CLIENT_SECRET", "Kq8~a+b/c=d e",
          "MAILCONNECTOR_LIVE_GOOGLE_USER", "Ann@Example.ORG",
          "MAILCONNECTOR_LIVE_GENERIC_TOKEN_ENDPOINT", "https://sso.example.net/realms/x/token",
          "MAILCONNECTOR_LIVE_DELIVER", "yes",
          "PATH", "passed");

  private final Redactor redactor = Redactor.of(new Variables(GIVEN));

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("tenant CONTOSO.onmicrosoft.com.", "tenant <tenant>."),
        Arguments.of("'my-mailer'(Name)", "'<client-id>'(Name)"),
        Arguments.of("secret Kq8~a+b/c=d e", "secret <client-secret>"),
        Arguments.of("secret=Kq8%7Ea%2Bb%2Fc%3Dd+e&", "secret=<client-secret>&"),
        Arguments.of("ann@example.org and bob@example.org", "<user> and bob@<domain>"),
        Arguments.of("Ann, not Annotation", "<user>, not Annotation"),
        Arguments.of("https://sso.example.net/realms/x/token", "<token-endpoint>"),
        Arguments.of("Host sso.example.net", "Host <issuer-host>"),
        Arguments.of("carol@other.example", "<mail-address>"),
        Arguments.of("[203.0.113.5] and [2001:db8::1]", "[<ip-address>] and [<ip-address>]"),
        Arguments.of("Trace ID: 0f8fad5b-d9cb-469f-a165-70867728950e", "Trace ID: <id>"),
        Arguments.of("1234567890123-abcdefg.apps", "<id>.apps"),
        Arguments.of("250-SN2PR00CA0018.outlook.com Hello", "250-<id>.outlook.com Hello"),
        Arguments.of("passed, yes", "passed, yes"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void redact_whatIdentifies_becomesAPlaceholder(String text, String redacted) {
    assertThat(redactor.redact(text)).isEqualTo(redacted);
    assertThat(redactor.found(redactor.redact(text))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AADSTS7000215: Invalid client secret provided.",
        "535 5.7.139 Authentication unsuccessful",
        "250-AUTH LOGIN PLAIN XOAUTH2 SCRAM-SHA-256-PLUS",
        "250-SIZE 157286400",
        "250-ENHANCEDSTATUSCODES",
        "535-5.7.8 Username and Password not accepted.",
        "aud https://outlook.office365.com",
        "Sat, 21 Nov 2026 11:12:20 +0000",
        "2026-11-22T10:00:00Z",
        "invalid_grant"
      })
  void redact_whatAReportIsAbout_stays(String text) {
    assertThat(redactor.redact(text)).isEqualTo(text);
  }

  @Test
  void redact_valueWithinBase64_goesAtEachAlignment() {
    for (String before : new String[] {"", "u", "us"}) {
      String text = before + "contoso.onmicrosoft.com" + "\u0001auth";
      String encoded = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
      assertThat(redactor.found(encoded)).as(before).contains("<tenant>");
      assertThat(redactor.found(redactor.redact(encoded))).as(before).isEmpty();
    }
  }

  @Test
  void redact_valueThatCameLater_goesToo() {
    redactor.hide("<access-token>", "an-opaque.token~of+the issuer");
    assertThat(redactor.redact("Bearer an-opaque.token~of+the issuer!"))
        .isEqualTo("Bearer <access-token>!");
  }

  @Test
  void found_valueThatNobodyRedacted_named() {
    assertThat(redactor.found("by contoso.onmicrosoft.com")).containsExactly("<tenant>");
  }
}
