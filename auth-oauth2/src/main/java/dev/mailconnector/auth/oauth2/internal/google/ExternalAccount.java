package dev.mailconnector.auth.oauth2.internal.google;

import com.google.auth.oauth2.IdentityPoolCredentials;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.answer.VendorTrip;
import dev.mailconnector.auth.oauth2.internal.http.OneExchange;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Workload identity federation: the token of another identity provider is exchanged at Google's
 * Security Token Service (RFC 8693), and then, where the file says so, for one of a service
 * account. The file is that of google.aip.dev/auth/4117.
 *
 * @param audience the provider of the workload identity pool
 * @param tokenType the type of the other provider's token
 * @param tokenUrl the Security Token Service
 * @param impersonation where the token of a service account is made of it; null to stay federated
 * @param source where the other provider's token is
 */
record ExternalAccount(
    String audience,
    String tokenType,
    URI tokenUrl,
    @Nullable URI impersonation,
    SubjectTokenSource source) {
  private static final String REMEDY =
      "Make the file anew: gcloud iam workload-identity-pools create-cred-config.";

  static ExternalAccount of(Map<String, Object> json) throws UnusableFileException {
    if (json.containsKey("workforce_pool_user_project")) {
      throw new UnusableFileException(
          "is for a workforce pool, which people log in to", "Use a workload identity pool.");
    }
    return new ExternalAccount(
        text(json, "audience"),
        text(json, "subject_token_type"),
        url(text(json, "token_url"), "token_url"),
        json.get("service_account_impersonation_url") instanceof String impersonation
            ? url(impersonation, "service_account_impersonation_url")
            : null,
        SubjectTokenSource.of(json.get("credential_source")));
  }

  Secret token(GoogleCalls calls) throws TokenException {
    TokenRequest request = calls.request("token exchange", audience, tokenUrl);
    Secret subjectToken = source.read(calls, request);
    request.hide(subjectToken);
    OneExchange exchange = new OneExchange(calls.http(), tokenUrl);
    IdentityPoolCredentials federated =
        IdentityPoolCredentials.newBuilder()
            .setAudience(audience)
            .setSubjectTokenType(tokenType)
            .setTokenUrl(tokenUrl.toString())
            .setSubjectTokenSupplier(context -> subjectToken.reveal())
            .setScopes(List.of(CallerIdentity.SCOPE))
            .setHttpTransportFactory(() -> new GoogleTransport(exchange))
            .build();
    Secret token =
        request
            .read(VendorTrip.make("google-auth", request, exchange, federated::refreshAccessToken))
            .value();
    return impersonation == null
        ? token
        : calls.call(
            calls.request("service account of the federation", audience, impersonation),
            token,
            Map.of("scope", List.of(CallerIdentity.SCOPE)),
            "accessToken");
  }

  private static String text(Map<String, Object> json, String field) throws UnusableFileException {
    if (json.get(field) instanceof String text && !text.isBlank()) {
      return text;
    }
    throw new UnusableFileException("has no " + field, REMEDY);
  }

  private static URI url(String text, String field) throws UnusableFileException {
    try {
      URI url = new URI(text);
      if (SecureUrl.isSecure(url)) {
        return url;
      }
    } catch (URISyntaxException malformed) {
      // Told below.
    }
    throw new UnusableFileException("has a " + field + " that is not an https URL", REMEDY);
  }
}
