package dev.mailconnector.auth.oauth2.internal.google;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.spi.Secret;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A mailbox's token by a service account with domain-wide delegation whose key nobody has: Google
 * itself signs the assertion (IAM {@code signJwt}) for a caller that may have it signed, and the
 * assertion is exchanged as one of the account's own (RFC 7523 section 2.1).
 */
public final class GoogleDelegation implements TokenSource {
  private static final String GOOGLE = "https://oauth2.googleapis.com/token";
  private static final String JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";

  /** The most that Google takes, as google-auth asks for. */
  private static final Duration LIFE = Duration.ofHours(1);

  /** So much fast this machine's clock may be. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /**
   * What is asked for.
   *
   * @param caller who has the assertion signed
   * @param account the e-mail address of the service account
   * @param subject the mailbox
   * @param scope the scope
   * @param iam the base URL of IAM's credentials API
   * @param endpoint the token endpoint
   */
  public record Settings(
      CallerIdentity caller, String account, String subject, String scope, URI iam, URI endpoint) {}

  private final Settings settings;
  private final GoogleCalls calls;

  /** A source with these settings over this HTTP traffic, which it closes. */
  public GoogleDelegation(Settings settings, GoogleCalls calls) {
    this.settings = settings;
    this.calls = calls;
  }

  @Override
  public AccessToken fetch() throws TokenException {
    Secret assertion = sign(settings.caller().token(calls));
    TokenRequest request =
        calls.request(
            "service account for " + settings.subject(), settings.account(), settings.endpoint());
    request.hide(assertion);
    request.dated();
    String form = "grant_type=" + encode(JWT_BEARER) + "&assertion=" + encode(assertion.reveal());
    Map<String, String> headers =
        Map.of("Content-Type", "application/x-www-form-urlencoded", "Accept", "application/json");
    return request.read(calls.post(request, headers, form));
  }

  private Secret sign(Secret bearer) throws TokenException {
    URI endpoint =
        settings
            .iam()
            .resolve("/v1/projects/-/serviceAccounts/" + encode(settings.account()) + ":signJwt");
    TokenRequest request =
        calls.request("signJwt for " + settings.subject(), settings.account(), endpoint);
    return calls.call(
        request, bearer, Map.of("payload", JSONObjectUtils.toJSONString(claims())), "signedJwt");
  }

  /** The audience is Google's own name, whatever road leads there. */
  private Map<String, Object> claims() {
    Instant start = calls.clock().instant().minus(SKEW);
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", settings.account());
    claims.put("sub", settings.subject());
    claims.put("scope", settings.scope());
    claims.put("aud", GOOGLE);
    claims.put("iat", start.getEpochSecond());
    claims.put("exp", start.plus(LIFE).getEpochSecond());
    return claims;
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** An outage of any of the servers on its way is one of the whole way. */
  @Override
  public Optional<IssuerClient> issuer() {
    IssuerClient last = IssuerClient.at(settings.endpoint(), settings.account());
    IssuerClient signer = IssuerClient.at(settings.iam(), settings.account());
    IssuerClient both =
        new IssuerClient(signer.issuer() + " and " + last.issuer(), settings.account());
    return Optional.of(calls.http().seen(both));
  }

  @Override
  public void close() {
    calls.close();
  }
}
