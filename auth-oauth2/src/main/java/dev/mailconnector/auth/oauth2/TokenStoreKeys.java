package dev.mailconnector.auth.oauth2;

import dev.mailconnector.spi.AuthenticationSettings;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiFunction;

/** The store for refresh tokens, as a configuration names it. */
final class TokenStoreKeys {
  static final String FILE = "token-store.file";
  static final String KEY = "token-store.key";
  static final String KEY_STORE = "token-store.key-store.file";
  static final String PASSWORD = "token-store.key-store.password";
  static final String ALIAS = "token-store.key-store.alias";

  /** What every login may have that has a refresh token. */
  static final List<String> ALL = List.of(FILE, KEY, KEY_STORE, PASSWORD, ALIAS);

  private TokenStoreKeys() {}

  /** The builder with the store of the settings, if they name one. */
  static <B> B of(Given given, B builder, BiFunction<B, RefreshTokenStore, B> keeping) {
    return given.settings().isSet(FILE) ? keeping.apply(builder, read(given)) : builder;
  }

  /** The store that the settings must name here. */
  static RefreshTokenStore read(Given given) {
    var file = given.file(FILE);
    SecretSource key = key(given);
    String text = given.text(FILE);
    return Files.isDirectory(file) || text.endsWith("/") || text.endsWith("\\")
        ? RefreshTokenStore.encryptedFolder(file, key)
        : RefreshTokenStore.encryptedFile(file, key);
  }

  private static SecretSource key(Given given) {
    Path keyStore = given.fileOrNull(KEY_STORE);
    return keyStore == null
        ? given.secret(KEY)
        : RefreshTokenStore.keyStore(keyStore, given.secret(PASSWORD), given.textOrNull(ALIAS));
  }

  /** Refuses a place without its key, and the other way. */
  static void check(Given given) {
    AuthenticationSettings settings = given.settings();
    boolean file = settings.isSet(FILE);
    boolean keyStore = settings.isSet(KEY_STORE);
    if (!keyStore) {
      given.refuseWithout(KEY_STORE, PASSWORD, ALIAS);
    } else if (settings.isSet(KEY)) {
      throw settings.error(KEY, "There is auth." + KEY_STORE + " already. Keep one of them.");
    } else if (!settings.isSet(PASSWORD)) {
      throw settings.error(PASSWORD, "auth." + PASSWORD + " is missing: it opens the key store.");
    }
    if (file && !keyStore && !settings.isSet(KEY)) {
      throw settings.error(
          KEY,
          "auth.token-store.key is missing: the file is encrypted with it. Make one with"
              + " `openssl rand -base64 32`.");
    }
    if (!file && (keyStore || settings.isSet(KEY))) {
      throw settings.error(
          FILE, "auth.token-store.file is missing: the key encrypts nothing without it.");
    }
  }
}
