package dev.mailconnector.auth.oauth2.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.google.GoogleServiceAccount;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.issuer.GoogleError;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every row, answered by an issuer to google-auth. */
class GoogleErrorsTest {
  /** What OAuth's own codes explain well enough. */
  private static final Set<GoogleError> PLAIN =
      EnumSet.of(GoogleError.ADMIN_POLICY, GoogleError.UNSUPPORTED_GRANT, GoogleError.INTERNAL);

  private final HttpForTests stack = new HttpForTests();
  private GoogleIssuer issuer;
  private GoogleServiceAccount source;

  @BeforeEach
  void start() {
    issuer = GoogleIssuer.start(stack.authority());
    source =
        new GoogleServiceAccount(
            new GoogleServiceAccount.Settings(
                SecretSource.fixed(Secret.of(issuer.serviceAccountKeyJson())),
                "service account keys",
                "news@example.com",
                "https://mail.google.com/"),
            stack.http(),
            InstantSource.system());
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @Test
  void row_ofEveryCode_isToldBesideTheWordsOfGoogle() {
    for (GoogleErrors.Row row : GoogleErrors.ROWS) {
      String said = "Today: " + row.words() + ".";
      issuer.failNext(IssuerFault.oauthError(400, row.code(), said));

      TokenException failure = failure();

      assertThat(failure)
          .as(row.toString())
          .hasMessageContaining("HTTP 400 " + row.code() + " \"" + said + "\"")
          .hasMessageEndingWith(row.diagnosis().text());
      assertThat(failure.permanent()).as(row.toString()).isEqualTo(row.permanent());
      assertThat(row.diagnosis().source()).as(row.toString()).isNotBlank();
    }
    assertThat(issuer.requests()).hasSize(GoogleErrors.ROWS.size());
  }

  @Test
  void row_everyErrorOfTheIssuer_leadsToOneAndEveryRowMeansSomethingOfItsOwn() {
    Set<String> keys = new HashSet<>();
    for (GoogleErrors.Row row : GoogleErrors.ROWS) {
      assertThat(keys.add(row.code() + row.words())).as(row.toString()).isTrue();
    }
    for (GoogleError error : GoogleError.values()) {
      issuer.failNext(error.fault());
      String told = failure().getMessage();
      boolean known =
          GoogleErrors.ROWS.stream().map(row -> row.diagnosis().text()).anyMatch(told::endsWith);
      assertThat(known || error.fault().status() == 429)
          .as(error.name())
          .isEqualTo(!PLAIN.contains(error));
    }
  }

  @Test
  void row_none_quotedAndLeftToTheOAuthCode() {
    issuer.failNext(IssuerFault.oauthError(400, "invalid_grant", "Something new."));
    assertThat(failure())
        .hasMessageContaining("\"Something new.\"")
        .hasMessageEndingWith(TokenErrorAdvice.INVALID_GRANT.diagnosis().text());
  }

  @Test
  void apiError_withoutMessage_hasTheRowOfItsStatus() {
    issuer.failNext(IssuerFault.json(404, "{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\"}}"));
    assertThat(failure())
        .hasMessageContaining("HTTP 404 NOT_FOUND")
        .hasMessageEndingWith("Check auth.impersonate.");
  }

  @Test
  void apiError_ofUnknownForm_isNoAnswerOfATokenEndpoint() {
    issuer.failNext(IssuerFault.json(400, "{\"error\":{\"why\":1}}"));
    assertThat(failure()).hasMessageContaining("not the answer of a token endpoint");
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
