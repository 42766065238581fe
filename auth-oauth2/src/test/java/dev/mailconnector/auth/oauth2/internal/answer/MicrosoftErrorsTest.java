package dev.mailconnector.auth.oauth2.internal.answer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClient;
import dev.mailconnector.auth.oauth2.internal.microsoft.MicrosoftClientCredentials;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every row, answered by an issuer to MSAL4J. */
class MicrosoftErrorsTest {
  private final HttpForTests stack = new HttpForTests();
  private MicrosoftIssuer issuer;
  private MicrosoftClientCredentials source;

  @BeforeEach
  void start() {
    issuer = MicrosoftIssuer.start(stack.authority());
    issuer.app("contoso.com", "app", "s3cret-value");
    var settings =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/contoso.com/"),
            "app",
            new ClientProof.SharedSecret(SecretSource.fixed(Secret.of("s3cret-value"))),
            "https://outlook.office365.com/.default");
    source =
        new MicrosoftClientCredentials(
            new MicrosoftClient(settings, stack.http(), InstantSource.system()));
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @Test
  void row_ofEveryNumber_isToldBesideTheWordsOfMicrosoft() {
    for (Map.Entry<String, ErrorRow> each : MicrosoftErrors.ROWS.entrySet()) {
      String said = each.getKey() + ": Words of today. Trace ID: 1-2-3";
      issuer.failNext(IssuerFault.oauthError(400, "invalid_grant", said));

      TokenException failure = failure();

      assertThat(failure)
          .as(each.getKey())
          .hasMessageContaining("HTTP 400 invalid_grant \"" + said + "\"")
          .hasMessageEndingWith(each.getValue().diagnosis().text());
      assertThat(failure.permanent()).as(each.getKey()).isEqualTo(each.getValue().permanent());
    }
    assertThat(issuer.requests()).hasSize(MicrosoftErrors.ROWS.size());
  }

  @Test
  void row_everyErrorOfTheIssuer_hasOne() {
    for (EntraError error : EntraError.values()) {
      assertThat(MicrosoftErrors.ROWS).containsKey("AADSTS" + error.code());
    }
  }

  @Test
  void row_none_quotedAndLeftToTheOAuthCode() {
    String said = "AADSTS99999999: Something new. Trace ID: 1-2-3";
    issuer.failNext(IssuerFault.oauthError(400, "invalid_client", said));
    assertThat(failure())
        .hasMessageContaining("\"" + said + "\"")
        .hasMessageEndingWith(TokenErrorAdvice.INVALID_CLIENT.diagnosis().text());
  }

  @Test
  void row_longerNumberThatBeginsAlike_isNotMistakenForAShorter() {
    issuer.failNext(IssuerFault.oauthError(400, "invalid_grant", "AADSTS700081: New."));
    assertThat(failure()).hasMessageEndingWith(TokenErrorAdvice.INVALID_GRANT.diagnosis().text());
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
