package dev.mailconnector.auth.oauth2.internal.microsoft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.assertion.ClientProof;
import dev.mailconnector.auth.oauth2.internal.http.HttpForTests;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.issuer.IssuerRequest;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MSAL4J asks with the token that somebody else keeps fresh in a file. */
class MicrosoftFederatedTest {
  private final HttpForTests stack = new HttpForTests();
  private final SettableClock clock = SettableClock.at("2026-11-22T10:00:00Z");
  @TempDir Path folder;
  private Path file;
  private MicrosoftIssuer issuer;
  private MicrosoftClientCredentials source;

  @BeforeEach
  void start() throws IOException {
    issuer = MicrosoftIssuer.start(stack.authority());
    issuer.clock(clock);
    issuer.federate("contoso.com", "app");
    file = folder.resolve("token");
    Files.writeString(file, issuer.federatedToken("app", Duration.ofHours(1)) + "\n");
    var settings =
        new MicrosoftClient.Settings(
            issuer.url().resolve("/contoso.com/"),
            "app",
            new ClientProof.Federated(SecretSource.file(file)),
            "https://outlook.office365.com/.default");
    source = new MicrosoftClientCredentials(new MicrosoftClient(settings, stack.http(), clock));
  }

  @AfterEach
  void stop() {
    source.close();
    issuer.close();
    stack.close();
  }

  @Test
  void fetch_realMsal_sendsTheFileAsAssertion() throws Exception {
    assertThat(issuer.isValid("robot@contoso.com", source.fetch().value().reveal())).isTrue();
    IssuerRequest request = issuer.requests().get(0);
    assertThat(issuer.requests()).hasSize(1);
    assertThat(request.authentication()).isEqualTo("client_assertion");
    assertThat(request.parameters())
        .containsEntry("client_assertion", Files.readString(file).trim())
        .containsEntry(
            "client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
  }

  @Test
  void fetch_fileNotKeptFresh_saysSoAndReadsItAgain() throws Exception {
    source.fetch();
    clock.advance(Duration.ofHours(2));
    TokenException failure = failure();
    assertThat(failure.permanent()).isTrue();
    assertThat(failure)
        .hasMessageContaining("AADSTS700024")
        .hasMessageContaining("somebody keeps the assertion file fresh");

    Files.writeString(file, issuer.federatedToken("app", Duration.ofHours(1)));
    assertThat(source.fetch()).isNotNull();
  }

  @Test
  void fetch_tokenOfAnotherSubject_namesTheFederatedCredential() throws Exception {
    Files.writeString(file, issuer.federatedToken("other", Duration.ofHours(1)));
    assertThat(failure())
        .hasMessageContaining("AADSTS700213")
        .hasMessageContaining("Federated credentials");
  }

  @Test
  void fetch_fileEmptyGoneOrNoToken_clearWords() throws Exception {
    Files.writeString(file, "");
    assertThat(failure()).hasMessageContaining("client-assertion-file is empty");
    Files.delete(file);
    assertThat(failure()).hasMessageContaining(file.toString());
    assertThat(issuer.requests()).isEmpty();
    Files.writeString(file, "no token");
    assertThat(failure()).hasMessageContaining("AADSTS50027");
  }

  private TokenException failure() {
    return catchThrowableOfType(TokenException.class, source::fetch);
  }
}
