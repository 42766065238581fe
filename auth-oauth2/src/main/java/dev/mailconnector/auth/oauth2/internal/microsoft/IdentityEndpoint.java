package dev.mailconnector.auth.oauth2.internal.microsoft;

import dev.mailconnector.auth.oauth2.internal.http.SecureUrl;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where Azure hands tokens to what runs on it. Both places are on the machine itself or link-local,
 * so plain HTTP is what they speak.
 *
 * @param url the endpoint
 * @param version its {@code api-version}
 * @param headerName what proves that the request comes from this process
 * @param headerValue the value of that header
 */
public record IdentityEndpoint(URI url, String version, String headerName, Secret headerValue) {
  private static final String ENDPOINT = "IDENTITY_ENDPOINT";
  private static final String HEADER = "IDENTITY_HEADER";
  private static final String POD_HOST = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
  private static final String THUMBPRINT = "IDENTITY_SERVER_THUMBPRINT";
  private static final String OLD_ENDPOINT = "MSI_ENDPOINT";

  /** What {@link #of} looks at. */
  public static final List<String> VARIABLES =
      List.of(ENDPOINT, HEADER, POD_HOST, THUMBPRINT, OLD_ENDPOINT);

  private static final String METADATA = "http://169.254.169.254";

  /**
   * The endpoint of App Service or Container Apps where these variables name one, else the metadata
   * service of a virtual machine.
   *
   * @throws ConfigurationException if the variables name a place that is not known here
   */
  public static IdentityEndpoint of(Map<String, String> environment) {
    String endpoint = environment.get(ENDPOINT);
    if (endpoint == null || endpoint.isEmpty()) {
      if (!environment.getOrDefault(OLD_ENDPOINT, "").isEmpty()) {
        throw notBuilt("MSI_ENDPOINT is set as Cloud Shell and Machine Learning set it");
      }
      String host = environment.getOrDefault(POD_HOST, METADATA);
      return new IdentityEndpoint(
          checked(POD_HOST, host).resolve("/metadata/identity/oauth2/token"),
          "2018-02-01",
          "Metadata",
          Secret.of("true"));
    }
    String header = environment.get(HEADER);
    if (header == null || environment.containsKey(THUMBPRINT)) {
      throw notBuilt("IDENTITY_ENDPOINT is set as Azure Arc or Service Fabric set it");
    }
    return new IdentityEndpoint(
        checked(ENDPOINT, endpoint), "2019-08-01", "X-IDENTITY-HEADER", Secret.of(header));
  }

  private static ConfigurationException notBuilt(String where) {
    return ConfigurationException.of(
        "auth.grant",
        "managed-identity",
        where
            + "; of managed identities only those of virtual machines, App Service and Container"
            + " Apps are built. Use a certificate.");
  }

  private static URI checked(String variable, String text) {
    URI url = parsed(text);
    if (url == null || !SecureUrl.isNearbyOrSecure(url)) {
      throw ConfigurationException.of(
          "auth.grant",
          "managed-identity",
          variable
              + " must be an http URL of this machine or of 169.254.0.0/16, or an https one: a"
              + " token comes from there.");
    }
    return url;
  }

  private static @Nullable URI parsed(String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException malformed) {
      return null;
    }
  }
}
