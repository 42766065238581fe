package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import dev.mailconnector.auth.oauth2.TokenClaims;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TokenHintTest {
  private static final String MICROSOFT = "https://sts.windows.net/9a0c13d1/";
  private static final String CHINA = "https://sts.chinacloudapi.cn/9a0c13d1/";
  private static final String OUTLOOK = "https://outlook.office365.com";
  private static final String SECRET = "s3cret of the client";
  private static final String TENANT = "contoso.onmicrosoft.com";
  private static final String CLIENT = "11111111-2222-3333-4444-555555555555";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(SECRET);

  @TempDir Path folder;

  @Test
  void of_applicationWithoutItsRole_namesRoleAndAdministrator() {
    assertThat(hint(MICROSOFT, OUTLOOK, List.of(), List.of()))
        .contains("SMTP.SendAsApp", "RBAC", "administrator", "Grant admin consent");
  }

  @Test
  void of_tokenOfAnotherService_namesTheScope() {
    assertThat(hint(MICROSOFT, "https://graph.microsoft.com", List.of("Mail.Send"), List.of()))
        .contains("not meant for Exchange Online", "auth.scope");
  }

  @Test
  void of_userWithoutTheScopeForMail_namesTheScopeAndTheConsent() {
    assertThat(hint(CHINA, "https://partner.outlook.cn", List.of(), List.of("IMAP.AccessAsUser")))
        .contains("SMTP.Send", "consents again");
  }

  @Test
  void of_tokenThatHasAllItNeeds_nothing() {
    String byId = "00000002-0000-0ff1-ce00-000000000000";

    assertThat(hint(MICROSOFT, OUTLOOK, List.of("SMTP.SendAsApp"), List.of())).isNull();
    assertThat(hint(MICROSOFT, byId, List.of("Mail.Send"), List.of())).isNull();
    assertThat(hint(MICROSOFT, OUTLOOK, List.of(), List.of("SMTP.Send"))).isNull();
  }

  @Test
  void of_tokenOfAnotherIssuer_nothing() {
    assertThat(hint("https://id.corp.example", "mail", List.of(), List.of())).isNull();
    assertThat(hint(null, "mail", List.of(), List.of())).isNull();
  }

  @Test
  void token_nobodyHasConsented_endsWith0AndTellsSo() throws IOException {
    TestAuthority authority = TestAuthority.create();
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority)) {
      issuer.app(TENANT, CLIENT, SECRET);
      Path file = configuration(issuer, authority.writePem(folder));

      assertThat(hintOf(token(file)).isJsonNull()).isTrue();

      issuer.withdrawConsent(CLIENT);
      assertThat(hintOf(token(file)).getAsString()).contains("SMTP.SendAsApp");
      assertThat(Ran.with("--config", file.toString(), "token").out())
          .contains("hint        The token has no role SMTP.SendAsApp.");
      hunt.alsoFor(issuer.tokensIssued());
    }
  }

  private static Ran token(Path file) {
    Ran ran = Ran.with("--config", file.toString(), "token", "--json");
    assertThat(ran.status()).as(ran.err()).isZero();
    return ran;
  }

  private static JsonElement hintOf(Ran ran) {
    return JsonParser.parseString(ran.lastLine()).getAsJsonObject().get("hint");
  }

  private Path configuration(MicrosoftIssuer issuer, Path authorities) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), SECRET);
    return Files.writeString(
        folder.resolve("mail.yaml"),
        """
        accounts:
          robot:
            host: 127.0.0.1
            user: robot@contoso.com
            trust: {ca-file: "%s"}
            auth:
              type: oauth2
              token-service: microsoft
              grant: client-credentials
              authority: "%s"
              tenant: %s
              client-id: %s
              client-secret: "${file:%s}"
        """
            .formatted(authorities, issuer.url(), TENANT, CLIENT, secret));
  }

  private static @Nullable String hint(
      @Nullable String issuer, String audience, List<String> roles, List<String> scopes) {
    return new TokenClaims(issuer, List.of(audience), null, null, null, roles, scopes, null)
        .doubt()
        .map(Remedy::text)
        .orElse(null);
  }
}
