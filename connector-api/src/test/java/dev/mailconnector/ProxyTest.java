package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SocksProxy;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SOCKS5 and HTTP CONNECT in front of a server whose name only the proxy knows. */
class ProxyTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("geheim", "falsches-wort");

  private static final String HOST = "mail.inside.example";
  private static final Secret PASSWORD = Secret.of("geheim");

  private final Lab lab = new Lab();

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void socks_inFrontOfEachTlsMode_isPassed(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = server(tls);
        SocksProxy open = SocksProxy.start();
        SocksProxy guarded = SocksProxy.start("fred", "geheim")) {
      open.route(HOST, server.port());
      guarded.route(HOST, server.port());

      send(server, tls, ProxyServer.socks5(open.host(), open.port()));
      send(server, tls, ProxyServer.socks5(open.host(), open.port()).login("fred", PASSWORD));
      send(server, tls, ProxyServer.socks5(guarded.host(), guarded.port()).login("fred", PASSWORD));

      assertThat(server.messages()).hasSize(3).allMatch(message -> message.tlsProtocol() != null);
      assertThat(open.targets()).containsOnly(HOST + ":" + server.port());
      assertThat(guarded.targets()).containsExactly(HOST + ":" + server.port());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void httpProxy_inFrontOfEachTlsMode_isPassed(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = server(tls);
        HttpConnectProxy open = HttpConnectProxy.start();
        HttpConnectProxy guarded = HttpConnectProxy.start("fred", "geheim")) {
      open.route(HOST, server.port());
      guarded.route(HOST, server.port());

      send(server, tls, ProxyServer.http(open.host(), open.port()));
      send(server, tls, ProxyServer.http(guarded.host(), guarded.port()).login("fred", PASSWORD));

      assertThat(server.messages()).hasSize(2);
      assertThat(open.targets()).containsExactly(HOST + ":" + server.port());
      assertThat(open.requests())
          .singleElement()
          .asString()
          .startsWith("CONNECT " + HOST + ":" + server.port() + " HTTP/1.1\r\n")
          .contains("\r\nHost: " + HOST + ":" + server.port() + "\r\n")
          .doesNotContain("Authorization");
      assertThat(guarded.requests()).hasSize(1);
    }
  }

  @Test
  void host_internationalised_isAskedForInAscii() throws Exception {
    SmtpEndpoint endpoint = SmtpEndpoint.submission("bücher.example");
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.fail(ProxyFault.refuse(403));
      Account account = account(endpoint, ProxyServer.http(proxy.host(), proxy.port())).build();
      try (MailConnector connector = lab.connector(account)) {
        assertThat(Lab.failure(() -> connector.send(Lab.message())))
            .hasMessageContaining("a way to xn--bcher-kva.example:587");
      }
      assertThat(proxy.requests())
          .singleElement()
          .asString()
          .startsWith("CONNECT xn--bcher-kva.example:587 ");
    }
  }

  static Stream<Arguments> socksFaults() {
    return Stream.of(
        Arguments.of(ProxyFault.refuse(2), "its rules do not allow the connection"),
        Arguments.of(ProxyFault.refuse(4), "its name does not resolve at the proxy"),
        Arguments.of(ProxyFault.refuse(5), "connection refused by the mail server"),
        Arguments.of(ProxyFault.refuse(99), "unknown answer 99"),
        Arguments.of(ProxyFault.close(), "the proxy closed the connection"),
        Arguments.of(ProxyFault.stall(), "timed out"),
        Arguments.of(ProxyFault.garbage(), "it does not speak SOCKS5"));
  }

  @ParameterizedTest
  @MethodSource("socksFaults")
  void socks_thatRefuses_isToldInItsWords(ProxyFault fault, String words) throws Exception {
    try (SocksProxy proxy = SocksProxy.start()) {
      proxy.fail(fault);
      MailConnectorException e = failure(ProxyServer.socks5(proxy.host(), proxy.port()));

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("The SOCKS5 proxy " + proxy.host() + ":" + proxy.port())
          .hasMessageContaining("a way to " + HOST + ":587")
          .hasMessageContaining(words);
      assertThat(e.stage()).isEqualTo(Stage.CONNECT);
    }
  }

  @Test
  void socks_thatWantsALogin_saysSo() throws Exception {
    try (SocksProxy proxy = SocksProxy.start("fred", "geheim")) {
      MailConnectorException without = failure(ProxyServer.socks5(proxy.host(), proxy.port()));
      MailConnectorException wrong =
          failure(
              ProxyServer.socks5(proxy.host(), proxy.port())
                  .login("fred", Secret.of("falsches-wort")));

      assertThat(without)
          .hasMessageContaining("it wants a login")
          .hasMessageContaining("Set proxy.user and proxy.password");
      assertThat(without.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(wrong)
          .hasMessageContaining("it refused the login of fred")
          .hasMessageContaining("Check proxy.user and proxy.password")
          .hasMessageNotContaining("falsches-wort");
    }
  }

  static Stream<Arguments> httpFaults() {
    return Stream.of(
        Arguments.of(
            ProxyFault.refuse(403), "\"HTTP/1.1 403 Refused by the test\"", "allows CONNECT"),
        Arguments.of(ProxyFault.refuse(502), "502 Refused by the test", "whoever runs the proxy"),
        Arguments.of(ProxyFault.close(), "the proxy closed the connection", "lets this machine"),
        Arguments.of(ProxyFault.stall(), "timed out", "lets this machine"));
  }

  @ParameterizedTest
  @MethodSource("httpFaults")
  void httpProxy_thatRefuses_isToldInItsWords(ProxyFault fault, String words, String remedy)
      throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.fail(fault);
      MailConnectorException e = failure(ProxyServer.http(proxy.host(), proxy.port()));

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("The HTTP proxy " + proxy.host() + ":" + proxy.port())
          .hasMessageContaining(words)
          .hasMessageContaining(remedy);
      assertThat(e.stage()).isEqualTo(Stage.CONNECT);
    }
  }

  @Test
  void httpProxy_thatWantsALogin_saysSo() throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start("fred", "geheim")) {
      MailConnectorException e = failure(ProxyServer.http(proxy.host(), proxy.port()));
      MailConnectorException wrong =
          failure(
              ProxyServer.http(proxy.host(), proxy.port())
                  .login("fred", Secret.of("falsches-wort")));

      assertThat(e)
          .hasMessageContaining("407 Proxy Authentication Required")
          .hasMessageContaining("an administrator must set proxy.user and proxy.password");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(wrong)
          .hasMessageContaining("407 Proxy Authentication Required")
          .hasMessageNotContaining("falsches-wort");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "407 No Basic ZnJlZDpmYWxzY2hlcy13b3J0 for fred",
        "407 No falsches-wort for fred",
        "407 No ...sches-wort for fred"
      })
  void httpProxy_thatQuotesTheLogin_isToldWithoutThePassword(String status) throws Exception {
    try (RawServer server =
        RawServer.start((in, out) -> RawServer.say(out, "HTTP/1.1 " + status + "\r\n"))) {
      ProxyServer proxy = ProxyServer.http("127.0.0.1", server.port());

      assertThat(failure(proxy.login("fred", Secret.of("falsches-wort"))))
          .hasMessageContaining("*** for fred")
          .hasMessageNotContaining("sches-wort")
          .hasMessageNotContaining("y13b3J0");
    }
  }

  @Test
  void httpProxy_thatSpeaksSomethingElse_isNoProxy() throws Exception {
    try (RawServer server =
        RawServer.start((in, out) -> RawServer.say(out, "220 mail.example ESMTP\r\n"))) {
      MailConnectorException e = failure(ProxyServer.http("127.0.0.1", server.port()));

      assertThat(e)
          .hasMessageContaining("\"220 mail.example ESMTP\"")
          .hasMessageContaining("it does not speak HTTP");
    }
  }

  @Test
  void httpProxy_withAnEndlessHeader_isGivenUp() throws Exception {
    try (RawServer server =
        RawServer.start(
            (in, out) -> {
              for (int i = 0; i < 2000; i++) {
                RawServer.say(out, "X-More: and more and more");
              }
            })) {
      assertThat(failure(ProxyServer.http("127.0.0.1", server.port())))
          .hasMessageContaining("an endless header")
          .returns("proxy-no-http", told -> told.diagnosis().orElseThrow().id());
    }
  }

  private static ScriptedSmtpServer server(ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .tls(tls)
        .loginRequired(false)
        .certificate(Lab.authority().issue(HOST))
        .start();
  }

  private void send(ScriptedSmtpServer server, ServerTls tls, ProxyServer proxy) throws Exception {
    Account account =
        account(new SmtpEndpoint(HOST, server.port(), TlsMode.valueOf(tls.name())), proxy).build();
    try (MailConnector connector = lab.connector(account)) {
      connector.send(Lab.message());
    }
  }

  private MailConnectorException failure(ProxyServer proxy) throws Exception {
    Account account =
        account(SmtpEndpoint.submission(HOST), proxy)
            .timeouts(Lab.TIMEOUTS.withConnect(Duration.ofSeconds(5)))
            .build();
    try (MailConnector connector = lab.connector(account)) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static Account.Builder account(SmtpEndpoint endpoint, ProxyServer proxy) {
    return Account.builder("robot", endpoint)
        .proxy(proxy)
        .ehloName("client.example")
        .trust(Trust.context(Lab.authority().trustingContext()))
        .timeouts(Lab.TIMEOUTS);
  }
}
