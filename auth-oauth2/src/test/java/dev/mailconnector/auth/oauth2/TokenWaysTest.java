package dev.mailconnector.auth.oauth2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.mailconnector.auth.oauth2.HostileServer.Behaviour;
import dev.mailconnector.auth.oauth2.HostileServer.Request;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.Trust;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to a token, by what the one HTTP stack promises, at each request of the way. */
@Timeout(120)
class TokenWaysTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final Trust TRUST = Trust.context(AUTHORITY.trustingContext());
  private static final Duration SHORT = Duration.ofMillis(100);
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";
  private static final String PROXY_PASSWORD = "pr0xy-p4ssword";

  /** Some 100 KiB that would become 100 MiB. */
  private static final byte[] BOMB = bomb();

  /** A name that nobody knows but the proxy. */
  private static final String HIDDEN = "issuer.invalid";

  private static final TestCertificate CERTIFICATE =
      AUTHORITY.issue("localhost", "127.0.0.1", HIDDEN);

  private final CountDownLatch over = new CountDownLatch(1);
  private @TempDir Path folder;

  static List<TokenWay> ways() {
    return TokenWay.all();
  }

  static Stream<TokenWay> encryptedWays() {
    return ways().stream().filter(way -> way.requests() > way.nearby());
  }

  @AfterEach
  void endWaits() {
    over.countDown();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_goodAnswers_plainRequestsAndNothingOfThisMachine(TokenWay way) throws Exception {
    try (HostileServer server = server();
        WorkingContext context = new WorkingContext(TRUST)) {
      String cookie = "Set-Cookie: session=k00kie; Path=/";
      byte[] answer = head(200, cookie, TokenWay.good(localhost(server)));
      server.behave((request, out) -> out.write(answer));
      way.run().token(direct(server, context));
      AccessToken token = way.run().token(direct(server, context));
      assertThat(token.value().reveal()).isEqualTo(TokenWay.ACCESS_TOKEN);
      assertThat(server.requests()).hasSize(2 * way.requests());
      assertThat(server.requests().stream().map(Request::encrypted).limit(way.requests()))
          .isEqualTo(
              Stream.iterate(0, i -> i + 1)
                  .limit(way.requests())
                  .map(i -> i >= way.nearby())
                  .toList());
      server.requests().forEach(TokenWaysTest::assertPlain);
    }
  }

  private static void assertPlain(Request request) {
    assertThat(request.header("Cookie")).isNull();
    assertThat(request.header("Expect")).isNull();
    assertThat(request.header("Accept-Encoding")).isNull();
    assertThat(request.header("Upgrade")).isNull();
    assertThat(request.header("Proxy-Authorization")).isNull();
    assertThat(request.header("User-Agent")).isEqualTo("mailconnector");
    String all = String.join("\n", request.headers());
    try {
      String host = InetAddress.getLocalHost().getHostName();
      assertThat(host.equals("localhost") || !all.contains(host)).isTrue();
    } catch (IOException nameless) {
      // Then it cannot be told either.
    }
  }

  @ParameterizedTest
  @MethodSource("encryptedWays")
  void token_throughAProxyWithLogin_nothingGoesAroundIt(TokenWay way) throws Exception {
    try (HostileServer server = server();
        HttpConnectProxy proxy = HttpConnectProxy.start("ann", PROXY_PASSWORD);
        WorkingContext context = new WorkingContext(TRUST)) {
      proxy.route(HIDDEN, server.port());
      server.behave((request, out) -> out.write(good(hidden(server))));
      AccessToken token = way.run().token(proxied(server, proxy, PROXY_PASSWORD, context));
      assertThat(token.value().reveal()).isEqualTo(TokenWay.ACCESS_TOKEN);
      assertThat(server.requests()).hasSize(way.requests());
      assertThat(proxy.tunnels()).isEqualTo(way.requests() - way.nearby());
      assertThat(proxy.targets()).containsOnly(HIDDEN + ":" + server.port());
      assertThat(server.requests()).allMatch(each -> each.header("Proxy-Authorization") == null);
      for (String secret : way.secrets().values()) {
        assertThat(proxy.requests()).noneMatch(head -> head.contains(secret));
      }
    }
  }

  @Test
  void ways_takeNoMoreExchanges_thanTheLimitOfATripHasRoomFor() {
    assertThat(ways()).extracting(TokenWay::requests).allMatch(exchanges -> exchanges <= 5);
  }

  @Test
  void token_issuerOnThisMachineInClear_notShownToTheProxy() throws Exception {
    try (HostileServer server = server();
        HttpConnectProxy proxy = HttpConnectProxy.start();
        WorkingContext context = new WorkingContext(TRUST)) {
      server.behave((request, out) -> out.write(good(machine(server))));
      try (TokenSource source =
          GenericOAuth2.discoveredAt(machine(server))
              .clientCredentials("mailer", Secret.of("cl1ent-s3cret"))
              .proxy(ProxyServer.http(proxy.host(), proxy.port()))
              .login("ann@example.com")
              .open(context)) {
        assertThat(source.fetch().value().reveal()).isEqualTo(TokenWay.ACCESS_TOKEN);
      }
      assertThat(server.requests()).hasSize(2);
      assertThat(proxy.connections()).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("encryptedWays")
  void token_proxyRefuses_proxyIsNamedAndItsPasswordIsNot(TokenWay way) throws Exception {
    try (HostileServer server = server();
        HttpConnectProxy proxy = HttpConnectProxy.start("ann", PROXY_PASSWORD);
        WorkingContext context = new WorkingContext(TRUST)) {
      server.behave((request, out) -> out.write(good(hidden(server))));
      TokenException wrong = fail(way, proxied(server, proxy, "wr0ng-p4ssword", context));
      assertThat(wrong)
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " answered 407")
          .hasMessageContaining("auth.http-proxy.password")
          .hasMessageNotContaining("wr0ng-p4ssword");
      assertThat(wrong.permanent()).isTrue();
      TokenException none = fail(way, proxied(server, proxy, null, context));
      assertThat(none)
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " answered 407")
          .hasMessageContaining("auth.http-proxy.user");
      proxy.fail(ProxyFault.refuse(403));
      assertThat(fail(way, proxied(server, proxy, PROXY_PASSWORD, context)))
          .hasMessageContaining("the proxy 127.0.0.1:" + proxy.port() + " answered 403");
      assertThat(server.requests()).noneMatch(Request::encrypted);
    }
  }

  @ParameterizedTest
  @MethodSource("encryptedWays")
  void token_certificateOfAnotherAuthorityOrName_nothingIsSent(TokenWay way) throws Exception {
    try (HostileServer server = server();
        HostileServer misnamed =
            new HostileServer(AUTHORITY.issueForWrongName(), (request, out) -> {});
        WorkingContext stranger = new WorkingContext(Trust.platform());
        WorkingContext anybody = new WorkingContext(Trust.dangerouslyNone());
        WorkingContext context = new WorkingContext(TRUST)) {
      server.behave((request, out) -> out.write(good(localhost(server))));
      misnamed.behave((request, out) -> out.write(good(localhost(misnamed))));
      for (TokenWay.Scene scene :
          List.of(direct(server, stranger), direct(server, anybody), direct(misnamed, context))) {
        assertThat(fail(way, scene)).hasMessageContaining("the certificate was refused");
      }
      assertThat(server.requests()).noneMatch(Request::encrypted);
      assertThat(misnamed.requests()).noneMatch(Request::encrypted);
    }
  }

  @ParameterizedTest
  @MethodSource("encryptedWays")
  void token_serverKnowsNoTlsAbove11_nothingIsSent(TokenWay way) throws Exception {
    try (OldTlsServer old = new OldTlsServer();
        HostileServer machine = server();
        WorkingContext context = new WorkingContext(TRUST)) {
      machine.behave((request, out) -> out.write(good(localhost(machine))));
      TokenWay.Scene scene =
          new TokenWay.Scene(
              URI.create("https://localhost:" + old.port()),
              machine(machine),
              null,
              context,
              folder);
      assertThat(fail(way, scene)).hasMessageContaining("TLS");
      assertThat(old.answered()).isPositive();
      assertThat(old.heard()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_redirected_notFollowedAnywhere(TokenWay way) throws Exception {
    try (HostileServer elsewhere = server();
        HostileServer server = server();
        WorkingContext context = new WorkingContext(TRUST)) {
      Map<Integer, URI> targets =
          Map.of(
              301, machine(elsewhere),
              302, machine(server).resolve("/elsewhere"),
              303, localhost(server).resolve("/elsewhere"),
              307, localhost(server).resolve("/elsewhere"),
              308, localhost(elsewhere));
      for (Map.Entry<Integer, URI> target : targets.entrySet()) {
        String location = "Location: " + target.getValue();
        for (int step = 0; step < way.requests(); step++) {
          Behaviour redirect = (request, out) -> out.write(head(target.getKey(), location, ""));
          TokenException failure = failAt(way, step, server, redirect, direct(server, context));
          if (!way.patient()) {
            assertThat(failure).hasMessageContaining("HTTP " + target.getKey());
          }
        }
      }
      assertThat(elsewhere.requests()).isEmpty();
      assertThat(elsewhere.strangers()).isEmpty();
      assertThat(server.requests()).noneMatch(request -> request.line().contains("elsewhere"));
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_answerHasNoEnd_cutAtTheBounds(TokenWay way) throws Exception {
    byte[] block = ascii("x".repeat(8192));
    byte[] headers = ascii("X-Header: x\r\n".repeat(100));
    try (HostileServer server = server();
        WorkingContext context = new WorkingContext(TRUST)) {
      for (int step = 0; step < way.requests(); step++) {
        TokenWay.Scene scene = direct(server, context);
        String length = "Content-Length: 1073741824\r\n\r\n";
        flood(way, step, server, scene, "larger than", length, block);
        flood(way, step, server, scene, "larger than", "Connection: close\r\n\r\n", block);
        flood(way, step, server, scene, "larger than", CHUNKED, chunk(block));
        flood(way, step, server, scene, "Maximum", CHUNKED + "1;", block);
        flood(way, step, server, scene, "Maximum", CHUNKED + "0\r\n", headers);
        flood(way, step, server, scene, "Maximum", "X-Long: ", block);
        flood(way, step, server, scene, "Maximum", "X-First: x\r\n", headers);
      }
    }
  }

  /** An answer that begins like this and goes on for ever. */
  private void flood(
      TokenWay way,
      int step,
      HostileServer server,
      TokenWay.Scene scene,
      String expected,
      String start,
      byte[] block) {
    Behaviour behaviour =
        (request, out) -> {
          out.write(ascii("HTTP/1.1 200 OK\r\nMetadata-Flavor: Google\r\n" + start));
          while (true) {
            out.write(block);
          }
        };
    TokenException failure = failAt(way, step, server, behaviour, scene);
    if (!way.patient()) {
      assertThat(failure).hasMessageContaining(expected);
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_compressedAnswer_notUnpacked(TokenWay way) throws Exception {
    try (HostileServer server = server();
        WorkingContext context = new WorkingContext(TRUST)) {
      for (int step = 0; step < way.requests(); step++) {
        Behaviour behaviour =
            (request, out) -> {
              out.write(head(200, "Content-Encoding: gzip\r\nContent-Length: " + BOMB.length, ""));
              out.write(BOMB);
            };
        failAt(way, step, server, behaviour, direct(server, context));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  void token_serverDripsOrIsSilent_endsAtTheLimit(TokenWay way) throws Exception {
    try (WorkingContext context = new WorkingContext(TRUST, SHORT)) {
      for (int step = 0; step < way.requests(); step++) {
        for (String drip : new String[] {"", "X-Header: x\r\n", "HTTP/1.1 103 Early\r\n\r\n"}) {
          Behaviour behaviour = (request, out) -> drip(out, drip);
          // One each: it may come to read a request only after that was given up.
          try (HostileServer server = server()) {
            TokenException failure = failAt(way, step, server, behaviour, direct(server, context));
            if (!way.patient()) {
              // The socket has the same limit, and may be quicker than a timer.
              assertThat(failure)
                  .hasMessageMatching("(?s).*(no complete answer within PT0.1S|timed out).*");
            }
          }
        }
      }
    }
  }

  private void drip(OutputStream out, String text) throws IOException {
    if (text.startsWith("X")) {
      out.write(ascii("HTTP/1.1 200 OK\r\n"));
    }
    try {
      while (!over.await(10, TimeUnit.MILLISECONDS)) {
        out.write(ascii(text));
        out.flush();
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  private TokenException failAt(
      TokenWay way, int step, HostileServer server, Behaviour behaviour, TokenWay.Scene scene) {
    int before = server.requests().size();
    server.behave(
        (request, out) -> {
          if (request.number() - before < step) {
            out.write(good(localhost(server)));
          } else {
            behaviour.answer(request, out);
          }
        });
    TokenException failure = fail(way, scene);
    if (!way.patient()) {
      assertThat(server.requests().size() - before).isLessThanOrEqualTo(step + 1);
    }
    return failure;
  }

  private static TokenException fail(TokenWay way, TokenWay.Scene scene) {
    Throwable failure = catchThrowable(() -> way.run().token(scene));
    assertThat(failure).isInstanceOf(TokenException.class);
    return (TokenException) failure;
  }

  private static HostileServer server() {
    return new HostileServer(CERTIFICATE, (request, out) -> {});
  }

  private TokenWay.Scene direct(HostileServer server, WorkingContext context) {
    return new TokenWay.Scene(localhost(server), machine(server), null, context, folder);
  }

  private TokenWay.Scene proxied(
      HostileServer server,
      HttpConnectProxy proxy,
      @Nullable String password,
      WorkingContext context) {
    ProxyServer plain = ProxyServer.http(proxy.host(), proxy.port());
    return new TokenWay.Scene(
        hidden(server),
        machine(server),
        password == null ? plain : plain.login("ann", Secret.of(password)),
        context,
        folder);
  }

  private static URI localhost(HostileServer server) {
    return URI.create("https://localhost:" + server.port());
  }

  private static URI hidden(HostileServer server) {
    return URI.create("https://" + HIDDEN + ":" + server.port());
  }

  private static URI machine(HostileServer server) {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  private static byte[] good(URI issuer) {
    return head(200, "X-Good: 1", TokenWay.good(issuer));
  }

  private static byte[] head(int status, String header, String body) {
    String length =
        header.contains("Content-Length") ? "" : "Content-Length: " + body.length() + "\r\n";
    String type = "Content-Type: application/json\r\nMetadata-Flavor: Google\r\n";
    return ascii("HTTP/1.1 " + status + " Said\r\n" + type + length + header + "\r\n\r\n" + body);
  }

  private static byte[] chunk(byte[] block) {
    String text = new String(block, StandardCharsets.US_ASCII);
    return ascii(Integer.toHexString(block.length) + "\r\n" + text + "\r\n");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static byte[] bomb() {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      byte[] block = new byte[1 << 20];
      for (int i = 0; i < 100; i++) {
        gzip.write(block);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }
}
