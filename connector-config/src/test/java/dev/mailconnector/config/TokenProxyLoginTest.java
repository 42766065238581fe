package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.auth.oauth2.ProxyEngine;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Token requests at proxies that want the login to go wrong. */
class TokenProxyLoginTest {
  private static final String PASSWORD = "pr0xy-word-battery";
  private static final String CHALLENGE = challenge();
  private static final String END = "\r\nContent-Length: 0\r\n\r\n";
  private static final byte[] MESSAGE =
      "From: robot@corp.example\r\nTo: ann@example.com\r\n\r\nHello\r\n"
          .getBytes(StandardCharsets.US_ASCII);

  private final SecretHunter hunter =
      SecretHunter.start()
          .secret("password", PASSWORD)
          .secret("answer, which can be guessed at", "TlRMTVNTUAADAAAA");

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @EnumSource
  void proxy_thatTakesBasicOnceNtlmWasRefused_isNotShownThePassword(ProxyEngine engine)
      throws Exception {
    IntFunction<String> answers =
        n -> n == 1 ? wants("NTLM") : n == 2 ? wants("NTLM " + CHALLENGE) : wants("Basic realm=x");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      failure(proxy, engine);

      assertThat(proxy.heads()).hasSize(3).noneMatch(head -> head.contains("Basic"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void proxy_thatGoesOnByBasicInTheMiddleOfNtlm_isNotShownThePassword(ProxyEngine engine)
      throws Exception {
    IntFunction<String> answers = n -> n == 1 ? wants("NTLM") : wants("Basic realm=x");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      failure(proxy, engine);

      assertThat(proxy.heads()).hasSize(2).noneMatch(head -> head.contains("Basic"));
    }
  }

  @ParameterizedTest
  @EnumSource
  void proxy_whoseChallengesAreBrokenForEver_isAskedNoMore(ProxyEngine engine) throws Exception {
    IntFunction<String> answers = n -> wants(n == 1 ? "NTLM" : "NTLM TlRMTVNTUAACAAAA");
    try (TalkativeProxy proxy = new TalkativeProxy(answers)) {
      failure(proxy, engine);

      assertThat(proxy.heads().size()).isLessThan(engine == ProxyEngine.MAILCONNECTOR ? 5 : 10);
    }
  }

  @ParameterizedTest
  @EnumSource
  void proxy_thatRefusesWithoutNamingAWay_isNotToldTheSamePasswordAgain(ProxyEngine engine)
      throws Exception {
    IntFunction<String> answers =
        n -> n == 1 ? wants("NTLM") : n == 2 ? wants("NTLM " + CHALLENGE) : "HTTP/1.1 407 No" + END;
    try (TalkativeProxy proxy = new TalkativeProxy(answers);
        MailConnector mail =
            MailConnector.builder()
                .account(account("robot", "id", proxy, engine))
                .account(account("other", "login", proxy, engine))
                .build()) {
      failure(mail, "robot");

      assertThat(failure(mail, "other")).hasMessageContaining("refused the login of CORP");
      assertThat(proxy.heads()).hasSize(3);
    }
  }

  @Test
  void proxy_thatTookNtlmAndThenOffersBasicAlone_isNotShownThePassword() throws Exception {
    TestAuthority authority = TestAuthority.create();
    NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", PASSWORD);
    try (GenericIssuer issuer = GenericIssuer.start(authority);
        HttpConnectProxy honest = HttpConnectProxy.start(corp)) {
      issuer.client("mailer", "app-s3cret-word");
      int port = honest.port();
      Trust trust = Trust.context(authority.trustingContext());
      try (MailConnector mail =
          MailConnector.builder()
              .account(through(port, "robot", issuer.tokenEndpoint(), trust))
              .account(through(port, "other", URI.create("https://id.example/token"), trust))
              .build()) {
        assertThat(failure(mail, "robot")).isInstanceOf(ConnectionFailedException.class);
        assertThat(issuer.requests()).hasSize(1);
        honest.close();
        try (TalkativeProxy proxy = new TalkativeProxy(port, n -> wants("Basic realm=x"))) {
          assertThat(failure(mail, "other"))
              .hasMessageContaining("The proxy took NTLM before and now offers Basic");
          assertThat(proxy.heads()).hasSize(1);
        }
      }
    }
  }

  /** Nobody listens where its mail would go. */
  private static Account through(int proxy, String name, URI tokenEndpoint, Trust trust) {
    return Account.builder(name, new SmtpEndpoint("127.0.0.1", 1, TlsMode.IMPLICIT))
        .trust(trust)
        .login(
            GenericOAuth2.at(tokenEndpoint)
                .clientCredentials("mailer", Secret.of("app-s3cret-word"))
                .proxy(ProxyServer.http("127.0.0.1", proxy).login("CORP\\svc", Secret.of(PASSWORD)))
                .login("robot@corp.example"))
        .build();
  }

  private static MailConnectorException failure(TalkativeProxy proxy, ProxyEngine engine) {
    try (MailConnector mail = MailConnector.of(account("robot", "id", proxy, engine))) {
      return failure(mail, "robot");
    }
  }

  private static MailConnectorException failure(MailConnector mail, String account) {
    return catchThrowableOfType(
        MailConnectorException.class,
        () ->
            mail.send(
                MESSAGE, SendOptions.account(account).withRecipients(List.of("ann@example.com"))));
  }

  private static Account account(
      String name, String issuer, TalkativeProxy proxy, ProxyEngine engine) {
    ProxyServer through =
        ProxyServer.http("127.0.0.1", proxy.port()).login("CORP\\svc", Secret.of(PASSWORD));
    return Account.builder(name, SmtpEndpoint.submission("mail.outside.example"))
        .login(
            GenericOAuth2.at(URI.create("https://" + issuer + ".outside.example/token"))
                .clientCredentials("mailer", Secret.of("app-s3cret-word"))
                .proxy(through, engine)
                .login("robot@corp.example"))
        .build();
  }

  private static String wants(String challenge) {
    return "HTTP/1.1 407 No\r\nProxy-Authenticate: " + challenge + END;
  }

  private static String challenge() {
    ServerMechanism.Exchange exchange =
        NtlmServer.ofDomain("CORP", "corp.example").start(new ServerMechanism.Context(null, null));
    byte[] negotiate =
        Base64.getDecoder().decode("TlRMTVNTUAABAAAAt4II4gAAAAAAAAAAAAAAAAAAAAAFAs4OAAAADw==");
    ServerMechanism.Step step = exchange.next(negotiate);
    return Base64.getEncoder().encodeToString(((ServerMechanism.Step.Challenge) step).data());
  }
}
