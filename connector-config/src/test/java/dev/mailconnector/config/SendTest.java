package dev.mailconnector.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TokenCheck;
import dev.mailconnector.testkit.TokenVerdict;
import dev.mailconnector.testkit.issuer.GoogleIssuer;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.testkit.issuer.TokenIssuer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A configuration, the real transport and a server on a socket. */
class SendTest {
  private static final byte[] MESSAGE =
      "From: robot@contoso.com\r\nTo: ann@example.com\r\nSubject: x\r\n\r\nHello\r\n"
          .getBytes(UTF_8);
  private static final Duration SOON = Duration.ofSeconds(20);

  private final TestAuthority authority = TestAuthority.create();

  @TempDir private Path folder;

  @Test
  void password_rotatedInItsFile_isUsedForTheSecondLoginOfTheSameSend() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "the old word\n");
    try (ScriptedSmtpServer server =
            start(ScriptedSmtpServer.builder().password("svc-mail", "the old word"));
        MailConnector mail =
            connector(
                server,
                "user: svc-mail",
                "auth: {password: '${file:" + secret + "}'}",
                "limits: {messages-per-connection: 1}");
        SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("old password", "the old word").secret("new password", "the new word");
      send(mail);

      server.password("svc-mail", "the new word");
      assertThatThrownBy(() -> send(mail))
          .isInstanceOf(LoginRefusedException.class)
          .satisfies(hunter::assertClean);
      assertThat(server.counters().commands("AUTH"))
          .as("no second login with the same password")
          .isEqualTo(2);

      hunter.assertNothingLeaked();
    }
  }

  @Test
  void ntlm_domainAndWorkstationOfTheFile_logInWithExtendedProtection() throws IOException {
    NtlmServer corp =
        NtlmServer.ofDomain("CORP", "corp.example")
            .user("svc-mail", "the right word")
            .traits(NtlmTrait.DEMANDS_CHANNEL_BINDING);
    Path secret = Files.writeString(folder.resolve("secret"), "the right word\n");
    try (ScriptedSmtpServer server = start(ScriptedSmtpServer.builder().mechanism(corp));
        MailConnector mail =
            connector(
                server,
                "user: svc-mail",
                "auth: {type: ntlm, domain: CORP, workstation: BATCH-7, password: '${file:"
                    + secret
                    + "}'}")) {
      send(mail);

      assertThat(server.messages()).hasSize(1);
    }
    assertThat(corp.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.domain()).isEqualTo("CORP");
              assertThat(verdict.workstation()).isEqualTo("BATCH-7");
              assertThat(verdict.bound()).isTrue();
            });
  }

  @Test
  void password_changedBeforeTheRefusal_theSendSucceeds() throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "the old word\n");
    try (ScriptedSmtpServer server =
            start(ScriptedSmtpServer.builder().password("svc-mail", "the old word"));
        MailConnector mail =
            connector(
                server,
                "user: svc-mail",
                "auth: {password: '${file:" + secret + "}'}",
                "limits: {messages-per-connection: 1}")) {
      send(mail);
      server.password("svc-mail", "the new word");
      Files.writeString(secret, "the new word\n");

      send(mail);

      assertThat(server.counters().commands("AUTH")).isEqualTo(3);
      assertThat(server.awaitMessages(2, SOON))
          .extracting(ReceivedMessage::login)
          .containsOnly(new Login("PLAIN", "svc-mail"));
    }
  }

  @Test
  void mechanism_forced_isTheOneUsed() throws IOException {
    try (ScriptedSmtpServer server =
            start(ScriptedSmtpServer.builder().password("jürgen", "pä ß wörd"));
        MailConnector mail =
            connector(
                server, "user: jürgen", "auth: {password: '${env:WORD}', mechanism: LOGIN}")) {
      send(mail);

      assertThat(server.awaitMessages(1, SOON).get(0).login())
          .isEqualTo(new Login("LOGIN", "jürgen"));
    }
  }

  @Test
  void noLogin_atAServerThatOffersOne_attemptsNothing() throws IOException {
    try (ScriptedSmtpServer server = start(ScriptedSmtpServer.builder().loginRequired(false));
        MailConnector mail = connector(server, "user: robot@contoso.com", "auth: {type: none}")) {
      send(mail);

      assertThat(server.counters().commands("AUTH")).isZero();
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
    }
  }

  @Test
  void microsoft_byPreset_logsInWithTheTokenOfItsIssuer() throws IOException {
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        ScriptedSmtpServer server = startMicrosoft(issuer);
        MailConnector mail = connector(server, microsoft(issuer))) {
      issuer.app("contoso.onmicrosoft.com", "application", "pä ß wörd");
      send(mail);

      assertThat(server.awaitMessages(1, SOON).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "robot@contoso.com"));
      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @Test
  void tokenRequest_throughAProxyThatWantsNtlm_logsInThere() throws IOException {
    NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", "pr0xy-wörd");
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        ScriptedSmtpServer server = startMicrosoft(issuer);
        MailConnector mail =
            connector(
                server,
                microsoft(issuer),
                "  http-proxy:",
                "    url: http://" + proxy.host() + ":" + proxy.port(),
                "    user: svc",
                "    domain: CORP",
                "    password: pr0xy-wörd");
        SecretHunter hunter = SecretHunter.start()) {
      hunter
          .secret("proxy password", "pr0xy-wörd")
          .secret("answer, which can be guessed at", "TlRMTVNTUAADAAAA");
      issuer.app("contoso.onmicrosoft.com", "application", "pä ß wörd");
      send(mail);

      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
      assertThat(proxy.connections()).as("the whole login on one connection").isEqualTo(1);
      assertThat(proxy.requests()).hasSize(3).noneMatch(head -> head.contains("Basic"));
      hunter.assertNothingLeaked();
    }
    assertThat(corp.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.targetName()).isEqualTo("HTTP/127.0.0.1");
              assertThat(verdict.mic()).isTrue();
            });
  }

  @Test
  void tokenRequest_refusedByAProxyThatWantsNtlm_isOneLogin() throws IOException {
    NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", "pr0xy-wörd");
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        ScriptedSmtpServer server = startMicrosoft(issuer);
        MailConnector mail =
            connector(
                server,
                microsoft(issuer),
                "  http-proxy:",
                "    url: http://" + proxy.host() + ":" + proxy.port(),
                "    user: CORP\\svc",
                "    password: wr0ng")) {
      assertThatThrownBy(() -> send(mail))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(proxy.port() + " answered 407 to CONNECT")
          .hasMessageContaining("The proxy refuses this login")
          .hasMessageContaining("auth.http-proxy.domain; it offers NTLM")
          .hasMessageNotContaining("mailconnector-auth-ntlm");

      assertThat(corp.verdicts()).hasSize(1);
    }
  }

  @Test
  void tokenRequest_byHttpClientsOwnEngine_logsInWithWarnings() throws IOException {
    // Beside a time it sends an LMv2, which a strict server refuses.
    NtlmServer corp =
        NtlmServer.ofDomain("CORP", "corp.example")
            .user("svc", "pr0xy-word")
            .traits(NtlmTrait.NO_TIMESTAMP);
    try (MicrosoftIssuer issuer = MicrosoftIssuer.start(authority);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        ScriptedSmtpServer server = startMicrosoft(issuer)) {
      issuer.app("contoso.onmicrosoft.com", "application", "pä ß wörd");
      String text =
          text(
              server,
              microsoft(issuer),
              "  http-proxy:",
              "    url: http://" + proxy.host() + ":" + proxy.port(),
              "    user: svc",
              "    domain: CORP",
              "    password: pr0xy-word",
              "    engine: httpclient");
      ConfigurationReport report =
          MailConfiguration.check(text, "mail.yaml", Map.of("WORD", "pä ß wörd"));
      List<String> warned = new CopyOnWriteArrayList<>();
      Logger log = Logger.getLogger("dev.mailconnector.auth.oauth2.TokenTraffic");
      Handler listener = new Listener(warned);
      log.addHandler(listener);
      try (MailConnector mail = report.configuration().connector().build()) {
        send(mail);
      } finally {
        log.removeHandler(listener);
      }

      assertThat(report.warnings().toString())
          .contains("accounts.a.auth.http-proxy.engine", "falls to NTLMv1", "no longer support");
      assertThat(warned)
          .singleElement()
          .asString()
          .contains("token requests log in at the HTTP proxy", "falls to NTLMv1");
    }
    assertThat(corp.verdicts())
        .singleElement()
        .satisfies(
            verdict -> {
              assertThat(verdict.isAccepted()).isTrue();
              assertThat(verdict.mic()).isFalse();
            });
  }

  @Test
  void gmail_byPreset_logsInWithTheTokenOfItsServiceAccount() throws IOException {
    try (GoogleIssuer issuer = GoogleIssuer.start(authority);
        ScriptedSmtpServer server =
            start(ScriptedSmtpServer.builder().profile(SmtpProfile.GMAIL).tokens(check(issuer)));
        MailConnector mail =
            connector(
                server,
                "preset: gmail",
                "user: news@example.com",
                "auth: {type: oauth2, grant: service-account, key-file: " + key(issuer) + "}")) {
      issuer.delegateTo("news@example.com");
      send(mail);

      assertThat(server.awaitMessages(1, SOON).get(0).login())
          .isEqualTo(new Login("XOAUTH2", "news@example.com"));
    }
  }

  private ScriptedSmtpServer startMicrosoft(MicrosoftIssuer issuer) {
    return start(
        ScriptedSmtpServer.builder().profile(SmtpProfile.MICROSOFT365).tokens(check(issuer)));
  }

  /** An application of this issuer, whose login may get further keys. */
  private static String microsoft(MicrosoftIssuer issuer) {
    return String.join(
        "\n",
        "preset: microsoft365",
        "user: robot@contoso.com",
        "auth:",
        "  type: oauth2",
        "  grant: client-credentials",
        "  tenant: contoso.onmicrosoft.com",
        "  authority: " + issuer.url(),
        "  client-id: application",
        "  client-secret: ${env:WORD}");
  }

  private Path key(GoogleIssuer issuer) throws IOException {
    return Files.writeString(folder.resolve("key.json"), issuer.serviceAccountKeyJson());
  }

  private static TokenCheck check(TokenIssuer issuer) {
    return (user, token) ->
        issuer.isValid(user, token) ? TokenVerdict.accepted() : TokenVerdict.refused();
  }

  private ScriptedSmtpServer start(ScriptedSmtpServerBuilder builder) {
    return builder.certificate(authority.issue()).start();
  }

  private MailConnector connector(ScriptedSmtpServer server, String... lines) throws IOException {
    return MailConfiguration.read(text(server, lines), "mail.yaml", Map.of("WORD", "pä ß wörd"))
        .connector()
        .build();
  }

  private String text(ScriptedSmtpServer server, String... lines) throws IOException {
    return Try.account(lines)
        + "    host: %s\n    port: %d\n    tls: starttls\n    trust: {ca-file: %s}\n"
            .formatted(server.host(), server.port(), authority.writePem(folder));
  }

  private static void send(MailConnector mail) {
    mail.send(
        MESSAGE,
        SendOptions.defaults()
            .withEnvelope(new Envelope("robot@contoso.com", List.of("ann@example.com"))));
  }

  private static final class Listener extends Handler {
    private final List<String> heard;

    Listener(List<String> heard) {
      this.heard = heard;
    }

    @Override
    public void publish(LogRecord line) {
      heard.add(new SimpleFormatter().formatMessage(line));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}
