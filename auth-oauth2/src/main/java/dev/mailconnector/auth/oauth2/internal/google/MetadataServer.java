package dev.mailconnector.auth.oauth2.internal.google;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.answer.TokenRequest;
import dev.mailconnector.auth.oauth2.internal.http.HttpAnswer;
import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

/**
 * The service account that Google gave to the machine, pod or Cloud Run service this runs on, as
 * its metadata server knows it (docs.cloud.google.com/compute/docs/metadata). Without google-auth,
 * which finds that server by the environment of the process alone.
 *
 * @param url where the server is
 */
public record MetadataServer(URI url) implements CallerIdentity {
  /** Names another place of the metadata server, {@code host} or {@code host:port}. */
  public static final String HOST = "GCE_METADATA_HOST";

  private static final String FLAVOR = "Metadata-Flavor";
  private static final String ACCOUNT = "/computeMetadata/v1/instance/service-accounts/default/";
  private static final String UNREACHABLE =
      "The metadata server is to be had only on Google Cloud (Compute Engine, GKE, Cloud Run)."
          + " Elsewhere name the caller's credential file: auth.key-file, or"
          + " GOOGLE_APPLICATION_CREDENTIALS.";

  /**
   * The server of this machine.
   *
   * @throws ConfigurationException if {@link #HOST} is set to what is no host
   */
  public static MetadataServer of(Map<String, String> environment) {
    String host = environment.getOrDefault(HOST, "metadata.google.internal");
    try {
      URI url = new URI("http://" + host);
      if (SecureUrl.isNearbyOrSecure(url) && url.getRawPath().isEmpty()) {
        return new MetadataServer(url);
      }
    } catch (URISyntaxException malformed) {
      // Told below.
    }
    throw ConfigurationException.of(
        "auth.impersonate",
        null,
        HOST
            + " must be a host, or a host and its port, of this machine (loopback, 169.254.0.0/16,"
            + " metadata.google.internal): a token comes from there in clear.");
  }

  @Override
  public Secret token(GoogleCalls calls) throws TokenException {
    TokenRequest request =
        calls.request("metadata server", "this machine", url.resolve(ACCOUNT + "token"));
    HttpAnswer answer = calls.get(request, Map.of(FLAVOR, "Google"), UNREACHABLE);
    if (!"Google".equals(answer.header(FLAVOR))) {
      throw request.away(answer, "What answered is not Google's metadata server. " + UNREACHABLE);
    }
    if (answer.status() == 404) {
      throw request.impossible(
          "the machine has no service account",
          "Whoever administers the Google Cloud project must attach one to the machine, or bind the"
              + " pod's Kubernetes service account to one.");
    }
    return request.read(answer).value();
  }

  @Override
  public String toString() {
    return "the service account of this machine";
  }
}
