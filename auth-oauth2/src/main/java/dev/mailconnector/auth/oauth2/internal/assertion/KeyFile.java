package dev.mailconnector.auth.oauth2.internal.assertion;

import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A file with a private key and its certificate: PKCS#12 (RFC 7292) or PEM (RFC 7468). Read anew
 * every time, which is once for every token: so a replaced file is seen, whatever its date says.
 *
 * @param path the file
 * @param password of the store, or of an encrypted key in a PEM file; null if there is none
 * @param alias the entry of a store, or null for the only key in it
 */
public record KeyFile(Path path, @Nullable SecretSource password, @Nullable String alias) {
  private static final String FILE = "client-certificate.file";
  private static final String PASSWORD = "client-certificate.password";
  private static final String ALIAS = "client-certificate.alias";
  private static final int LARGEST = 1 << 20;

  SigningKey read() throws UnusableKeyException {
    byte[] bytes = bytes();
    char[] secret = secret();
    if (alias != null && PemKey.isPem(bytes)) {
      throw new UnusableKeyException(
          ALIAS, alias, path + " is a PEM file, which has no aliases", "Leave the alias out.");
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
            "It is read again for every token: put the key into a regular file.");
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
          PASSWORD, null, unreadable.detail().what(), unreadable.remedy());
    }
  }

  private SigningKey fromStore(byte[] bytes, char[] secret) throws UnusableKeyException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(bytes), secret);
      String entry = entry(store);
      Certificate[] chain = store.getCertificateChain(entry);
      if (!(store.getKey(entry, secret) instanceof PrivateKey key)
          || chain == null
          || !(chain[0] instanceof X509Certificate certificate)) {
        throw unusable("has no certificate beside the key " + entry, "Export both together.");
      }
      return pair(key, List.of(certificate));
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
          ALIAS,
          wanted,
          wanted == null ? path + " has several keys" : path + " has no private key of this alias",
          "Name one of these: " + String.join(", ", keys) + ".");
    }
    return wanted;
  }

  /** The key with the one of these certificates that is its own. */
  SigningKey pair(PrivateKey key, List<X509Certificate> certificates) throws UnusableKeyException {
    for (X509Certificate certificate : certificates) {
      if (SigningKey.belong(key, certificate)) {
        return new SigningKey(key, certificate);
      }
    }
    throw unusable(
        "has a private key that is not the one of its certificate",
        "Put the key and the certificate that were made together into the file.");
  }

  UnusableKeyException unusable(String why, String remedy) {
    return new UnusableKeyException(FILE, path.toString(), path + " " + why, remedy);
  }

  UnusableKeyException locked() {
    return password == null
        ? new UnusableKeyException(
            PASSWORD, null, path + " wants a password", "Set client-certificate.password.")
        : new UnusableKeyException(
            PASSWORD,
            null,
            path + " does not open with this password",
            "Check client-certificate.password.");
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
