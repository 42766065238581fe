package dev.mailconnector.auth.oauth2;

import java.nio.file.Files;
import java.util.function.BiFunction;

/** The store for refresh tokens, as a configuration names it. */
final class TokenStoreKeys {
  static final String FILE = "token-store.file";
  static final String KEY = "token-store.key";

  private TokenStoreKeys() {}

  /** The builder with the store of the settings, if they name one. */
  static <B> B of(Given given, B builder, BiFunction<B, RefreshTokenStore, B> keeping) {
    return given.settings().isSet(FILE) ? keeping.apply(builder, read(given)) : builder;
  }

  /** The store that the settings must name here. */
  static RefreshTokenStore read(Given given) {
    var file = given.file(FILE);
    var key = given.secret(KEY);
    String text = given.text(FILE);
    return Files.isDirectory(file) || text.endsWith("/") || text.endsWith("\\")
        ? RefreshTokenStore.encryptedFolder(file, key)
        : RefreshTokenStore.encryptedFile(file, key);
  }

  /** Refuses one key without the other. */
  static void check(Given given) {
    boolean file = given.settings().isSet(FILE);
    if (file != given.settings().isSet(KEY)) {
      throw given
          .settings()
          .error(
              file ? KEY : FILE,
              file
                  ? "auth.token-store.key is missing: the file is encrypted with it. Make one with"
                      + " `openssl rand -base64 32`."
                  : "auth.token-store.file is missing: the key encrypts nothing without it.");
    }
  }
}
