package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code send} with a login by token, from the configuration to the server. */
class SendWithTokensTest {
  private static final String SECRET = "c1ient s3cret";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(SECRET);

  private final TestAuthority authority = TestAuthority.create();
  private final GenericIssuer issuer = GenericIssuer.start(authority);
  @TempDir Path folder;

  @AfterEach
  void close() {
    hunt.alsoFor(issuer.tokensIssued());
    issuer.close();
  }

  @Test
  void send_withATokenOfTheIssuer_logsInWithIt() throws IOException {
    issuer.client("mailer", SECRET);
    try (ScriptedSmtpServer server = builder().start()) {
      Ran ran = send(server);

      assertThat(ran.err()).isEmpty();
      assertThat(ran.status()).isZero();
      assertThat(server.messages().get(0).login())
          .isEqualTo(new Login("XOAUTH2", "robot@example.com"));
    }
  }

  @Test
  void send_withASecretThatTheIssuerRefuses_endsWith77AndOpensNoConnection() throws IOException {
    issuer.client("mailer", "another");
    try (ScriptedSmtpServer server = builder().start()) {
      Ran ran = send(server);

      assertThat(ran.status()).isEqualTo(77);
      assertThat(ran.err()).contains("invalid_client").doesNotContain(SECRET);
      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  @Test
  void send_withADeadIssuer_endsWith69AndOpensNoConnection() throws IOException {
    try (ScriptedSmtpServer server = builder().start()) {
      issuer.close();

      Ran ran = send(server);

      assertThat(ran.status()).isEqualTo(69);
      assertThat(ran.err()).contains("token request").contains("localhost");
      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  @Test
  void send_withATokenThatTheServerRefuses_endsWith77() throws IOException {
    issuer.client("mailer", SECRET);
    try (ScriptedSmtpServer server =
        builder().tokens((user, token) -> TokenVerdict.refused("535 5.7.3 No")).start()) {
      Ran ran = send(server);

      assertThat(ran.status()).isEqualTo(77);
      assertThat(ran.err()).contains("535 5.7.3 No");
    }
  }

  @Test
  void send_withATokenThatTheServerQuotes_showsTheDialogueWithoutIt() throws IOException {
    issuer.client("mailer", SECRET);
    try (ScriptedSmtpServer server =
        builder()
            .tokens((user, token) -> TokenVerdict.refused("535 5.7.3 No such token: " + token))
            .start()) {
      Ran ran = send(server, "--verbose");

      assertThat(ran.status()).isEqualTo(77);
      assertThat(ran.err()).contains("S: 535 5.7.3 No such token: ***").contains("C: AUTH XOAUTH2");
      assertThat(issuer.tokensIssued()).isNotEmpty();
    }
  }

  @Test
  void send_toAServerWithoutStarttls_endsWith78AndSendsNothing() throws IOException {
    issuer.client("mailer", SECRET);
    try (ScriptedSmtpServer server = builder().tls(ServerTls.NONE).start()) {
      assertThat(send(server).status()).isEqualTo(78);
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void send_toAServerThatTakesNoTokens_endsWith78AndSendsNothing() throws IOException {
    issuer.client("mailer", SECRET);
    try (ScriptedSmtpServer server = builder().mechanisms("PLAIN", "LOGIN").start()) {
      Ran ran = send(server);

      assertThat(ran.status()).isEqualTo(78);
      assertThat(ran.err()).contains("PLAIN").contains("XOAUTH2");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  private ScriptedSmtpServerBuilder builder() {
    return ScriptedSmtpServer.builder()
        .certificate(authority.issue())
        .tokens(
            (user, token) ->
                issuer.isValid(user, token) ? TokenVerdict.accepted() : TokenVerdict.refused());
  }

  private Ran send(ScriptedSmtpServer server, String... more) throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("mail.yaml"),
            """
            accounts:
              robot:
                host: 127.0.0.1
                port: %d
                tls: starttls
                user: robot@example.com
                auth:
                  type: oauth2
                  token-service: generic
                  grant: client-credentials
                  token-endpoint: %s
                  client-id: mailer
                  client-secret: "${file:%s}"
                trust: {ca-file: "%s"}
            """
                .formatted(
                    server.port(),
                    issuer.tokenEndpoint(),
                    Files.writeString(folder.resolve("secret"), SECRET),
                    authority.writePem(folder)));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--config", config.toString(), "send", "--to", "ann@example.com", "--text", "x"));
    arguments.addAll(List.of(more));
    return Ran.with(arguments.toArray(String[]::new));
  }
}
