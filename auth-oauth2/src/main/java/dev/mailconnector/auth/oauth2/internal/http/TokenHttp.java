package dev.mailconnector.auth.oauth2.internal.http;

import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.ProxyAdvice;
import dev.mailconnector.spi.ProxyChallenge;
import dev.mailconnector.spi.ProxyLoginException;
import dev.mailconnector.spi.ProxyLogins;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpStatus;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.ssl.TLS;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * Sends one request on a connection of its own and brings the whole answer. No cookie, no redirect,
 * no retry, no content coding, no log of what is carried; header, body and time are bounded.
 *
 * <p>Nothing is kept between requests, neither client nor connection: an account asks for a token
 * once an hour, and there may be ten thousand accounts. Thread-safe.
 */
public final class TokenHttp implements AutoCloseable {
  /** Real answers have some 4 KiB. */
  static final int BODY_LIMIT = 256 * 1024;

  private static final String USER_AGENT = "mailconnector";

  private static final Http1Config LIMITS =
      Http1Config.custom().setMaxLineLength(16 * 1024).setMaxHeaderCount(100).build();

  private final HttpSettings settings;
  private final ScheduledExecutorService timers;
  private final Set<HttpUriRequestBase> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /**
   * An HTTP stack with these settings.
   *
   * @param timers ends requests that take too long
   */
  public TokenHttp(HttpSettings settings, ScheduledExecutorService timers) {
    this.settings = settings;
    this.timers = timers;
  }

  /**
   * This client as it is seen from here: behind a proxy an issuer is not the same as without, since
   * what the proxy does concerns nobody else.
   */
  public IssuerClient seen(IssuerClient client) {
    ProxyRoute proxy = settings.proxy();
    return proxy == null
        ? client
        : new IssuerClient(client.issuer() + " by " + proxy.server(), client.client());
  }

  /** Fetches a document, from this machine's own metadata too. */
  public HttpAnswer get(URI uri, Map<String, String> headers) throws IOException {
    check(SecureUrl.isNearbyOrSecure(uri));
    return send(new HttpUriRequestBase("GET", uri), headers);
  }

  /** Posts a body. */
  public HttpAnswer post(URI uri, Map<String, String> headers, byte[] body) throws IOException {
    check(SecureUrl.isSecure(uri));
    HttpUriRequestBase request = new HttpUriRequestBase("POST", uri);
    request.setEntity(new ByteArrayEntity(body, ContentType.APPLICATION_FORM_URLENCODED));
    return send(request, headers);
  }

  /** Whoever asks has looked already; no mistake of theirs shall cost a secret. */
  private static void check(boolean allowed) throws IOException {
    if (!allowed) {
      throw new IOException("only https URLs are asked (http on this machine alone)");
    }
  }

  private HttpAnswer send(HttpUriRequestBase request, Map<String, String> headers)
      throws IOException {
    headers.forEach(request::setHeader);
    request.setHeader(HttpHeaders.USER_AGENT, USER_AGENT);
    // What is meant for this machine stays on it: a proxy would read it, and answer for its own.
    ProxyRoute proxy = "https".equalsIgnoreCase(request.getScheme()) ? settings.proxy() : null;
    try (ProxyLogins.Attempt login = proxy == null ? null : begin(proxy)) {
      return send(request, proxy, login);
    }
  }

  /** Waits its turn at the proxy. */
  private ProxyLogins.@Nullable Attempt begin(ProxyRoute proxy) throws IOException {
    try {
      return proxy.begin(settings.connectTimeout());
    } catch (ProxyLoginException untried) {
      throw ProxyRefusal.untried(untried);
    } catch (MailConnectorException unreadable) {
      throw ProxyRefusal.withoutPassword(unreadable);
    }
  }

  private HttpAnswer send(
      HttpUriRequestBase request, @Nullable ProxyRoute proxy, ProxyLogins.@Nullable Attempt login)
      throws IOException {
    HttpClientContext context = HttpClientContext.create();
    AtomicBoolean tooLate = new AtomicBoolean();
    Future<?> timer =
        timers.schedule(
            () -> {
              tooLate.set(true);
              request.cancel();
            },
            settings.deadline().toNanos(),
            TimeUnit.NANOSECONDS);
    underWay.add(request);
    ProxyConversation words = new ProxyConversation();
    try (CloseableHttpClient client = client(proxy, login, words)) {
      if (closed) {
        throw new AccountClosedException();
      }
      return client.execute(
          request,
          context,
          response -> {
            if (proxy != null && context.getSSLSession() == null) {
              throw refusal(proxy, login, words, response);
            }
            if (login != null && words.scheme() != null) {
              login.accepted(words.scheme());
            }
            return read(request, response);
          });
    } catch (IOException | RuntimeException e) {
      if (tooLate.get()) {
        InterruptedIOException late =
            new InterruptedIOException("no complete answer within " + settings.deadline());
        late.initCause(e);
        throw late;
      }
      if (e instanceof CancellationException) {
        InterruptedIOException interrupted = new InterruptedIOException("it was interrupted");
        interrupted.initCause(e);
        throw interrupted;
      }
      if (e instanceof UncheckedIOException endless) {
        throw endless.getCause();
      }
      throw e;
    } finally {
      timer.cancel(false);
      underWay.remove(request);
    }
  }

