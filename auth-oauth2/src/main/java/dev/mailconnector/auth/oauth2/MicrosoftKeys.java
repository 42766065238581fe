package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.SecretSource;
import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes an application at Microsoft of the keys of a configuration. */
final class MicrosoftKeys {
  private static final String SECRET = "client-secret";
  private static final String CERTIFICATE = "client-certificate.file";
  private static final String CERTIFICATE_PASSWORD = "client-certificate.password";
  private static final String CERTIFICATE_ALIAS = "client-certificate.alias";
  private static final String ALGORITHM = "assertion-algorithm";

  /** What every application may have. */
  static final String[] OPTIONAL = {
    "authority", "scope", CERTIFICATE, CERTIFICATE_PASSWORD, CERTIFICATE_ALIAS, ALGORITHM
  };

  private MicrosoftKeys() {}

  static Microsoft365 application(Given given) {
    Microsoft365 app = Microsoft365.application(given.text("tenant"), given.text("client-id"));
    app = proven(given, app);
    URI authority = given.urlOrNull("authority");
    app = authority == null ? app : app.authority(authority);
    app = TokenProxy.of(given, app, Microsoft365::proxy);
    String scope = given.textOrNull("scope");
    return scope == null ? app : app.scope(scope);
  }

  private static Microsoft365 proven(Given given, Microsoft365 app) {
    ClientCertificate certificate = certificate(given);
    SecretSource secret = given.secretOrNull(SECRET);
    if (certificate != null && secret != null) {
      throw given
          .settings()
          .error(SECRET, "There is a client-certificate already. Keep one of the two.");
    }
    if (certificate != null) {
      return app.certificate(certificate);
    }
    return secret == null ? app : app.secret(secret);
  }

  private static @Nullable ClientCertificate certificate(Given given) {
    Path file = given.fileOrNull(CERTIFICATE);
    if (file == null) {
      given.refuseWithout(CERTIFICATE, CERTIFICATE_PASSWORD, CERTIFICATE_ALIAS, ALGORITHM);
      return null;
    }
    ClientCertificate certificate = ClientCertificate.file(file);
    SecretSource password = given.secretOrNull(CERTIFICATE_PASSWORD);
    certificate = password == null ? certificate : certificate.password(password);
    String alias = given.textOrNull(CERTIFICATE_ALIAS);
    certificate = alias == null ? certificate : certificate.alias(alias);
    String algorithm = given.textOrNull(ALGORITHM);
    return algorithm == null
        ? certificate
        : certificate.algorithm(AssertionAlgorithm.valueOf(algorithm));
  }
}
