package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.SecretSource;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The key with which a client signs its assertions, as a configuration names it. */
final class CertificateKeys {
  static final String FILE = "client-certificate.file";
  static final String PASSWORD = "client-certificate.password";
  static final String ALIAS = "client-certificate.alias";
  static final String KEY_ID = "client-certificate.key-id";
  static final String ALGORITHM = "assertion-algorithm";

  private CertificateKeys() {}

  /** The certificate of the settings, if they name one. */
  static @Nullable ClientCertificate readOrNull(Given given) {
    Path file = given.fileOrNull(FILE);
    if (file == null) {
      given.refuseWithout(FILE, PASSWORD, ALIAS, KEY_ID, ALGORITHM);
      return null;
    }
    ClientCertificate certificate = ClientCertificate.file(file);
    SecretSource password = given.secretOrNull(PASSWORD);
    certificate = password == null ? certificate : certificate.password(password);
    String alias = given.textOrNull(ALIAS);
    certificate = alias == null ? certificate : certificate.alias(alias);
    String keyId = given.textOrNull(KEY_ID);
    certificate = keyId == null ? certificate : certificate.keyId(keyId);
    String algorithm = given.textOrNull(ALGORITHM);
    return algorithm == null
        ? certificate
        : certificate.algorithm(AssertionAlgorithm.valueOf(algorithm));
  }
}
