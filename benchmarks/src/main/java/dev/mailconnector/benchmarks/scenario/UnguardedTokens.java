package dev.mailconnector.benchmarks.scenario;

import dev.mailconnector.spi.Ticker;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Access tokens as applications often get them for themselves: asked for when they are needed, and
 * perhaps kept until they end, by whoever comes first and everybody else who comes before it is
 * there. Thread-safe.
 */
final class UnguardedTokens {
  private static final Pattern TOKEN = Pattern.compile("\"access_token\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern LIFETIME = Pattern.compile("\"expires_in\"\\s*:\\s*(\\d+)");
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  private final HttpClient http;
  private final HttpRequest request;
  private final Ticker ticker;
  private final boolean cached;
  private final AtomicLong fetched;
  private volatile @Nullable Token held;

  private record Token(String value, long end) {}

  UnguardedTokens(
      GenericIssuer issuer, SSLContext trust, Ticker ticker, boolean cached, AtomicLong fetched) {
    this.http = HttpClient.newBuilder().sslContext(trust).build();
    URI endpoint = issuer.tokenEndpoint();
    this.request =
        HttpRequest.newBuilder(endpoint)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "grant_type=client_credentials&client_id=%s&client_secret=%s"
                        .formatted(TokenExpiry.CLIENT, TokenExpiry.SECRET)))
            .build();
    this.ticker = ticker;
    this.cached = cached;
    this.fetched = fetched;
  }

  String current() throws IOException, InterruptedException {
    Token token = held;
    if (!cached || token == null || ticker.nanos() - token.end >= 0) {
      token = fetch();
      held = token;
    }
    return token.value;
  }

  private Token fetch() throws IOException, InterruptedException {
    fetched.incrementAndGet();
    String answer = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher token = TOKEN.matcher(answer);
    Matcher lifetime = LIFETIME.matcher(answer);
    if (!token.find() || !lifetime.find()) {
      throw new IOException("the issuer gave no token");
    }
    return new Token(
        token.group(1), ticker.nanos() + Long.parseLong(lifetime.group(1)) * NANOS_PER_SECOND);
  }
}
