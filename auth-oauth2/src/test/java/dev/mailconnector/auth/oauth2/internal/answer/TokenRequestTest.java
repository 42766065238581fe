package dev.mailconnector.auth.oauth2.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.SettableClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenRequestTest {
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  private final TokenRequest request =
      new TokenRequest(
          "client credentials", "client mailer", URI.create("https://id.example/token"), clock);

  @Test
  void read_googleAnswer_everyFieldIsThere() throws TokenException {
    HttpAnswer answer =
        answer(
            200,
            "{\"access_token\":\"ya29.abc\",\"expires_in\":3599,\"refresh_token\":\"1//new\","
                + "\"scope\":\"https://mail.google.com/ openid\",\"token_type\":\"Bearer\"}");
    AccessToken token = request.read(answer);
    assertThat(token.value().reveal()).isEqualTo("ya29.abc");
    assertThat(token.lifetime()).isEqualTo(Duration.ofSeconds(3599));
    assertThat(token.scopes()).containsExactlyInAnyOrder("https://mail.google.com/", "openid");
    assertThat(TokenAnswerReader.refreshToken(answer)).isEqualTo(Secret.of("1//new"));
  }

  @ParameterizedTest
  @CsvSource({
    "200, '{\"refresh_token\":\"\"}'",
    "200, '{\"refresh_token\":7}'",
    "200, 'no json'",
    "400, '{\"refresh_token\":\"1//new\"}'"
  })
  void refreshToken_noneOrInAnError_oldOneStays(int status, String body) {
    assertThat(TokenAnswerReader.refreshToken(answer(status, body))).isNull();
  }

  /** HttpClient quotes a line that it cannot read, and such a line may be an echo. */
  @Test
  void unanswered_causeQuotesASecret_isNotHandedOn() {
    request.hide(Secret.of("s3cret-of-mine"));
    for (String quoted :
        List.of("client_secret=s3cret-of-mine", "{\"access_token\":\"ya29.abc\"}")) {
      IOException cause = new IOException("no answer", new IOException("Invalid line: " + quoted));
      cause.addSuppressed(new IOException(quoted));

      StringWriter trace = new StringWriter();
      request.unanswered(cause).printStackTrace(new PrintWriter(trace));

      assertThat(trace.toString())
          .contains("Invalid line: ")
          .doesNotContain("s3cret-of-mine")
          .doesNotContain("ya29.abc");
    }
    IOException harmless = new ConnectException("refused");
    assertThat(request.unanswered(harmless)).hasCause(harmless);
  }

  @Test
  void read_wrongContentTypeAndTwiceTheSameScope_isTolerated() throws TokenException {
    HttpAnswer answer =
        new HttpAnswer(
            200,
            "OK",
            Map.of("content-type", List.of("text/plain")),
            "{\"access_token\":\"t\",\"scope\":\"a a\",\"token_type\":\"BEARER\"}");
    assertThat(request.read(answer).scopes()).containsExactly("a");
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid_grant, true",
    "401, invalid_client, true",
    "400, something_new, true",
    "429, invalid_grant, false",
    "500, invalid_grant, false",
    "503, temporarily_unavailable, false",
    "400, temporarily_unavailable, false",
    "400, server_error, false",
  })
  void read_oauthError_permanentUnlessStatusOrCodeSaysItPasses(
      int status, String error, boolean permanent) {
    TokenException failure = failure(answer(status, "{\"error\":\"" + error + "\"}"));
    assertThat(failure.permanent()).isEqualTo(permanent);
    assertThat(failure).hasMessageContaining("HTTP " + status + " " + error);
  }

  @ParameterizedTest
  @CsvSource({
    "200, false, not the answer of a token endpoint",
    "302, true, never redirected",
    "403, false, proxy or load balancer",
    "404, true, no token endpoint at this URL",
    "405, true, no token endpoint at this URL",
    "407, true, The HTTP proxy wants a login",
    "502, false, proxy or load balancer",
  })
  void read_noJson_saysWhatCameAndWhatToDo(int status, boolean permanent, String remedy) {
    TokenException failure = failure(answer(status, "<h1>Access denied</h1>"));
    assertThat(failure.permanent()).isEqualTo(permanent);
    assertThat(failure).hasMessageContaining("HTTP " + status).hasMessageContaining(remedy);
  }

  @Test
  void read_errorPage_isQuotedWithoutTagsAndBounded() {
    TokenException failure =
        failure(answer(502, "<html>\r\n<h1>Bad gateway</h1>" + "word ".repeat(2000)));
    assertThat(failure.getMessage())
        .contains("\"Bad gateway word word")
        .doesNotContain("<", "\n", "\r")
        .hasSizeLessThan(700);
  }

  @Test
  void read_longDescription_isBoundedAndOneLine() {
    String body =
        "{\"error\":\"invalid_grant\",\"error_description\":\"a\\r\\nb " + "word ".repeat(5000);
    TokenException failure = failure(answer(400, body + "\"}"));
    assertThat(failure.getMessage())
        .contains("\"a b word")
        .doesNotContain("\n")
        .hasSizeLessThan(1400);
  }

  @Test
  void read_descriptionWithSecrets_maskedEvenWhereTheTextIsCut() {
    request.hide(Secret.of("p w+1"));
    for (int padding = 290; padding < 302; padding++) {
      String body =
          "{\"error\":\"invalid_grant\",\"error_description\":\""
              + "x ".repeat(padding)
              + "p w+1 p+w%2B1 eyJhbGciOiJSUzI1NiJ9.e30.c2ln\"}";
      assertThat(failure(answer(400, body)).getMessage()).doesNotContain("p w", "p+w", "eyJ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "17, PT17S",
    "'Sun, 22 Nov 2026 10:01:00 GMT', PT1M",
    "'Sun, 22 Nov 2026 09:00:00 GMT',",
    "soon,",
    "-3,",
    "0,",
    "99999999999, PT24H",
  })
  void read_retryAfter_secondsOrDateAndBounded(String header, @Nullable Duration expected) {
    TokenException failure =
        failure(new HttpAnswer(503, "", Map.of("Retry-After", List.of(header)), ""));
    assertThat(failure.retryAfter().orElse(null)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Sun, 22 Nov 2026 12:04:00 GMT", "Sunday, 22-Nov-26 12:04:00 GMT"})
  void read_retryAfterAsDate_measuredByTheDateOfTheAnswer(String end) {
    HttpAnswer answer =
        new HttpAnswer(
            503,
            "",
            Map.of("Retry-After", List.of(end), "Date", List.of("Sun, 22 Nov 2026 12:03:00 GMT")),
            "");
    assertThat(failure(answer).retryAfter()).contains(Duration.ofMinutes(1));
  }

  @ParameterizedTest
  @CsvSource({
    "500, ISSUER, '{\"error\":\"server_error\"}'",
    "503, ISSUER, ''",
    "502, ISSUER, <html>Bad gateway</html>",
    "504, ISSUER, '{\"error\":\"invalid_request\"}'",
    "429, CLIENT, '{\"error\":\"invalid_request\"}'",
    "429, CLIENT, ''",
    "400, CLIENT, '{\"error\":\"slow_down\"}'",
    "403, CLIENT, <html>Blocked</html>",
    "200, CLIENT, <html>Welcome</html>",
    "200, CLIENT, '{}'",
    "400, ACCOUNT, '{\"error\":\"invalid_grant\"}'",
    "401, ACCOUNT, '{\"error\":\"invalid_client\"}'",
    "400, ACCOUNT, '{\"error\":\"interaction_required\"}'",
    "400, ACCOUNT, '{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS50053: x\"}'",
    "404, ACCOUNT, ''",
    "407, ACCOUNT, ''",
  })
  void read_failure_tellsWhomItConcerns(int status, Reach reach, String body) {
    TokenException failure = failure(answer(status, body));

    assertThat(failure.reach()).isEqualTo(reach);
    assertThat(failure.answered()).isTrue();
    if (reach != Reach.ACCOUNT) {
      assertThat(failure.forOthers().orElseThrow()).startsWith("HTTP " + status);
    }
  }

  @Test
  void unanswered_concernsAllWhoAskTheIssuer() {
    TokenException failure = request.unanswered(new ConnectException("refused"));

    assertThat(failure.reach()).isEqualTo(Reach.ISSUER);
    assertThat(failure.forOthers()).contains("refused (ConnectException)");
    assertThat(failure.answered()).isFalse();
  }

  @Test
  void everyOtherAnswer_keepsThePauseOfTheServer() {
    HttpAnswer answer = new HttpAnswer(503, "", Map.of("Retry-After", List.of("17")), "");

    assertThat(
            List.of(
                request.undiscovered(answer, URI.create("https://id.example/.well-known/x")),
                request.unusable(answer),
                request.away(answer, "Wait."),
                catchThrowableOfType(
                    TokenException.class, () -> request.readField(answer, "signedJwt"))))
        .allSatisfy(
            failure -> {
              assertThat(failure.retryAfter()).contains(Duration.ofSeconds(17));
              assertThat(failure.reach()).isEqualTo(Reach.ISSUER);
            });
  }

  @Test
  void read_claimsChallenge_isToldAndNotShown() {
    TokenException failure =
        failure(
            answer(
                400,
                "{\"error\":\"interaction_required\",\"error_description\":\"AADSTS50076: MFA\","
                    + "\"claims\":\"{\\\"access_token\\\":{\\\"capolids\\\":[\\\"c0ffee\\\"]}}\"}"));

    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("AADSTS50076: MFA")
        .hasMessageContaining("sent a claims challenge")
        .returns("claims-challenge", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("Conditional Access");
    assertThat(failure.getMessage()).doesNotContain("capolids", "c0ffee");
  }

  @ParameterizedTest
  @CsvSource({
    "'Sun, 22 Nov 2026 12:03:00 GMT', 2 h 3 min behind the issuer's",
    "'Sun, 22 Nov 2026 07:57:00 GMT', 2 h 3 min ahead of the issuer's",
    "'Sun, 22 Nov 2026 10:01:10 GMT', 1 min behind the issuer's",
    "'Tue, 24 Nov 2026 13:00:00 GMT', 2 d 3 h behind the issuer's",
    "'Sun, 22 Nov 2026 10:00:50 GMT',",
    "yesterday,",
  })
  void read_refusalOfWhatIsDated_tellsHowWrongTheClockIs(String date, @Nullable String told) {
    HttpAnswer answer =
        new HttpAnswer(400, "", Map.of("Date", List.of(date)), "{\"error\":\"invalid_grant\"}");
    assertThat(failure(answer).getMessage()).doesNotContain("This machine's clock");

    request.dated();

    if (told == null) {
      assertThat(failure(answer).getMessage()).doesNotContain("This machine's clock");
    } else {
      assertThat(failure(answer)).hasMessageContaining("This machine's clock is " + told);
    }
  }

  @Test
  void read_nestedBeyondReason_isNoCrash() {
    assertThat(failure(answer(200, "{\"a\":".repeat(50_000))).permanent()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void advice_everyRow_saysWhatItMeansInWholeSentences(ErrorRow row) {
    assertThat(row.diagnosis().text()).endsWith(".").hasSizeGreaterThan(20).doesNotContain("  ");
  }

  static Stream<ErrorRow> rows() {
    return Stream.concat(
        Stream.of(TokenErrorAdvice.values()), MicrosoftErrors.ROWS.values().stream());
  }

  @Test
  void advice_microsoftNumberBesideAnOauthCode_numberWins() {
    String body =
        "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS65001: no consent.\"}";
    assertThat(failure(answer(400, body))).hasMessageContaining("Grant admin consent");
    String unknown = "{\"error\":\"invalid_grant\",\"error_description\":\"AADSTS99999: new.\"}";
    assertThat(failure(answer(400, unknown))).hasMessageContaining("log in and consent again");
  }

  @Test
  void unanswered_connectionRefused_mayPass() {
    TokenException failure = request.unanswered(new ConnectException("Connection refused"));
    assertThat(failure.permanent()).isFalse();
    assertThat(failure)
        .hasMessageContaining(
            "The token request (client credentials) of client mailer to id.example failed:"
                + " Connection refused (ConnectException)")
        .hasMessageContaining("id.example:443");
  }

  @Test
  void unanswered_proxyNotReached_isNamedInPlaceOfTheIssuer() {
    HttpHost proxy = new HttpHost("http", "proxy.corp.example", 3128);

    assertThat(
            List.of(
                request.unanswered(new HttpHostConnectException("refused", proxy)),
                request.unanswered(new ConnectTimeoutException("silent", proxy))))
        .allSatisfy(
            failure ->
                assertThat(failure.getMessage())
                    .contains("auth.http-proxy", "reaches proxy.corp.example:3128")
                    .doesNotContain("reaches id.example"));
    assertThat(
            request
                .unanswered(new UnknownHostException("proxy.corp.example: Name not known"))
                .getMessage())
        .contains("auth.http-proxy", "reaches proxy.corp.example (name");
  }

  @Test
  void unanswered_issuerNotReached_isNamed() {
    HttpHost issuer = new HttpHost("https", "id.example", 443);

    assertThat(
            List.of(
                request.unanswered(new HttpHostConnectException("refused", issuer)),
                request.unanswered(new UnknownHostException("id.example: Name not known")),
                request.unanswered(new UnknownHostException("id.example"))))
        .allSatisfy(
            failure ->
                assertThat(failure.getMessage()).contains("this machine reaches id.example:443"));
  }

  @Test
  void unanswered_certificateRefused_needsAHuman() {
    IOException cause = new SSLHandshakeException("PKIX path building failed");
    cause.initCause(new CertificateException("no trusted certificate"));
    TokenException failure = request.unanswered(cause);
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("PKIX path building failed")
        .hasMessageContaining("name its certificate in trust.ca-file");
  }

  @Test
  void secret_sourceFails_itsAdviceDecides() {
    for (Advice advice : List.of(Advice.FIX_CONFIGURATION, Advice.RETRY_LATER)) {
      CredentialException cause =
          new CredentialException(
              FailureDetail.of(Stage.CREDENTIAL, "The vault is sealed", advice, "Unseal it."));
      TokenException failure =
          catchThrowableOfType(
              TokenException.class,
              () ->
                  request.secret(
                      "client-secret",
                      () -> {
                        throw cause;
                      }));
      assertThat(failure.permanent()).isEqualTo(advice == Advice.FIX_CONFIGURATION);
      assertThat(failure).hasMessageContaining("The vault is sealed. Unseal it.");
    }
  }

  private TokenException failure(HttpAnswer answer) {
    return catchThrowableOfType(TokenException.class, () -> request.read(answer));
  }

  private static HttpAnswer answer(int status, String body) {
    return new HttpAnswer(
        status, "", Map.of("Content-Type", List.of("application/json; charset=utf-8")), body);
  }
}
