package dev.mailconnector.internal.net;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.SecretRows;
import dev.mailconnector.spi.KeyFile;
import dev.mailconnector.spi.KeyWithCertificate;
import dev.mailconnector.spi.UnusableKeyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TLS context of an account that shows a certificate: made anew when the file has changed. A
 * file that cannot be used (it is just being written, say) leaves the last good certificate in its
 * place. Thread-safe; takes no lock, so that two threads may read the file at once.
 */
final class ClientIdentity {
  private static final Logger LOG = LoggerFactory.getLogger(ClientIdentity.class);

  /** What tells one version of a file from another. */
  private record Stamp(FileTime changed, long size, @Nullable Object fileKey) {
    static @Nullable Stamp of(KeyFile file) {
      try {
        BasicFileAttributes read = Files.readAttributes(file.path(), BasicFileAttributes.class);
        return new Stamp(read.lastModifiedTime(), read.size(), read.fileKey());
      } catch (IOException unreadable) {
        return null;
      }
    }
  }

  private record Held(@Nullable Stamp stamp, SSLContext context, X509Certificate certificate) {}

  private final KeyFile file;
  private final TrustManager @Nullable [] trust;
  private volatile Held held;

  /**
   * @throws ConfigurationException if the file has no key that can be used
   */
  ClientIdentity(KeyFile file, TrustManager @Nullable [] trust) throws GeneralSecurityException {
    this.file = file;
    this.trust = trust;
    Stamp stamp = Stamp.of(file);
    try {
      this.held = hold(stamp);
    } catch (UnusableKeyException unusable) {
      throw unusable.toConfigurationException("");
    }
  }

  /** The context for a new connection. */
  SSLContext context() throws OpenException {
    Held last = held;
    Stamp stamp = Stamp.of(file);
    if (stamp != null && stamp.equals(last.stamp())) {
      return last.context();
    }
    try {
      Held fresh = hold(stamp);
      held = fresh;
      return fresh.context();
    } catch (UnusableKeyException unusable) {
      LOG.warn(
          "The changed client certificate cannot be used, the one before it is shown: {}. {}",
          unusable.why(),
          unusable.remedy().text());
      return last.context();
    } catch (GeneralSecurityException broken) {
      throw OpenException.misconfigured(
          Stage.TLS,
          "This Java runtime cannot use the client certificate in " + file.path(),
          new Remedy(SecretRows.KEY_FILE, "Use an RSA or EC key (" + broken.getMessage() + ")."),
          broken);
    }
  }

  /** What new connections show. */
  X509Certificate certificate() {
    return held.certificate();
  }

  KeyFile file() {
    return file;
  }

  private Held hold(@Nullable Stamp stamp) throws UnusableKeyException, GeneralSecurityException {
    KeyWithCertificate key = file.read();
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(new KeyManager[] {new OneClientKey(key)}, trust, null);
    return new Held(stamp, context, key.certificate());
  }
}
