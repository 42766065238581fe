package dev.mailconnector.auth.oauth2.internal.google;

import com.google.auth.oauth2.UserCredentials;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.KeptRefreshToken;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A user's token by the refresh token of an earlier consent (RFC 6749 section 6). */
public final class GoogleRefreshToken implements TokenSource {

  /**
   * What is asked for.
   *
   * @param endpoint the token endpoint
   * @param clientId the OAuth client
   * @param clientSecret its secret
   */
  public record Settings(URI endpoint, String clientId, SecretSource clientSecret) {}

  private final Settings settings;
  private final KeptRefreshToken refreshToken;
  private final TokenHttp http;
  private final InstantSource clock;

  /** A source with these settings over this HTTP stack, which it closes. */
  public GoogleRefreshToken(
      Settings settings, KeptRefreshToken refreshToken, TokenHttp http, InstantSource clock) {
    this.settings = settings;
    this.refreshToken = refreshToken;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    TokenRequest request =
        new TokenRequest(
            "refresh token", "client " + settings.clientId(), settings.endpoint(), clock);
    Secret clientSecret = request.secret("client-secret", settings.clientSecret());
    return refreshToken.exchange(request, token -> trip(request, clientSecret, token));
  }

  private HttpAnswer trip(TokenRequest request, Secret clientSecret, Secret token)
      throws TokenException {
    OneExchange exchange = new OneExchange(http, settings.endpoint());
    UserCredentials credentials =
        UserCredentials.newBuilder()
            .setClientId(settings.clientId())
            .setClientSecret(clientSecret.reveal())
            .setRefreshToken(token.reveal())
            .setTokenServerUri(settings.endpoint())
            .setHttpTransportFactory(() -> new GoogleTransport(exchange))
            .build();
    return VendorTrip.make("google-auth", request, exchange, credentials::refreshAccessToken);
  }

  @Override
  public List<CredentialEnd> ends() {
    return refreshToken.ends(clock.instant());
  }

  @Override
  public Optional<IssuerClient> issuer() {
    return Optional.of(
        http.seen(IssuerClient.at(settings.endpoint(), "client " + settings.clientId())));
  }

  /** An exchange under way is finished: its answer may hold the only good refresh token. */
  @Override
  public void close() {
    http.finish();
  }
}
