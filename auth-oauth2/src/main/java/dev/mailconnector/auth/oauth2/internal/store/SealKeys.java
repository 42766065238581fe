package dev.mailconnector.auth.oauth2.internal.store;

import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.SecretSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys of a store by their ids; the first one encrypts. */
final class SealKeys {
  private static final int BYTES = 32;
  private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]{64}");
  private static final Pattern GAPS = Pattern.compile("[\\s,]+");

  private final Map<String, SecretKey> byId;

  private SealKeys(Map<String, SecretKey> byId) {
    this.byId = byId;
  }

  /** Reads them as they are now. */
  static SealKeys read(SecretSource source) throws TokenException {
    String text;
    try {
      text = source.read().reveal();
    } catch (CredentialException e) {
      String what = "The key of the token store could not be read: " + e.detail().what();
      Remedy remedy = new Remedy(e.diagnosis().orElse(FileRows.KEY_STORE), e.remedy());
      throw e.advice() == Advice.FIX_CONFIGURATION
          ? TokenException.permanent(what, null, remedy, e)
          : TokenException.temporary(what, null, remedy, null, e);
    }
    Map<String, SecretKey> keys = new LinkedHashMap<>();
    for (String each : GAPS.split(text.trim(), -1)) {
      byte[] key = decode(each);
      if (key == null) {
        throw TokenException.permanent(
            "The key of the token store cannot be one", null, FileRows.STORE_KEY.remedy(), null);
      }
      keys.put(id(key), new SecretKeySpec(key, "AES"));
    }
    return new SealKeys(keys);
  }

  private static byte @Nullable [] decode(String text) {
    if (HEX.matcher(text).matches()) {
      return HexFormat.of().parseHex(text);
    }
    try {
      byte[] key = Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
      return key.length == BYTES ? key : null;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /** Tells keys apart and nothing of the key: 48 bits of a digest of 256 random ones. */
  private static String id(byte[] key) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, 6));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The id of the key that encrypts. */
  String current() {
    return byId.keySet().iterator().next();
  }

  /** The key with this id, or null. */
  @Nullable SecretKey get(@Nullable String id) {
    return byId.get(id);
  }

  @Override
  public String toString() {
    return "keys " + byId.keySet();
  }
}
