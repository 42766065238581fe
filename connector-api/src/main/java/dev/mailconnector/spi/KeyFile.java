package dev.mailconnector.spi;

import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.internal.diagnosis.SecretRows;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A file with a private key and its certificate: PKCS#12 (RFC 7292) or PEM (RFC 7468), told apart
 * by their content. The key is RSA or EC; in PEM it is PKCS#8, plain or encrypted. Read anew every
 * time. Immutable.
 *
 * @param key the section of the configuration that names it: {@code client-certificate}
 * @param path the file
 * @param password of the store, or of an encrypted key in a PEM file; null if there is none
 * @param alias the entry of a store, or null for the only key in it
 */
public record KeyFile(
    String key, Path path, @Nullable SecretSource password, @Nullable String alias) {
  private static final int LARGEST = 1 << 20;

  /**
   * The key as it is in the file now.
   *
   * @throws UnusableKeyException if there is none that can be used; says no secret
   */
  public KeyWithCertificate read() throws UnusableKeyException {
    byte[] bytes = bytes();
    char[] secret = secret();
    if (alias != null && PemKey.isPem(bytes)) {
      throw new UnusableKeyException(
          key + ".alias",
          alias,
          path + " is a PEM file, which has no aliases",
          "Leave the alias out.");
    }
    return PemKey.isPem(bytes)
        ? new PemKey(this, new String(bytes, StandardCharsets.ISO_8859_1), secret).read()
        : fromStore(bytes, secret == null ? new char[0] : secret);
  }

  private byte[] bytes() throws UnusableKeyException {
    try {
      if (Files.readAttributes(path, BasicFileAttributes.class).isOther()) {
        throw unusable(
            "is a pipe or a device, which may let its reader wait for ever",
            "It is read again and again: put the key into a regular file.");
      }
      return content();
    } catch (NoSuchFileException missing) {
      throw unusable("does not exist", "Check the path.");
    } catch (IOException unreadable) {
      throw unusable("cannot be read by this process", "Check its permissions.");
    }
  }

  private byte[] content() throws IOException, UnusableKeyException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw unusable("is larger than 1 MiB", "That is no key file. Check the path.");
      }
      return bytes;
    }
  }

  private char @Nullable [] secret() throws UnusableKeyException {
    try {
      Secret secret = password == null ? null : password.read();
      return secret == null ? null : secret.reveal().toCharArray();
    } catch (CredentialException unreadable) {
      throw new UnusableKeyException(
          key + ".password",
          null,
          unreadable.detail().what(),
          new Remedy(unreadable.diagnosis().orElse(SecretRows.KEY_PASSWORD), unreadable.remedy()));
    }
  }

  private KeyWithCertificate fromStore(byte[] bytes, char[] secret) throws UnusableKeyException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      String entry = entry(store);
      Certificate[] chain = store.getCertificateChain(entry);
      if (!(store.getKey(entry, secret) instanceof PrivateKey found) || chain == null) {
        throw unusable("has no certificate beside the key " + entry, "Export both together.");
      }
      List<X509Certificate> certificates = new ArrayList<>();
      for (Certificate each : chain) {
        certificates.add((X509Certificate) each);
      }
      return pair(found, certificates);
    } catch (UnrecoverableKeyException wrong) {
      throw locked();
    } catch (IOException broken) {
      throw broken.getCause() instanceof UnrecoverableKeyException
          ? locked()
          : unusable("is neither a PKCS#12 store nor PEM", "Export it anew as one of the two.");
    } catch (GeneralSecurityException broken) {
      throw unusable(
          "cannot be opened (" + broken.getClass().getSimpleName() + ")",
          "Export it" + " anew as PKCS#12 with a cipher that this Java runtime knows.");
    }
  }

  private String entry(KeyStore store) throws GeneralSecurityException, UnusableKeyException {
    List<String> keys = new ArrayList<>();
    for (String each : Collections.list(store.aliases())) {
      if (store.isKeyEntry(each)) {
        keys.add(each);
      }
    }
    if (keys.isEmpty()) {
      throw unusable("has no private key", "Export the certificate together with its key.");
    }
    String wanted = alias;
    if (wanted == null && keys.size() == 1) {
      return keys.get(0);
    }
    if (wanted == null || !store.isKeyEntry(wanted)) {
      throw new UnusableKeyException(
          key + ".alias",
          wanted,
          wanted == null ? path + " has several keys" : path + " has no private key of this alias",
          "Name one of these: " + String.join(", ", keys) + ".");
    }
    return wanted;
  }

  /** The key with the one of these certificates that is its own, and those that vouch for it. */
  KeyWithCertificate pair(PrivateKey found, List<X509Certificate> certificates)
      throws UnusableKeyException {
    for (X509Certificate certificate : certificates) {
      if (KeyWithCertificate.belong(found, certificate)) {
        return new KeyWithCertificate(found, chain(certificate, certificates));
      }
    }
    throw unusable(
        "has a private key that is not the one of its certificate",
        "Put the key and the certificate that were made together into the file.");
  }

  /** In the order in which TLS wants them (RFC 5246 section 7.4.2), whatever the file's is. */
  private static List<X509Certificate> chain(
      X509Certificate leaf, List<X509Certificate> certificates) {
    Set<X509Certificate> chain = new LinkedHashSet<>();
    X509Certificate next = leaf;
    while (next != null && chain.add(next)) {
      X500Principal issuer = next.getIssuerX500Principal();
      next =
          certificates.stream()
              .filter(each -> each.getSubjectX500Principal().equals(issuer))
              .findFirst()
              .orElse(null);
    }
    return List.copyOf(chain);
  }

  /** The failure that says this of the file. */
  public UnusableKeyException unusable(String why, String remedy) {
    return new UnusableKeyException(key + ".file", path.toString(), path + " " + why, remedy);
  }

  /** The failure that says this of the file, with a row of the catalogue. */
  public UnusableKeyException unusable(String why, Remedy remedy) {
    return new UnusableKeyException(key + ".file", path.toString(), path + " " + why, remedy);
  }

  UnusableKeyException locked() {
    return password == null
        ? new UnusableKeyException(
            key + ".password",
            null,
            path + " wants a password",
            new Remedy(SecretRows.KEY_PASSWORD, "Set " + key + ".password."))
        : new UnusableKeyException(
            key + ".password",
            null,
            path + " does not open with this password",
            new Remedy(SecretRows.KEY_PASSWORD, "Check " + key + ".password."));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
