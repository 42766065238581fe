package dev.mailconnector.auth.oauth2.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.spi.ProxyLoginException;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.SilentServer;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class TokenHttpTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  /** The socket has the same limit, and may be quicker than a timer. */
  private static final String AT_THE_LIMIT = "(?s).*(no complete answer within PT0.3S|timed out).*";

  private static final byte[] FORM =
      "grant_type=client_credentials&client_id=mailer&client_secret=s3cret"
          .getBytes(StandardCharsets.US_ASCII);

  private final HttpForTests stack = new HttpForTests();
  private GenericIssuer issuer;

  @BeforeEach
  void start() {
    issuer = GenericIssuer.start(stack.authority());
    issuer.client("mailer", "s3cret");
  }

  @AfterEach
  void stop() {
    issuer.close();
    stack.close();
  }

  @Test
  void post_goodAnswer_statusHeadersAndBodyAreThere() throws IOException {
    try (TokenHttp http = stack.http()) {
      HttpAnswer answer = post(http);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.mediaType()).isEqualTo("application/json");
      assertThat(answer.header("cache-control")).isEqualTo("no-store");
      assertThat(answer.body()).contains("access_token");
      assertThat(answer.toString()).doesNotContain("access_token").contains("HTTP 200");
    }
  }

  @Test
  void post_answerNeverComes_endsAtTheDeadline() {
    issuer.failNext(IssuerFault.silent());
    assertEndsAtTheDeadline();
  }

  @Test
  void post_bodyTrickles_endsAtTheDeadlineAlthoughBytesKeepComing() {
    issuer.failNext(IssuerFault.trickling());
    assertEndsAtTheDeadline();
  }

  @Test
  void post_serverIsSilentBeforeTls_endsAtTheDeadline() {
    try (SilentServer silent = SilentServer.start();
        TokenHttp http = stack.http(SHORT)) {
      URI uri = URI.create("https://localhost:" + silent.port() + "/token");
      assertThatThrownBy(() -> http.post(uri, Map.of(), FORM))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageMatching(AT_THE_LIMIT);
    }
  }

  @Test
  void post_proxyStalls_endsAtTheDeadline() {
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.fail(ProxyFault.stall());
      HttpSettings settings =
          new HttpSettings(
              HttpForTests.tls(stack.trust()),
              HttpForTests.route(ProxyServer.http(proxy.host(), proxy.port())),
              Duration.ofSeconds(30),
              SHORT);
      try (TokenHttp http = new TokenHttp(settings, stack.timers())) {
        assertThatThrownBy(() -> post(http)).isInstanceOf(InterruptedIOException.class);
      }
    }
  }

  @Test
  void close_requestUnderWay_endsItAndNoOtherBegins() throws Exception {
    TokenHttp http = stack.http();
    issuer.hold();
    CompletableFuture<Throwable> outcome =
        CompletableFuture.supplyAsync(() -> catchThrowable(() -> post(http)));
    issuer.awaitHeld(1);
    http.close();
    assertThat(outcome.get()).isInstanceOf(IOException.class);
    issuer.release();
    assertThatThrownBy(() -> post(http)).hasMessage("the account is closed");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void finish_requestUnderWay_bringsItsAnswerAndNoOtherBegins() throws Exception {
    TokenHttp http = stack.http();
    issuer.hold();
    CompletableFuture<HttpAnswer> outcome = CompletableFuture.supplyAsync(() -> unchecked(http));
    issuer.awaitHeld(1);
    http.finish();
    issuer.release();
    assertThat(outcome.get().status()).isEqualTo(200);
    assertThatThrownBy(() -> post(http)).hasMessage("the account is closed");
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void interrupt_requestUnderWay_endsIt() throws Exception {
    issuer.hold();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> outcome.complete(catchThrowable(() -> post(stack.http()))), "asking");
    thread.start();
    issuer.awaitHeld(1);
    thread.interrupt();
    assertThat(outcome.get()).isInstanceOf(IOException.class);
    thread.join();
    issuer.release();
  }

  @Test
  void post_hugeBody_refusedAtTheBound() {
    issuer.failNext(IssuerFault.huge(200, 200L << 20));
    assertThatThrownBy(() -> post(stack.http()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("larger than 262144 bytes");
  }

  @Test
  void post_bodyJustBelowTheBound_read() throws IOException {
    issuer.failNext(IssuerFault.huge(200, TokenHttp.BODY_LIMIT));
    assertThat(post(stack.http()).body()).hasSize(TokenHttp.BODY_LIMIT);
  }

  @Test
  void post_hugeHeader_refused() {
    issuer.failNext(IssuerFault.json(200, "{}").header("X-Long", "x".repeat(20_000)));
    assertThatThrownBy(() -> post(stack.http())).isInstanceOf(MessageConstraintException.class);
  }

  @Test
  void post_connectionDroppedOrAnswerCut_failsAfterOneRequest() {
    issuer.failNext(IssuerFault.dropped());
    assertThatThrownBy(() -> post(stack.http())).isInstanceOf(IOException.class);
    issuer.failNext(IssuerFault.truncated());
    assertThatThrownBy(() -> post(stack.http())).isInstanceOf(IOException.class);
    assertThat(issuer.requests()).hasSize(2);
  }

  @Test
  void post_unavailableWithRetryAfter_isNotRepeated() throws IOException {
    issuer.failAll(IssuerFault.unavailable().retryAfter(Duration.ofSeconds(1)));
    assertThat(post(stack.http()).status()).isEqualTo(503);
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void post_redirect_isNotFollowed() throws IOException {
    issuer.failNext(
        IssuerFault.json(308, "{}").header("Location", issuer.tokenEndpoint().toString()));
    assertThat(post(stack.http()).status()).isEqualTo(308);
    assertThat(issuer.requests()).hasSize(1);
  }

  @Test
  void post_unknownAuthorityOrWrongName_refused() {
    TokenHttp stranger = stack.trusting(Trust.context(TestAuthority.create().trustingContext()));
    assertThatThrownBy(() -> post(stranger)).isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> post(stack.trusting(Trust.platform())))
        .isInstanceOf(SSLHandshakeException.class);
    assertThatThrownBy(() -> post(stack.trusting(Trust.dangerouslyNone())))
        .isInstanceOf(SSLHandshakeException.class);
    try (GenericIssuer misnamed = GenericIssuer.start(stack.authority().issueForWrongName())) {
      assertThatThrownBy(() -> stack.http().post(misnamed.tokenEndpoint(), Map.of(), FORM))
          .isInstanceOf(SSLException.class);
      assertThat(misnamed.requests()).isEmpty();
    }
    assertThat(issuer.requests()).isEmpty();
  }

  @Test
  void post_authorityInPemOrPkcs12File_trusted(@TempDir Path folder) throws Exception {
    Path pem = stack.authority().writePem(folder);
    Path p12 = folder.resolve("trust.p12");
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", stack.authority().certificate());
    try (OutputStream out = Files.newOutputStream(p12)) {
      store.store(out, "changeit".toCharArray());
    }
    assertThat(post(stack.trusting(Trust.caFile(pem))).status()).isEqualTo(200);
    assertThat(post(stack.trusting(Trust.truststore(p12, Secret.of("changeit")))).status())
        .isEqualTo(200);
    Files.writeString(pem, "no certificate");
    assertThatThrownBy(() -> post(stack.trusting(Trust.caFile(pem))))
        .isInstanceOf(IOException.class);
  }

  @Test
  void post_proxyWithLogin_tunnelledAndSecretsStayInside() throws IOException {
    try (HttpConnectProxy proxy = HttpConnectProxy.start("ann", "pr0xy pass")) {
      ProxyServer server =
          ProxyServer.http(proxy.host(), proxy.port()).login("ann", Secret.of("pr0xy pass"));
      assertThat(post(stack.through(server)).status()).isEqualTo(200);
      assertThat(proxy.targets()).containsOnly("localhost:" + issuer.tokenEndpoint().getPort());
      assertThat(proxy.requests()).noneMatch(head -> head.contains("s3cret"));
    }
  }

  @Test
  void post_proxyWantsALoginThatIsNotSetOrWrong_proxyIsNamed() {
    try (HttpConnectProxy proxy = HttpConnectProxy.start("ann", "pr0xy pass")) {
      ProxyServer server = ProxyServer.http(proxy.host(), proxy.port());
      for (ProxyServer each : List.of(server, server.login("ann", Secret.of("wrong")))) {
        assertThatThrownBy(() -> post(stack.through(each)))
            .isInstanceOf(ProxyRefusal.class)
            .hasMessage("the proxy 127.0.0.1:" + proxy.port() + " answered 407 to CONNECT");
      }
      assertThat(issuer.requests()).isEmpty();
    }
  }

  @Test
  void post_proxyThatAsksForNoLogin_provesNoPassword() throws IOException {
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      ProxyServer server =
          ProxyServer.http(proxy.host(), proxy.port()).login("ann", Secret.of("wrong"));
      ProxyRoute route = HttpForTests.route(server);
      TokenHttp http = stack.through(route);
      assertThat(post(http).status()).isEqualTo(200);
      assertThat(proxy.requests()).noneMatch(head -> head.contains("Authorization"));

      proxy.fail(ProxyFault.refuse(403));
      assertThatThrownBy(() -> post(http)).isInstanceOf(ProxyRefusal.class);

      try (ProxyLogins.Attempt first = route.begin(Duration.ZERO)) {
        assertThatThrownBy(() -> route.begin(Duration.ZERO))
            .as("beside %s", first)
            .isInstanceOf(ProxyLoginException.class)
            .hasMessageContaining("one at a time");
      }
    }
  }

  @Test
  void post_proxyRefuses_itsAnswerIsNotTakenForTheIssuers() {
    try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.fail(ProxyFault.refuse(403));
      assertThatThrownBy(() -> post(stack.through(ProxyServer.http(proxy.host(), proxy.port()))))
          .isInstanceOf(ProxyRefusal.class)
          .hasMessageContaining("answered 403");
    }
  }

  @Test
  void post_issuerBehindAProxyWantsAProxyLogin_isNotGivenIt() throws IOException {
    try (HttpConnectProxy proxy = HttpConnectProxy.start("ann", "pr0xy pass")) {
      issuer.failAll(
          IssuerFault.json(407, "{}").header("Proxy-Authenticate", "Basic realm=\"testkit\""));
      ProxyServer server =
          ProxyServer.http(proxy.host(), proxy.port()).login("ann", Secret.of("pr0xy pass"));
      assertThat(post(stack.through(server)).status()).isEqualTo(407);
      assertThat(issuer.requests()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Basic realm=\"x\"", "Bearer error=\"invalid_token\"", "Negotiate"})
  void post_issuerChallenges_isNotAskedAgain(String challenge) throws IOException {
    issuer.failAll(IssuerFault.json(401, "{}").header("WWW-Authenticate", challenge));
    assertThat(post(stack.http()).status()).isEqualTo(401);
    assertThat(issuer.requests()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://issuer.example/token",
        "http://169.254.169.254/token",
        "http://metadata.google.internal/token",
        "https://ann:pw@localhost/token",
        "http://localhost.example/",
        "ftp://localhost/token"
      })
  void post_whereASecretWouldBeReadable_refusedBeforeAnythingIsSent(String url) {
    assertThatThrownBy(() -> stack.http().post(URI.create(url), Map.of(), FORM))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("only https URLs");
  }

  @Test
  void get_clearTextBeyondTheMachine_refusedBeforeAnythingIsSent() {
    for (String url : List.of("http://issuer.example/", "http://169.254.1.1.example/")) {
      assertThatThrownBy(() -> stack.http().get(URI.create(url), Map.of()))
          .hasMessageStartingWith("only https URLs");
    }
  }

  @Test
  void post_proxyOfTheJvmSet_ignored() throws IOException {
    try (DeadPort dead = DeadPort.reserve()) {
      System.setProperty("socksProxyHost", "127.0.0.1");
      System.setProperty("socksProxyPort", String.valueOf(dead.port()));
      System.setProperty("socksNonProxyHosts", "");
      assertThatThrownBy(() -> new Socket("localhost", issuer.tokenEndpoint().getPort()))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("SOCKS");
      assertThat(post(stack.http()).status()).isEqualTo(200);
    } finally {
      System.clearProperty("socksProxyHost");
      System.clearProperty("socksProxyPort");
      System.clearProperty("socksNonProxyHosts");
    }
  }

  @Test
  void post_nobodyListens_refused() throws IOException {
    try (DeadPort dead = DeadPort.reserve()) {
      URI uri = URI.create("https://localhost:" + dead.port() + "/token");
      assertThatThrownBy(() -> stack.http().post(uri, Map.of(), FORM))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("refused");
    }
  }

  private void assertEndsAtTheDeadline() {
    try (TokenHttp http = stack.http(SHORT)) {
      assertThatThrownBy(() -> post(http))
          .isInstanceOf(InterruptedIOException.class)
          .hasMessageMatching(AT_THE_LIMIT);
    }
  }

  private HttpAnswer unchecked(TokenHttp http) {
    try {
      return post(http);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private HttpAnswer post(TokenHttp http) throws IOException {
    return http.post(issuer.tokenEndpoint(), Map.of(), FORM);
  }
}
