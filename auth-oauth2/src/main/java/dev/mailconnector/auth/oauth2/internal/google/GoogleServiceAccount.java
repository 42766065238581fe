package dev.mailconnector.auth.oauth2.internal.google;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.TokenHttp;
import dev.mailconnector.spi.SecretSource;
import java.time.InstantSource;
import java.util.Optional;

/**
 * A mailbox's token by the key of a service account with domain-wide delegation (RFC 7523). The key
 * is read anew for every trip, so a rotated file is seen, and not kept after it.
 */
public final class GoogleServiceAccount implements TokenSource {

  /**
   * What is asked for.
   *
   * @param key the key file's JSON
   * @param client what tells this key from others, in words; logins with one key share it
   * @param subject the mailbox
   * @param scope the scope
   */
  public record Settings(SecretSource key, String client, String subject, String scope) {}

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
    String grant = "service account for " + settings.subject();
    TokenRequest unread =
        new TokenRequest(grant, "the service account", ServiceAccountKey.GOOGLE, clock);
    return ServiceAccountKey.parse(unread, unread.secret("key-file", settings.key()))
        .exchange(grant, settings.subject(), settings.scope(), http, clock);
  }

  /** Google throttles a project; which one it is stands in the key, which is read for each trip. */
  @Override
  public Optional<IssuerClient> issuer() {
    return Optional.of(http.seen(IssuerClient.at(ServiceAccountKey.GOOGLE, settings.client())));
  }

  @Override
  public void close() {
    http.close();
  }
}
