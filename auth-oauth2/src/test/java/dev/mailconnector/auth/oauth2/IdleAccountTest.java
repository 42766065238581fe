package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.auth.oauth2.internal.renewal.HandContext;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.CredentialEnd.Part;
import dev.mailconnector.event.CredentialWarning.ConsentNeeded;
import dev.mailconnector.event.CredentialWarning.Ending;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.TestClientKey;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Accounts that nobody uses renew nothing; what ends is told all the same, by a timer. */
class IdleAccountTest {
  private static final Instant START = Instant.parse("2026-11-22T00:00:00Z");
  private static final Secret KEY = Secret.of("c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=");

  private final HandContext context = new HandContext();
  @TempDir Path folder;

  private RefreshTokenStore store() {
    return RefreshTokenStore.encryptedFile(folder.resolve("ann.tokens"), SecretSource.fixed(KEY));
  }

  @Test
  void consentAtMicrosoft_thatNobodyUses_toldAMonthBeforeItsNinetyDaysAreOver() throws Exception {
    OAuth2Login login =
        Microsoft365.application("contoso.com", "app").refreshToken(store()).login("ann@c.com");
    store().put("ann@c.com (app)", Secret.of("rt-1"), START);
    try (CredentialProvider provider = login.create(context)) {
      context.time.advance(Duration.ofDays(59));
      assertThat(context.events).isEmpty();
      context.time.advance(Duration.ofDays(1));

      Ending told = context.events(Ending.class).get(0);
      assertThat(told.end().part()).isEqualTo(Part.REFRESH_TOKEN);
      assertThat(told.end().endsAt()).isEqualTo(START.plus(Duration.ofDays(90)));
      assertThat(told.command()).isNull();
      assertThat(told.message()).contains("in 30 days", "send a mail", "keep-token: always");

      context.time.advance(Duration.ofDays(30));
      Ending over = context.events(Ending.class).get(context.events(Ending.class).size() - 1);
      assertThat(over.urgent()).isTrue();
      assertThat(over.message())
          .endsWith("must log in and consent again. Run: mailconnector login --account robot");
      assertThat(provider.health().warnings()).hasSize(1);
    }
    assertThat(context.events(TokenRequested.class)).isEmpty();
  }

  @Test
  void consent_whoseStoreCannotBeReadForADay_isToldWhenItCan() throws Exception {
    OAuth2Login login =
        Microsoft365.application("contoso.com", "app").refreshToken(store()).login("ann@c.com");
    store().put("ann@c.com (app)", Secret.of("rt-1"), START);
    try (CredentialProvider provider = login.create(context)) {
      context.time.advance(Duration.ofDays(50));
      assertThat(provider.health().ends()).hasSize(1);

      Path away = Files.move(folder.resolve("ann.tokens"), folder.resolve("away"));
      Files.writeString(folder.resolve("ann.tokens"), "damaged");
      context.time.advance(Duration.ofDays(3));
      assertThat(provider.health().ends()).hasSize(1);

      Files.move(away, folder.resolve("ann.tokens"), StandardCopyOption.REPLACE_EXISTING);
      context.time.advance(Duration.ofDays(10));
      assertThat(context.events(Ending.class)).hasSize(1);
    }
  }

  @Test
  void consentThatAnotherProcessUses_isNotTold() throws Exception {
    OAuth2Login login =
        Microsoft365.application("contoso.com", "app").refreshToken(store()).login("ann@c.com");
    store().put("ann@c.com (app)", Secret.of("rt-1"), START);
    try (CredentialProvider idle = login.create(context)) {
      for (int month = 0; month < 6; month++) {
        context.time.advance(Duration.ofDays(30));
        store().put("ann@c.com (app)", Secret.of("rt-" + month), context.clock().instant());
      }
      assertThat(idle.health().warnings()).isEmpty();
    }
    assertThat(context.events).isEmpty();
  }

  @Test
  void certificate_replacedInTime_silenceFollows() throws Exception {
    Path file = TestClientKey.rsa(START, START.plus(Duration.ofDays(90))).writePem(path("a.pem"));
    OAuth2Login login =
        Microsoft365.application("contoso.com", "app")
            .certificate(ClientCertificate.file(file))
            .login("robot@c.com");
    try (CredentialProvider provider = login.create(context)) {
      context.time.advance(Duration.ofDays(61));
      assertThat(context.events(Ending.class)).hasSize(1);
      assertThat(context.events(Ending.class).get(0).end().name()).startsWith(file + ", CN=");

      Path next = TestClientKey.rsa(START, START.plus(Duration.ofDays(400))).writePem(path("b"));
      Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
      context.time.advance(Duration.ofDays(30));

      assertThat(context.events(Ending.class)).hasSize(1);
      assertThat(provider.health().warnings()).isEmpty();
    }
  }

  @Test
  void consentOfWhichThereIsNone_isAskedForWithTheCommand() {
    OAuth2Login login =
        GenericOAuth2.at(URI.create("https://127.0.0.1:1/token"))
            .publicClient("desktop", store())
            .login("ann@c.com");
    try (CredentialProvider provider = login.create(context)) {
      assertThatThrownBy(provider::current)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("Run: mailconnector login --account robot");
    }
    assertThat(context.events(ConsentNeeded.class))
        .extracting(ConsentNeeded::command)
        .containsExactly("mailconnector login --account robot");
  }

  @Test
  void consentOfTheConfiguration_namesNoCommand() {
    OAuth2Login login =
        GenericOAuth2.at(URI.create("https://127.0.0.1:1/token"))
            .publicClient("desktop", Secret.of("rt-1"))
            .login("ann@c.com");
    assertThat(login.consentCommand("robot")).isNull();
  }

  private Path path(String name) {
    return folder.resolve(name);
  }
}
