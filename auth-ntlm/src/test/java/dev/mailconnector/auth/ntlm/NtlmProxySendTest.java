package dev.mailconnector.auth.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail through a company proxy that wants NTLM, over real sockets. */
class NtlmProxySendTest {
  private static final String HOST = "mail.outside.example";
  private static final String PASSWORD = "pr0xy-wörd-battery";
  private static final String USER = "CORP\\svc";
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TestCertificate CERTIFICATE = AUTHORITY.issue(HOST);
  private static final String CHALLENGE = challenge();
  private static final byte[] MESSAGE =
      "From: robot@corp.example\r\nTo: ann@example.com\r\nSubject: x\r\n\r\nHello\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final SendOptions OPTIONS =
      SendOptions.account("robot").withRecipients(List.of("ann@example.com"));

  private final SecretHunter hunter =
      SecretHunter.start()
          .secret("password", PASSWORD)
          .secret("answer, which can be guessed at", "TlRMTVNTUAADAAAA");
  private final NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", PASSWORD);

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "IMPLICIT"})
  void send_throughTheProxy_logsInOnOneConnection(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = server(tls);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp)) {
      proxy.route(HOST, server.port());
      TlsMode mode = TlsMode.valueOf(tls.name());
      try (MailConnector mail = connector(mode, proxy.port(), USER, PASSWORD)) {
        mail.send(MESSAGE, OPTIONS);
      }

      assertThat(server.messages()).hasSize(1);
      assertThat(proxy.connections()).isEqualTo(1);
      assertThat(proxy.requests()).hasSize(3).noneMatch(head -> head.contains("Basic"));
      assertThat(proxy.requests().get(0)).doesNotContain("Authorization");
    }
    assertThat(corp.verdicts())
        .containsExactly(
            new NtlmVerdict("CORP", "svc", "", "HTTP/127.0.0.1", true, false, true, ""));
  }

  @Test
  void send_onTheNextConnection_saysNtlmAtOnce() throws Exception {
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp)) {
      proxy.route(HOST, server.port());
      Account once =
          account("robot", TlsMode.STARTTLS)
              .proxy(proxied(proxy.port()).login(USER, Secret.of(PASSWORD)))
              .pool(PoolSettings.defaults().withMaxMessages(1))
              .build();
      try (MailConnector mail = MailConnector.of(once)) {
        mail.send(MESSAGE, OPTIONS);
        mail.send(MESSAGE, OPTIONS);
      }

      assertThat(proxy.requests()).hasSize(5);
      assertThat(proxy.requests().get(3)).contains("Proxy-Authorization: NTLM TlRMTVNTUAAB");
    }
  }

  @Test
  void send_withoutALoginForTheProxy_asksForTheLoginAlone() throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        MailConnector mail =
            MailConnector.of(
                account("robot", TlsMode.STARTTLS).proxy(proxied(proxy.port())).build())) {
      assertThat(failure(mail, "robot"))
          .hasMessageContaining("must set proxy.user, proxy.password and proxy.domain")
          .hasMessageNotContaining("class path");
    }
  }

  @Test
  void send_toAProxyThatTakesBasicAlone_usesThat() throws Exception {
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS);
        HttpConnectProxy proxy = HttpConnectProxy.start(USER, PASSWORD)) {
      proxy.route(HOST, server.port());
      try (MailConnector mail = connector(TlsMode.STARTTLS, proxy.port(), USER, PASSWORD)) {
        mail.send(MESSAGE, OPTIONS);
      }

      assertThat(server.messages()).hasSize(1);
      assertThat(proxy.requests()).hasSize(2);
    }
  }

  @Test
  void send_wrongPassword_isOneLoginHoweverOftenItIsSent() throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        MailConnector mail =
            MailConnector.builder()
                .account(refused("robot", proxy))
                .account(refused("other", proxy))
                .build()) {
      MailConnectorException first = failure(mail, "robot");
      MailConnectorException again = failure(mail, "robot");
      MailConnectorException other = failure(mail, "other");

      assertThat(first)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("\"HTTP/1.1 407 Proxy Authentication Required\"")
          .hasMessageContaining("check proxy.user, proxy.password and proxy.domain")
          .hasMessageNotContaining("mailconnector-auth-ntlm");
      assertThat(first.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      for (MailConnectorException each : List.of(again, other)) {
        assertThat(each)
            .hasMessageContaining("refused the login of CORP\\svc (\"HTTP/1.1 407 Proxy")
            .hasMessageContaining("unless the password changes")
            .returns("proxy-login-paused", told -> told.diagnosis().orElseThrow().id())
            .hasMessageNotContaining("wr0ng-pass");
      }
      assertThat(corp.verdicts()).hasSize(1);
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void send_passwordRotatedMeanwhile_isReadAgain() throws Exception {
    AtomicReference<String> file = new AtomicReference<>("0ld-password");
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp)) {
      proxy.route(HOST, server.port());
      Account account =
          account("robot", TlsMode.STARTTLS)
              .proxy(proxied(proxy.port()).login(USER, () -> Secret.of(file.get())))
              .build();
      try (MailConnector mail = MailConnector.of(account)) {
        assertThat(failure(mail, "robot")).hasMessageContaining("407");
        file.set(PASSWORD);
        mail.send(MESSAGE, OPTIONS);
      }
      assertThat(server.messages()).hasSize(1);
      assertThat(corp.verdicts()).hasSize(2);
    }
  }

  @Test
  void send_proxyThatMayKnowVersion1Only_isAnsweredInVersion2() throws Exception {
    NtlmServer old = corp.traits(NtlmTrait.NO_TARGET_INFO);
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS);
        HttpConnectProxy proxy = HttpConnectProxy.start(old)) {
      proxy.route(HOST, server.port());
      try (MailConnector mail = connector(TlsMode.STARTTLS, proxy.port(), USER, PASSWORD)) {
        mail.send(MESSAGE, OPTIONS);
      }
      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Connection: close\r\n\r\n",
        "Proxy-Connection: close\r\nContent-Length: 5\r\n\r\n<p>No",
        "Content-Length: 5\r\n\r\n<p>No",
        "Transfer-Encoding: chunked\r\n\r\n5\r\n<p>No\r\n0\r\n\r\n"
      })
  void firstAnswer_ofEachShape_isFollowedByNtlm(String rest) throws Exception {
    try (TalkativeProxy proxy =
        new TalkativeProxy(
            n ->
                n == 1
                    ? refusal("Basic realm=\"x\"\r\nProxy-Authenticate: NTLM", rest)
                    : "HTTP/1.1 403 Not that host\r\nContent-Length: 0\r\n\r\n")) {
      assertThat(failure(proxy)).hasMessageContaining("\"HTTP/1.1 403 Not that host\"");
      assertThat(proxy.heads()).hasSize(2);
      assertThat(proxy.heads().get(1)).contains("Proxy-Authorization: NTLM TlRMTVNTUAAB");
    }
  }

  @Test
  void login_whoseConnectionEndsInTheMiddle_saysSo() throws Exception {
    IntFunction<String> answers =
        n ->
            n == 1
                ? refusal("NTLM", "Content-Length: 0\r\n\r\n")
                : refusal("NTLM " + CHALLENGE, "Connection: close\r\n\r\n");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      assertThat(failure(proxy))
          .hasMessageContaining("in the middle of a login")
          .returns("proxy-ends-login", told -> told.diagnosis().orElseThrow().id());
      assertThat(proxy.heads()).hasSize(2);
    }
  }

  @Test
  void login_challengedForever_ends() throws Exception {
    IntFunction<String> answers = n -> refusal("NTLM " + CHALLENGE, "Content-Length: 0\r\n\r\n");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      assertThat(failure(proxy)).hasMessageContaining("407 No");
      assertThat(proxy.heads()).hasSize(3);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NTLM !!, proxy-login-refused",
    "NTLM AAAA, proxy-login-given-up",
    "NTLM, proxy-login-refused",
    "Negotiate, proxy-login-unknown"
  })
  void login_answeredByNonsense_isGivenUpInWords(String second, String id) throws Exception {
    IntFunction<String> answers =
        n -> refusal(n == 1 ? "NTLM" : second, "Content-Length: 0\r\n\r\n");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      assertThat(failure(proxy))
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("refused a way to " + HOST)
          .returns(id, told -> told.diagnosis().orElseThrow().id());
      assertThat(proxy.heads().size()).isLessThan(4);
    }
  }

  @Test
  void proxy_thatTakesKerberosAlone_saysWhatCanBeDone() throws Exception {
    try (TalkativeProxy proxy =
        new TalkativeProxy(n -> refusal("Negotiate", "Content-Length: 0\r\n\r\n"))) {
      assertThat(failure(proxy))
          .hasMessageContaining("The proxy takes Negotiate only")
          .returns("proxy-login-unknown", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("offer NTLM or Basic beside Kerberos");
      assertThat(proxy.heads()).hasSize(1);
    }
  }

  @Test
  void proxy_thatTookNtlmAndThenOffersBasicAlone_isNotShownThePassword() throws Exception {
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS)) {
      AtomicReference<HttpConnectProxy> honest =
          new AtomicReference<>(HttpConnectProxy.start(corp));
      int port = honest.get().port();
      honest.get().route(HOST, server.port());
      Account once =
          account("robot", TlsMode.STARTTLS)
              .proxy(proxied(port).login(USER, Secret.of(PASSWORD)))
              .pool(PoolSettings.defaults().withMaxMessages(1))
              .build();
      try (MailConnector mail = MailConnector.of(once)) {
        mail.send(MESSAGE, OPTIONS);
        honest.get().close();
        try (TalkativeProxy other =
            new TalkativeProxy(
                port, n -> refusal("Basic realm=\"x\"", "Content-Length: 0\r\n\r\n"))) {
          for (int i = 0; i < 2; i++) {
            assertThat(failure(mail, "robot"))
                .hasMessageContaining("The proxy took NTLM before and now offers Basic")
                .returns("proxy-login-downgraded", told -> told.diagnosis().orElseThrow().id());
          }
          assertThat(other.heads()).hasSize(2).noneMatch(head -> head.contains("Basic"));
        }
      }
    }
  }

  @Test
  void proxy_thatQuotesTheLogin_isToldWithoutIt() throws Exception {
    AtomicReference<TalkativeProxy> self = new AtomicReference<>();
    IntFunction<String> answers =
        n ->
            n < 3
                ? refusal(n == 1 ? "NTLM" : "NTLM " + CHALLENGE, "Content-Length: 0\r\n\r\n")
                : "HTTP/1.1 407 No "
                    + self.get().heads().get(2).replaceAll("(?s).*NTLM (\\S+).*", "$1")
                    + " "
                    + "\r\nProxy-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n";
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      self.set(proxy);
      assertThat(failure(proxy))
          .hasMessageContaining("407 No ***")
          .hasMessageNotContaining("TlRMTVNT");
    }
  }

  private static String refusal(String challenge, String rest) {
    return "HTTP/1.1 407 No\r\nProxy-Authenticate: " + challenge + "\r\n" + rest;
  }

  private static String challenge() {
    ServerMechanism.Exchange exchange =
        NtlmServer.ofDomain("CORP", "corp.example").start(new ServerMechanism.Context(null, null));
    byte[] negotiate =
        Base64.getDecoder().decode("TlRMTVNTUAABAAAAt4II4gAAAAAAAAAAAAAAAAAAAAAFAs4OAAAADw==");
    ServerMechanism.Step step = exchange.next(negotiate);
    return Base64.getEncoder().encodeToString(((ServerMechanism.Step.Challenge) step).data());
  }

  private static ScriptedSmtpServer server(ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .tls(tls)
        .loginRequired(false)
        .certificate(CERTIFICATE)
        .start();
  }

  private static MailConnectorException failure(TalkativeProxy proxy) {
    try (MailConnector mail = connector(TlsMode.STARTTLS, proxy.port(), USER, PASSWORD)) {
      return failure(mail, "robot");
    }
  }

  private static MailConnectorException failure(MailConnector mail, String account) {
    return catchThrowableOfType(
        MailConnectorException.class, () -> mail.send(MESSAGE, OPTIONS.withAccount(account)));
  }

  private static MailConnector connector(TlsMode tls, int proxy, String user, String password) {
    return MailConnector.of(
        account("robot", tls).proxy(proxied(proxy).login(user, Secret.of(password))).build());
  }

  private static Account refused(String name, HttpConnectProxy proxy) {
    return account(name, TlsMode.STARTTLS)
        .proxy(proxied(proxy.port()).login(USER, Secret.of("wr0ng-pass")))
        .build();
  }

  private static Account.Builder account(String name, TlsMode tls) {
    return Account.builder(name, new SmtpEndpoint(HOST, tls == TlsMode.IMPLICIT ? 465 : 587, tls))
        .ehloName("client.example")
        .trust(Trust.context(AUTHORITY.trustingContext()));
  }

  private static ProxyServer proxied(int port) {
    return ProxyServer.http("127.0.0.1", port);
  }
}
