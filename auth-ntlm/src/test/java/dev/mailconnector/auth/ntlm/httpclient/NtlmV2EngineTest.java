package dev.mailconnector.auth.ntlm.httpclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hc.client5.http.auth.AuthSchemeFactory;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.NTCredentials;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.auth.NTLMEngineException;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** HttpClient's own NTLMScheme with our engine, over real sockets. */
@SuppressWarnings("deprecation")
class NtlmV2EngineTest {
  private static final String PASSWORD = "c0rrect-hörse-battery";

  private final NtlmServer corp = NtlmServer.ofDomain("CORP", "corp.example").user("svc", PASSWORD);
  private final NtlmV2Engine engine = NtlmV2Engine.of(InstantSource.system(), new SecureRandom());

  @Test
  void request_throughAProxy_isLetIn() throws Exception {
    TestAuthority authority = TestAuthority.create();
    try (GenericIssuer site = GenericIssuer.start(authority);
        HttpConnectProxy proxy = HttpConnectProxy.start(corp);
        CloseableHttpClient client =
            builder("svc", PASSWORD, "corp")
                .setProxy(new HttpHost("http", proxy.host(), proxy.port()))
                .setConnectionManager(
                    PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(
                            ClientTlsStrategyBuilder.create()
                                .setSslContext(authority.trustingContext())
                                .buildClassic())
                        .build())
                .build()) {
      assertThat(status(client, site.tokenEndpoint())).isNotEqualTo(407);
      assertThat(proxy.requests()).hasSize(3);
      assertThat(proxy.tunnels()).isEqualTo(1);
    }
    assertThat(corp.verdicts())
        .containsExactly(new NtlmVerdict("CORP", "svc", "", "", true, false, true, ""));
  }

  @Test
  void request_toASiteOfTheCompany_isLetIn() throws Exception {
    try (Site site = new Site(corp);
        CloseableHttpClient client = builder("svc", PASSWORD, null).build()) {
      assertThat(status(client, site.url())).isEqualTo(200);
    }
    assertThat(corp.verdicts()).singleElement().extracting(NtlmVerdict::domain).isEqualTo("CORP");
  }

  /** Not the one that the server names, which knows no such user. */
  @Test
  void request_ofAUserOfAnotherDomain_namesThatDomain() throws Exception {
    try (Site site = new Site(corp);
        CloseableHttpClient client = builder("svc", PASSWORD, "branch").build()) {
      assertThat(status(client, site.url())).isEqualTo(401);
    }
    assertThat(corp.verdicts()).singleElement().extracting(NtlmVerdict::domain).isEqualTo("BRANCH");
  }

  @Test
  void request_toAServerThatMayKnowVersion1Only_isInVersion2() throws Exception {
    NtlmServer old = corp.traits(NtlmTrait.NO_TARGET_INFO);
    try (Site site = new Site(old);
        CloseableHttpClient client = builder("CORP\\svc", PASSWORD, null).build()) {
      assertThat(status(client, site.url())).isEqualTo(200);
    }
    assertThat(old.verdicts()).singleElement().satisfies(v -> assertThat(v.isAccepted()).isTrue());
  }

  @Test
  void request_withAWrongPassword_isOneLogin() throws Exception {
    try (Site site = new Site(corp);
        CloseableHttpClient client = builder("svc", "wr0ng", "CORP").build()) {
      assertThat(status(client, site.url())).isEqualTo(401);
    }
    assertThat(corp.verdicts()).hasSize(1);
  }

  @Test
  void workstation_isTheOneThatWasNamed() throws Exception {
    try (Site site = new Site(corp);
        CloseableHttpClient client =
            builder(engine.workstation("BATCH-7"), "svc", PASSWORD, "CORP").build()) {
      assertThat(status(client, site.url())).isEqualTo(200);
    }
    assertThat(corp.verdicts())
        .singleElement()
        .extracting(NtlmVerdict::workstation)
        .isEqualTo("BATCH-7");
    assertThat(engine.workstation("BATCH-7"))
        .hasToString("NTLMv2 for Apache HttpClient, from BATCH-7");
  }

  @Test
  void challenge_thatIsNone_isRefusedInWords() {
    for (String nonsense : List.of("!!", "AAAA", "")) {
      assertThatThrownBy(
              () -> engine.generateType3Msg("svc", "x".toCharArray(), null, null, nonsense))
          .isInstanceOf(NTLMEngineException.class)
          .hasMessageContaining("challenge");
    }
  }

  private HttpClientBuilder builder(String user, String password, @Nullable String domain) {
    return builder(engine, user, password, domain);
  }

  private static HttpClientBuilder builder(
      NtlmV2Engine engine, String user, String password, @Nullable String domain) {
    BasicCredentialsProvider credentials = new BasicCredentialsProvider();
    credentials.setCredentials(
        new AuthScope(null, -1), new NTCredentials(user, password.toCharArray(), null, domain));
    return HttpClients.custom()
        .setDefaultAuthSchemeRegistry(
            RegistryBuilder.<AuthSchemeFactory>create().register("NTLM", engine.factory()).build())
        .setDefaultCredentialsProvider(credentials)
        .setDefaultRequestConfig(
            RequestConfig.custom()
                .setTargetPreferredAuthSchemes(List.of("NTLM"))
                .setProxyPreferredAuthSchemes(List.of("NTLM"))
                .build());
  }

  private static int status(CloseableHttpClient client, URI url) throws IOException {
    return client.execute(new HttpGet(url), response -> response.getCode());
  }

  /** A web server that wants NTLM. */
  private static final class Site implements AutoCloseable {
    private final ServerMechanism mechanism;
    private final Map<InetSocketAddress, ServerMechanism.Exchange> logins =
        new ConcurrentHashMap<>();
    private final HttpServer server;

    Site(ServerMechanism mechanism) throws IOException {
      this.mechanism = mechanism;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
      server.createContext("/", this::answer);
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void answer(HttpExchange http) throws IOException {
      List<String> sent = http.getRequestHeaders().getOrDefault("Authorization", List.of());
      String challenge = sent.isEmpty() ? "NTLM" : next(http, sent.get(0));
      if (challenge != null) {
        http.getResponseHeaders().set("WWW-Authenticate", challenge);
      }
      http.sendResponseHeaders(challenge == null ? 200 : 401, -1);
      http.close();
    }

    private @Nullable String next(HttpExchange http, String authorization) {
      byte[] message = Base64.getDecoder().decode(authorization.substring("NTLM ".length()));
      ServerMechanism.Step step =
          logins
              .computeIfAbsent(
                  http.getRemoteAddress(),
                  client -> mechanism.start(new ServerMechanism.Context(null, null)))
              .next(message);
      if (step instanceof ServerMechanism.Step.Challenge more) {
        return "NTLM " + Base64.getEncoder().encodeToString(more.data());
      }
      return step instanceof ServerMechanism.Step.Accepted ? null : "NTLM";
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void credentials_withoutAPassword_areRefusedInWords() {
    assertThatThrownBy(() -> engine.generateType3Msg("svc", null, null, null, "AAAA"))
        .isInstanceOf(NTLMEngineException.class)
        .hasMessageContaining("needs a password");
  }
}
