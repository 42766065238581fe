package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.spi.UnusableKeyException;
import java.nio.file.Path;

/**
 * The certificate that an account shows to a mail server that asks for one in the TLS handshake
 * (RFC 8446 section 4.4.2), whether TLS comes first or by STARTTLS. Immutable and thread-safe.
 *
 * <pre>{@code
 * TlsClientCertificate.file(Path.of("/run/secrets/app01.p12")).password(password)
 * }</pre>
 *
 * <p>A connection that is opened after the file has changed shows what is in it then, so it may be
 * replaced while the connector runs. The password is read again with it.
 */
public final class TlsClientCertificate {
  private static final String KEY = "tls-client-certificate";

  private final KeyFile file;

  private TlsClientCertificate(KeyFile file) {
    this.file = file;
  }

  /**
   * A PKCS#12 store, or a PEM file with the private key (PKCS#8), its certificate and those between
   * it and the authority; told apart by their content. Keys are RSA or EC.
   */
  public static TlsClientCertificate file(Path file) {
    return new TlsClientCertificate(new KeyFile(KEY, file, null, null));
  }

  /** The same with the password of the store, or of an encrypted key in a PEM file. */
  public TlsClientCertificate password(SecretSource password) {
    return new TlsClientCertificate(new KeyFile(KEY, file.path(), password, file.alias()));
  }

  /** The same with a password that never changes. */
  public TlsClientCertificate password(Secret password) {
    return password(SecretSource.fixed(password));
  }

  /** The same by this entry of a PKCS#12 store. Needed only where it has several keys. */
  public TlsClientCertificate alias(String alias) {
    return new TlsClientCertificate(new KeyFile(KEY, file.path(), file.password(), alias));
  }

  /** Where it is read from. */
  public KeyFile keyFile() {
    return file;
  }

  /**
   * Opens the file once.
   *
   * @throws ConfigurationException if it has no key that can be used
   */
  public void check() {
    try {
      file.read();
    } catch (UnusableKeyException unusable) {
      throw unusable.toConfigurationException("");
    }
  }

  @Override
  public String toString() {
    return "certificate of " + file;
  }
}
