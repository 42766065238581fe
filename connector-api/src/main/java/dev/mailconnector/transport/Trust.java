package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection trusts. Whatever is chosen, the certificate must carry the configured host name
 * or the account's {@code serverName}; only {@link #dangerouslyNone()} checks nothing. TLS 1.2 or
 * newer, always (RFC 8997). Immutable.
 */
public sealed interface Trust {

  /** The trust store of the Java runtime. The default. */
  static Trust platform() {
    return Platform.INSTANCE;
  }

  /** Only the certificates in a PEM file: a company's own CA. */
  static Trust caFile(Path file) {
    return new CaFile(readable("trust.ca-file", file));
  }

  /** Only the certificates in a PKCS#12 trust store. */
  static Trust truststore(Path file, @Nullable Secret password) {
    return new Truststore(readable("trust.truststore", file), password);
  }

  /** Whatever this context trusts. */
  static Trust context(SSLContext context) {
    return new Context(context);
  }

  /**
   * Anybody: encrypted, but with whom is unknown. Each connection logs a warning; token endpoints
   * are verified all the same.
   */
  static Trust dangerouslyNone() {
    return None.INSTANCE;
  }

  private static Path readable(String key, Path file) {
    if (!Files.isReadable(file)) {
      throw ConfigurationException.of(
          key, file.toString(), "The file does not exist or cannot be read by this process.");
    }
    return file;
  }

  /** See {@link #platform()}. */
  enum Platform implements Trust {
    /** The one value. */
    INSTANCE
  }

  /**
   * See {@link #caFile}.
   *
   * @param file certificates in PEM form
   */
  record CaFile(Path file) implements Trust {}

  /**
   * See {@link #truststore}.
   *
   * @param file a PKCS#12 store
   * @param password its password, or null for none
   */
  record Truststore(Path file, @Nullable Secret password) implements Trust {}

  /**
   * See {@link #context}.
   *
   * @param context makes every TLS connection
   */
  record Context(SSLContext context) implements Trust {}

  /** See {@link #dangerouslyNone()}. */
  enum None implements Trust {
    /** The one value. */
    INSTANCE
  }
}
