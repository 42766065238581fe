package dev.mailconnector.auth.oauth2;

import dev.mailconnector.auth.oauth2.internal.assertion.AssertionKey;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.UnusableKeyException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and private key with which a client signs what it says about itself: {@code
 * private_key_jwt} (RFC 7523 section 2.2). Nothing secret travels to the issuer. Immutable and
 * thread-safe.
 *
 * <pre>{@code
 * ClientCertificate.file(Path.of("/run/secrets/mailer.p12")).password(password)
 * }</pre>
 *
 * <p>The file is read again for every token, so that it may be replaced while the connector runs.
 */
public final class ClientCertificate {
  private static final String KEY = "client-certificate";

  private final KeyFile file;
  private final @Nullable AssertionAlgorithm algorithm;
  private final @Nullable String keyId;

  private ClientCertificate(
      KeyFile file, @Nullable AssertionAlgorithm algorithm, @Nullable String keyId) {
    this.file = file;
    this.algorithm = algorithm;
    this.keyId = keyId;
  }

  /**
   * A PKCS#12 store, or a PEM file with the certificate and its private key (PKCS#8), told apart by
   * their content. Keys are RSA, or EC on P-256.
   */
  public static ClientCertificate file(Path file) {
    return new ClientCertificate(new KeyFile(KEY, file, null, null), null, null);
  }

  /** The same with the password of the store, or of an encrypted key in a PEM file. */
  public ClientCertificate password(SecretSource password) {
    return new ClientCertificate(
        new KeyFile(KEY, file.path(), password, file.alias()), algorithm, keyId);
  }

  /** The same with a password that never changes. */
  public ClientCertificate password(Secret password) {
    return password(SecretSource.fixed(password));
  }

  /** The same by this entry of a PKCS#12 store. Needed only where it has several keys. */
  public ClientCertificate alias(String alias) {
    return new ClientCertificate(
        new KeyFile(
            KEY,
            file.path(),
            file.password(),
            TokenTraffic.checkText("auth.client-certificate.alias", alias)),
        algorithm,
        keyId);
  }

  /** The same signing in this way. Default: what the token service wants, and the key can do. */
  public ClientCertificate algorithm(AssertionAlgorithm newAlgorithm) {
    return new ClientCertificate(file, newAlgorithm, keyId);
  }

  /**
   * The same with this {@code kid} in the header of its assertions (RFC 7515 section 4.1.4), as the
   * server names the key. Default: none, since servers that look for one refuse any other than
   * their own. Microsoft goes by the thumbprint, which is always there.
   */
  public ClientCertificate keyId(String newKeyId) {
    return new ClientCertificate(
        file, algorithm, TokenTraffic.checkText("auth.client-certificate.key-id", newKeyId));
  }

  @Nullable AssertionAlgorithm algorithm() {
    return algorithm;
  }

  /**
   * The key for signing, after a first look at the file.
   *
   * @param usual the algorithm unless another was asked for; null to let the key decide
   * @throws ConfigurationException if the file has no such key, or it cannot sign in this way
   */
  AssertionKey open(@Nullable AssertionAlgorithm usual) {
    AssertionKey key = new AssertionKey(file, algorithm == null ? usual : algorithm, keyId);
    try {
      key.check();
      return key;
    } catch (UnusableKeyException unusable) {
      throw unusable.toConfigurationException("auth.");
    }
  }

  @Override
  public String toString() {
    return "certificate of " + file.path();
  }
}