  private static ProxyRefusal refusal(
      ProxyRoute proxy,
      ProxyLogins.@Nullable Attempt login,
      ProxyConversation words,
      ClassicHttpResponse response) {
    List<String> fields = new ArrayList<>();
    for (Header field : response.getHeaders(HttpHeaders.PROXY_AUTHENTICATE)) {
      fields.add(String.valueOf(field.getValue()));
    }
    List<ProxyChallenge> offered = ProxyChallenge.read(fields);
    ProxyAdvice advice = new ProxyAdvice("auth.http-proxy", proxy.schemes(login));
    boolean refused = response.getCode() == HttpStatus.SC_PROXY_AUTHENTICATION_REQUIRED;
    if (login != null && refused && words.scheme() != null) {
      login.refused("HTTP " + response.getCode());
    }
    return ProxyRefusal.of(proxy.server(), response.getCode(), offered, advice);
  }

  private static HttpAnswer read(HttpUriRequestBase request, ClassicHttpResponse response)
      throws IOException {
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Header header : response.getHeaders()) {
      headers
          .computeIfAbsent(header.getName(), name -> new ArrayList<>())
          .add(header.getValue() == null ? "" : header.getValue());
    }
    String reason = response.getReasonPhrase() == null ? "" : response.getReasonPhrase();
    return new HttpAnswer(response.getCode(), reason, headers, body(request, response.getEntity()));
  }

  private static String body(HttpUriRequestBase request, @Nullable HttpEntity entity)
      throws IOException {
    if (entity == null) {
      return "";
    }
    byte[] bytes = entity.getContent().readNBytes(BODY_LIMIT + 1);
    if (bytes.length > BODY_LIMIT) {
      // Else the rest would be read, for the sake of a connection that is not kept.
      request.cancel();
      throw new IOException("the answer is larger than " + BODY_LIMIT + " bytes");
    }
    return new String(bytes, charset(entity));
  }

  private static Charset charset(HttpEntity entity) {
    ContentType type = ContentType.parseLenient(entity.getContentType());
    Charset named = type == null ? null : type.getCharset();
    return named == null ? StandardCharsets.UTF_8 : named;
  }

  private CloseableHttpClient client(
      @Nullable ProxyRoute proxy, ProxyLogins.@Nullable Attempt login, ProxyConversation words)
      throws IOException {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(connections())
            .setConnectionReuseStrategy(words)
            .setDefaultRequestConfig(requestConfig(proxy, login))
            .setTargetAuthenticationStrategy((kind, challenges, context) -> List.of())
            .disableAuthCaching()
            .disableAutomaticRetries()
            .disableConnectionState()
            .disableContentCompression()
            .disableCookieManagement()
            .disableRedirectHandling();
    if (proxy != null) {
      builder.setProxy(proxy.host()).setDefaultAuthSchemeRegistry(proxy.registry(login));
      builder.setProxyAuthenticationStrategy(words);
      if (login != null) {
        builder.setDefaultCredentialsProvider(proxy.credentials(login));
      }
    }
    return builder.build();
  }

  private PoolingHttpClientConnectionManager connections() throws IOException {
    return new UnproxiedConnections()
        .setConnectionFactory(socket -> connection(socket))
        .setMaxConnTotal(1)
        .setTlsSocketStrategy(
            ClientTlsStrategyBuilder.create()
                .setSslContext(tls())
                .setTlsVersions(TLS.V_1_3, TLS.V_1_2)
                .buildClassic())
        .setDefaultTlsConfig(
            TlsConfig.custom().setHandshakeTimeout(timeout(settings.connectTimeout())).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(timeout(settings.connectTimeout()))
                .setSocketTimeout(timeout(settings.deadline().multipliedBy(2)))
                .build())
        .build();
  }

  private SSLContext tls() throws IOException {
    try {
      return settings.tls().get();
    } catch (ConfigurationException unusable) {
      throw new IOException(
          "The trust settings cannot be used: " + unusable.getMessage(), unusable);
    }
  }

  private static QuietConnection connection(@Nullable Socket socket) throws IOException {
    QuietConnection connection = new QuietConnection(LIMITS);
    if (socket != null) {
      connection.bind(socket);
    }
    return connection;
  }

  /** The timer ends what takes too long; these limits are for the case that it is late. */
  private RequestConfig requestConfig(
      @Nullable ProxyRoute proxy, ProxyLogins.@Nullable Attempt login) {
    return RequestConfig.custom()
        .setConnectionRequestTimeout(timeout(settings.deadline().multipliedBy(2)))
        .setResponseTimeout(timeout(settings.deadline().multipliedBy(2)))
        .setExpectContinueEnabled(false)
        .setProxyPreferredAuthSchemes(proxy == null ? List.of() : proxy.schemes(login))
        .build();
  }

  private static Timeout timeout(Duration duration) {
    return Timeout.of(duration);
  }

  /**
   * Opens sockets that ignore {@code socksProxyHost} and the like: the setting is the one proxy.
   * They are those of channels, whose reads and writes end when their thread is interrupted.
   */
  private static final class UnproxiedConnections
      extends PoolingHttpClientConnectionManagerBuilder {
    @Override
    protected HttpClientConnectionOperator createConnectionOperator(
        SchemePortResolver ports, DnsResolver names, TlsSocketStrategy tls) {
      return new DefaultHttpClientConnectionOperator(
          proxy -> SocketChannel.open().socket(),
          ports,
          names,
          RegistryBuilder.<TlsSocketStrategy>create().register("https", tls).build());
    }
  }

  /**
   * Lets no other request begin. Those under way have the rest of their time: their answers may
   * hold what is nowhere else. An interrupt of their thread ends them before.
   */
  public void finish() {
    closed = true;
  }

  /** Ends the requests under way and lets no other begin. */
  @Override
  public void close() {
    closed = true;
    underWay.forEach(HttpUriRequestBase::cancel);
  }
}
