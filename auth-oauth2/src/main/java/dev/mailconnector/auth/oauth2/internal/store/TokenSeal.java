package dev.mailconnector.auth.oauth2.internal.store;

import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectDecrypter;
import com.nimbusds.jose.crypto.DirectEncrypter;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.internal.diagnosis.FileRows;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.SecretSource;
import java.text.ParseException;
import java.util.Objects;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts records: JWE (RFC 7516) in compact form, {@code dir} with A256GCM. Key id, version and
 * account stand in the header, in clear and authenticated, so that a record of another key, version
 * or account is told from one that is damaged. Thread-safe.
 */
public final class TokenSeal {
  private static final JOSEObjectType TYPE = new JOSEObjectType("mailconnector-refresh-token");
  private static final String VERSION = "v";
  private static final String ACCOUNT = "account";
  private static final long CURRENT_VERSION = 1;

  private final SecretSource keys;

  /** A seal with the keys of this text, read at every use. */
  public TokenSeal(SecretSource keys) {
    this.keys = keys;
  }

  String close(String account, TokenRecord record) throws TokenException {
    SealKeys read = SealKeys.read(keys);
    String id = read.current();
    JWEHeader header =
        new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
            .type(TYPE)
            .keyID(id)
            .customParam(VERSION, CURRENT_VERSION)
            .customParam(ACCOUNT, account)
            .build();
    JWEObject sealed = new JWEObject(header, new Payload(RecordJson.write(record)));
    try {
      sealed.encrypt(new DirectEncrypter(Objects.requireNonNull(read.get(id))));
    } catch (JOSEException impossible) {
      throw new IllegalStateException("A256GCM is missing in this JVM", impossible);
    }
    return sealed.serialize();
  }

  /**
   * Opens a record.
   *
   * @param place where it was, for messages
   */
  TokenRecord open(String account, String sealed, String place) throws TokenException {
    JWEObject object = parse(sealed, place);
    JWEHeader header = object.getHeader();
    if (!TYPE.equals(header.getType())) {
      throw damaged(place, "it is not a record of this store");
    }
    checkVersion(header, place);
    SecretKey key = key(header.getKeyID(), place);
    String json;
    try {
      object.decrypt(new DirectDecrypter(key));
      json = object.getPayload().toString();
    } catch (JOSEException broken) {
      throw damaged(place, "its key is the right one, but it does not decrypt");
    }
    if (!account.equals(header.getCustomParam(ACCOUNT))) {
      throw TokenException.permanent(
          place + " is of another account: " + header.getCustomParam(ACCOUNT),
          null,
          new Remedy(
              FileRows.STORE_OTHER_ACCOUNT,
              account
                  + " needs a file of its own; name another in auth.token-store.file, or a folder for"
                  + " all."),
          null);
    }
    TokenRecord record = RecordJson.read(json);
    if (record == null) {
      throw damaged(place, "what it decrypts to cannot be read");
    }
    return record;
  }

  private static JWEObject parse(String sealed, String place) throws TokenException {
    try {
      return JWEObject.parse(sealed.trim());
    } catch (ParseException notJwe) {
      throw damaged(place, "it is not a JWE");
    }
  }

  private static void checkVersion(JWEHeader header, String place) throws TokenException {
    if (!(header.getCustomParam(VERSION) instanceof Number version)
        || version.longValue() != CURRENT_VERSION) {
      throw TokenException.permanent(
          place + " has the format " + header.getCustomParam(VERSION),
          null,
          FileRows.STORE_NEWER.remedy(),
          null);
    }
  }

  private SecretKey key(@Nullable String id, String place) throws TokenException {
    SealKeys read = SealKeys.read(keys);
    SecretKey key = read.get(id);
    if (key == null) {
      throw TokenException.permanent(
          place + " was encrypted with the key " + id + "; here is the key " + read.current(),
          null,
          FileRows.STORE_OTHER_KEY.remedy(),
          null);
    }
    return key;
  }

  private static TokenException damaged(String place, String how) {
    return TokenException.permanent(
        place + " is damaged: " + how, null, FileRows.STORE_DAMAGED.remedy(), null);
  }

  @Override
  public String toString() {
    return "a seal with " + keys;
  }
}
