package dev.mailconnector.auth.oauth2.internal.google;

import com.google.auth.oauth2.ServiceAccountCredentials;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key of a service account, for one exchange (RFC 7523 section 2.1). */
final class ServiceAccountKey {
  static final URI GOOGLE = URI.create("https://oauth2.googleapis.com/token");

  private final ServiceAccountCredentials key;

  private ServiceAccountKey(ServiceAccountCredentials key) {
    this.key = key;
  }

  static ServiceAccountKey parse(TokenRequest request, Secret json) throws TokenException {
    byte[] bytes = json.reveal().getBytes(StandardCharsets.UTF_8);
    try {
      return new ServiceAccountKey(
          ServiceAccountCredentials.fromStream(new ByteArrayInputStream(bytes)));
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

  /**
   * One token.
   *
   * @param subject for whom the account acts; null for itself
   */
  AccessToken exchange(
      String grant, @Nullable String subject, String scope, TokenHttp http, InstantSource clock)
      throws TokenException {
    URI endpoint = key.getTokenServerUri();
    TokenRequest request = new TokenRequest(grant, key.getClientEmail(), endpoint, clock);
    if (!SecureUrl.isSecure(endpoint)) {
      throw request.impossible(
          "the key file's token_uri is not an https URL", "Use the key file as Google made it.");
    }
    request.dated();
    OneExchange exchange = new OneExchange(http, endpoint);
    ServiceAccountCredentials.Builder account =
        key.toBuilder()
            .setScopes(List.of(scope))
            .setHttpTransportFactory(() -> new GoogleTransport(exchange))
            .setDefaultRetriesEnabled(false);
    if (subject != null) {
      account.setServiceAccountUser(subject);
    }
    return request.read(
        VendorTrip.make("google-auth", request, exchange, account.build()::refreshAccessToken));
  }
}
