package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.microsoft.IdentityEndpoint;
import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes an application at Microsoft of the keys of a configuration. */
final class MicrosoftKeys {
  private static final String TENANT = "tenant";
  private static final String CLIENT_ID = "client-id";
  private static final String SECRET = "client-secret";
  private static final String ASSERTION = "client-assertion-file";
  private static final String AUTHORITY = "authority";

  /** What every application may have. */
  static final String[] OPTIONAL = {
    AUTHORITY,
    "scope",
    SecretExpiry.KEY,
    CertificateKeys.FILE,
    CertificateKeys.PASSWORD,
    CertificateKeys.ALIAS,
    CertificateKeys.ALGORITHM,
    ASSERTION
  };

  /** The same for an application that acts for a user and may have no proof of its own. */
  static final String[] OPTIONAL_WITH_SECRET =
      Stream.of(Stream.of(SECRET), TokenStoreKeys.ALL.stream(), Stream.of(OPTIONAL))
          .flatMap(keys -> keys)
          .toArray(String[]::new);

  private MicrosoftKeys() {}

  static Microsoft365 application(Given given) {
    Microsoft365 app = Microsoft365.application(given.text(TENANT), given.text(CLIENT_ID));
    return options(given, proven(given, app), given.urlOrNull(AUTHORITY));
  }

  /** What the webhook of Azure Workload Identity hands to a pod goes for what is not configured. */
  static Microsoft365 workload(Given given) {
    Microsoft365 app =
        Microsoft365.application(
            given.textOrVariable(TENANT, "AZURE_TENANT_ID"),
            given.textOrVariable(CLIENT_ID, "AZURE_CLIENT_ID"));
    Path file = given.fileOrNull(ASSERTION);
    app =
        app.federated(
            file == null
                ? Path.of(given.textOrVariable(ASSERTION, "AZURE_FEDERATED_TOKEN_FILE"))
                : file);
    URI authority = given.urlOrNull(AUTHORITY);
    String host = given.settings().environment("AZURE_AUTHORITY_HOST");
    return options(given, app, authority == null ? given.url(AUTHORITY, host) : authority);
  }

  static AzureManagedIdentity managedIdentity(Given given) {
    Map<String, String> environment = new HashMap<>();
    for (String variable : IdentityEndpoint.VARIABLES) {
      String value = given.settings().environment(variable);
      if (value != null) {
        environment.put(variable, value);
      }
    }
    AzureManagedIdentity identity = Microsoft365.managedIdentity(environment);
    String clientId = given.textOrNull(CLIENT_ID);
    identity = clientId == null ? identity : identity.clientId(clientId);
    String scope = given.textOrNull("scope");
    return scope == null ? identity : identity.scope(scope);
  }

  private static Microsoft365 options(Given given, Microsoft365 plain, @Nullable URI authority) {
    Microsoft365 app = authority == null ? plain : plain.authority(authority);
    app = TokenProxy.of(given, app, Microsoft365::proxy);
    String scope = given.textOrNull("scope");
    return scope == null ? app : app.scope(scope);
  }

  private static Microsoft365 proven(Given given, Microsoft365 plain) {
    List<String> proofs =
        List.of(CertificateKeys.FILE, ASSERTION, SECRET).stream()
            .filter(given.settings()::isSet)
            .toList();
    if (proofs.size() > 1) {
      throw given
          .settings()
          .error(proofs.get(1), "There is auth." + proofs.get(0) + " already. Keep one of them.");
    }
    if (!given.settings().isSet(SECRET)) {
      given.refuseWithout(SECRET, SecretExpiry.KEY);
    }
    ClientCertificate certificate = CertificateKeys.readOrNull(given);
    if (certificate != null) {
      return plain.certificate(certificate);
    }
    Path assertion = given.fileOrNull(ASSERTION);
    if (assertion != null) {
      return plain.federated(assertion);
    }
    SecretSource secret = given.secretOrNull(SECRET);
    Microsoft365 app = secret == null ? plain : plain.secret(secret);
    return SecretExpiry.of(given, app, Microsoft365::secretExpires);
  }
}
