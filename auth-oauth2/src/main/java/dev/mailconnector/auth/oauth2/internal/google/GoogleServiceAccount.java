package dev.mailconnector.auth.oauth2.internal.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;

/**
 * A mailbox's token by the key of a service account with domain-wide delegation (RFC 7523). The key
 * is read anew for every trip, so a rotated file is seen, and not kept after it.
 */
public final class GoogleServiceAccount implements TokenSource {

  /**
   * What is asked for.
   *
   * @param key the key file's JSON
   * @param subject the mailbox
   * @param scope the scope
   */
  public record Settings(SecretSource key, String subject, String scope) {}

  private static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

  private final Settings settings;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A source with these settings over this HTTP stack, which it closes. */
  public GoogleServiceAccount(Settings settings, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    TokenRequest unread = request("the service account", GOOGLE);
    ServiceAccountCredentials key = parse(unread, unread.secret("key-file", settings.key()));
    URI endpoint = key.getTokenServerUri();
    TokenRequest request = request(key.getClientEmail(), endpoint);
    if (!SecureUrl.isSecure(endpoint)) {
      throw request.impossible(
          "the key file's token_uri is not an https URL", "Use the key file as Google made it.");
    }
    OneExchange exchange = new OneExchange(http, endpoint);
    ServiceAccountCredentials delegated =
        key.toBuilder()
            .setServiceAccountUser(settings.subject())
            .setScopes(List.of(settings.scope()))
            .setHttpTransportFactory(() -> new GoogleTransport(exchange))
            .setDefaultRetriesEnabled(false)
            .build();
    return request.read(
        VendorTrip.make("google-auth", request, exchange, delegated::refreshAccessToken));
  }

  private static ServiceAccountCredentials parse(TokenRequest request, Secret json)
      throws TokenException {
    byte[] bytes = json.reveal().getBytes(StandardCharsets.UTF_8);
    try {
      return ServiceAccountCredentials.fromStream(new ByteArrayInputStream(bytes));
    } catch (IOException | RuntimeException e) {
      // Not its message: it may quote the file.
      throw request.impossible(
          "the key file is not the JSON key of a service account ("
              + e.getClass().getSimpleName()
              + ")",
          "Download a JSON key of the service account (Google Cloud console, IAM, Service"
              + " accounts, Keys) and name that file in key-file.");
    }
  }

  private TokenRequest request(String account, URI endpoint) {
    return new TokenRequest("service account for " + settings.subject(), account, endpoint, clock);
  }

  @Override
  public void close() {
    http.close();
  }
}
