package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The secret key of a PKCS#12 file, in base64.
 *
 * @param file the file
 * @param password of the file, and of the key in it
 * @param alias the key's name; null if there is only one
 */
public record Pkcs12Key(Path file, SecretSource password, @Nullable String alias)
    implements SecretSource {

  @Override
  public Secret read() {
    char[] opening = password.read().reveal().toCharArray();
    try (InputStream in = Files.newInputStream(file)) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, opening);
      if (store.getKey(name(store), opening) instanceof SecretKey key) {
        return encoded(key);
      }
      throw unusable("has no secret key of this name", "keytool -list shows what is in it.");
    } catch (NoSuchFileException missing) {
      throw unusable("does not exist", "Create it, or correct its path.");
    } catch (IOException | GeneralSecurityException unreadable) {
      throw unusable(
          "cannot be opened (" + unreadable.getClass().getSimpleName() + ")",
          "Check that it is PKCS#12, that its password is the configured one, and that this process"
              + " may read it.");
    }
  }

  private String name(KeyStore store) throws GeneralSecurityException {
    if (alias != null) {
      return alias;
    }
    List<String> names = Collections.list(store.aliases());
    if (names.size() != 1) {
      throw unusable(
          "has " + names.size() + " entries, " + names, "Name the one with the key: its alias.");
    }
    return names.get(0);
  }

  private Secret encoded(Key key) {
    byte[] bytes = key.getEncoded();
    if (bytes == null) {
      throw unusable("does not give its key away", "A key in a hardware module cannot be used.");
    }
    return Secret.of(Base64.getEncoder().encodeToString(bytes));
  }

  private CredentialException unusable(String why, String remedy) {
    return new CredentialException(
        FailureDetail.of(
            Stage.CREDENTIAL,
            "The key store " + file + " " + why,
            Advice.FIX_CONFIGURATION,
            new Remedy(FileRows.KEY_STORE, remedy)));
  }

  @Override
  public String toString() {
    return "the key in " + file;
  }
}
