package dev.mailconnector.transport;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Whom a connection trusts. Whatever is chosen, the certificate must carry the configured host name
 * or the account's {@code serverName}; {@link #pin} checks the key instead, and only {@link
 * #dangerouslyNone()} checks nothing. TLS 1.2 or newer, always (RFC 8997). Immutable.
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

  /**
   * Only a server with one of these keys, for one whose certificate nobody vouches for. Name, dates
   * and authority of the certificate are then not looked at; token endpoints are verified as by
   * {@link #platform()}. Give a second pin before the key changes.
   *
   * @param pins each the SHA-256 of a public key in Base64, as in RFC 7469 section 2.4
   */
  static Trust pin(String... pins) {
    return new Pinned(List.of(pins));
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

  /**
   * See {@link #pin}.
   *
   * @param pins at least one
   */
  record Pinned(List<String> pins) implements Trust {

    /** Checks the form of each. */
    public Pinned {
      pins = List.copyOf(pins);
      if (pins.isEmpty()) {
        throw ConfigurationException.of(
            "trust.pin-sha256", null, "None is given, so nobody could be trusted.");
      }
      for (String pin : pins) {
        if (!pin.matches("[A-Za-z0-9+/]{43}=")) {
          throw ConfigurationException.of(
              "trust.pin-sha256",
              pin,
              "A pin is the SHA-256 of the server's public key in Base64 (RFC 7469): 44 characters,"
                  + " the last one =. The fingerprint of a certificate is another thing.");
        }
      }
    }
  }

  /** See {@link #dangerouslyNone()}. */
  enum None implements Trust {
    /** The one value. */
    INSTANCE
  }
}
