package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens that live a day and more, and can be ended at any time. */
class ContinuousAccessTest {
  private static final Secret SECRET = Secret.of("s3cret-value");
  private static final SmtpReply REFUSED =
      SmtpReply.of(535, List.of("5.7.3 Authentication unsuccessful"));

  private final TestAuthority authority = TestAuthority.create();
  private final HandContext context =
      new HandContext().trust(Trust.context(authority.trustingContext()));
  private final MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
  private CredentialProvider provider;

  @BeforeEach
  void start() {
    issuer.app("contoso.com", "app", SECRET.reveal());
    provider =
        Microsoft365.application("contoso.com", "app")
            .secret(SECRET)
            .authority(issuer.url())
            .login("robot@contoso.com")
            .create(context);
  }

  @AfterEach
  void stop() {
    provider.close();
    issuer.close();
  }

  @Test
  void token_of28HoursThatIsRefused_isReplacedPastEveryCache() {
    issuer.lifetime(Duration.ofHours(28));
    Credential first = provider.current();
    context.time.advance(Duration.ofHours(3));
    assertThat(provider.current()).isSameAs(first);

    provider.refused(first, REFUSED);
    Credential second = provider.current();

    assertThat(second.generation()).isEqualTo(first.generation() + 1);
    assertThat(issuer.tokensIssued()).hasSize(2).doesNotHaveDuplicates();
    assertThat(second.expiresAt()).isEqualTo(context.time.now().plus(Duration.ofHours(28)));
  }

  @Test
  void request_neverAnnouncesThatItCouldAnswerAClaimsChallenge() {
    provider.current();

    assertThat(issuer.requests())
        .extracting(IssuerRequest::parameters)
        .allSatisfy(form -> assertThat(form.toString()).doesNotContain("cp1", "xms_cc"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT10S", "PT28H", "P30D", "P366D"})
  void token_ofAnyLife_isRenewedBeforeItsEnd(Duration lifetime) {
    issuer.lifetime(lifetime);
    for (int life = 1; life <= 3; life++) {
      Credential held = provider.current();
      assertThat(held.generation()).isEqualTo(life);
      assertThat(held.expiresAt()).isEqualTo(context.time.now().plus(lifetime));
      TokenRenewed renewed = context.events(TokenRenewed.class).get(life - 1);
      context.time.advance(Duration.between(renewed.at(), renewed.renewAt()));
    }
    assertThat(issuer.requests()).hasSize(4);
  }
}
