package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Mechanism;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.SecretHunter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OAuth2LoginTest {
  private static final String TOKEN = "an-access-token-of-one-hour";

  private final HandContext context = new HandContext();
  private final AtomicInteger closings = new AtomicInteger();
  private final TokenSource source =
      new TokenSource() {
        @Override
        public AccessToken fetch() {
          return AccessToken.of(Secret.of(TOKEN), Duration.ofHours(1));
        }

        @Override
        public void close() {
          closings.incrementAndGet();
        }
      };
  private final OAuth2Login login = OAuth2.login("robot@contoso.com", source);

  @Test
  void credential_ofAToken_offersTheTwoMechanismsMadeForTokensAndNoOther() {
    Credential credential = login.create(context).current();

    assertThat(credential.mechanisms())
        .extracting(Mechanism::name)
        .containsExactly("XOAUTH2", "OAUTHBEARER");
    assertThat(credential.generation()).isEqualTo(1);
    assertThat(credential.issuedAt()).isEqualTo(context.clock().instant());
    assertThat(credential.expiresAt())
        .isEqualTo(context.clock().instant().plus(Duration.ofHours(1)));
  }

  @Test
  void mechanism_forced_isTheOnlyOne() {
    Credential credential = login.mechanism("oauthbearer").create(context).current();

    assertThat(credential.mechanisms()).extracting(Mechanism::name).containsExactly("OAUTHBEARER");
  }

  @Test
  void mechanism_thatWasNotMadeForTokens_isRefused() {
    assertThatThrownBy(() -> login.mechanism("PLAIN"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"PLAIN\"")
        .hasMessageContaining("XOAUTH2, OAUTHBEARER");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "a\rb", "a\nb", "a\1b", "a\0b"})
  void identity_thatCouldAddAField_isRefusedAtOnce(String identity) {
    assertThatThrownBy(() -> OAuth2.login(identity, source))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("user");
  }

  @Test
  void twoAccounts_ofOneLogin_haveTokensOfTheirOwn() {
    login.create(context).current();
    login.create(context).current();

    assertThat(context.events(TokenRequested.class)).hasSize(2);
  }

  @Test
  void provider_refusedAndUsedAndClosed_passesThatOn() {
    CredentialProvider provider = login.create(context);
    Credential first = provider.current();
    provider.refused(first, SmtpReply.of(535, List.of("5.7.8 no")));
    assertThat(provider.current().generation()).isEqualTo(2);

    provider.used();
    context.time.advance(Duration.ofMinutes(45));
    assertThat(provider.current().generation()).isEqualTo(3);

    provider.close();
    assertThatThrownBy(provider::current).hasMessageContaining("closed");
  }

  @Test
  void source_ofTheUsersOwn_isNotClosedByTheLogin() {
    CredentialProvider provider = login.create(context);
    provider.current();
    provider.close();

    assertThat(closings).hasValue(0);
  }

  @Test
  void everything_asText_showsNoToken() {
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("token", TOKEN);
      CredentialProvider provider = login.create(context);
      Credential credential = provider.current();

      hunter.assertCleanText(login + " " + provider + " " + credential + " " + context.events);
      assertThat(provider).hasToString("OAuth2 tokens of robot@contoso.com");
      hunter.assertNothingLeaked();
    }
  }
}
