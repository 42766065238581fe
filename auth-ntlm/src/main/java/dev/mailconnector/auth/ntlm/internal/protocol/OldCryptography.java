package dev.mailconnector.auth.ntlm.internal.protocol;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What NTLM needs of the JDK's cryptography: HMAC_MD5, MD5 and RC4, all of another age. */
final class OldCryptography {
  private static final String MAC = "HmacMD5";
  private static final String CIPHER = "ARCFOUR";

  private OldCryptography() {}

  /** Fails, naming what is missing, on a JVM that has been forbidden these (FIPS mode). */
  static void requireAvailable() throws NtlmException {
    try {
      Mac.getInstance(MAC);
      MessageDigest.getInstance("MD5");
      Cipher.getInstance(CIPHER);
    } catch (GeneralSecurityException e) {
      throw new NtlmException(
          "NTLM is made of HMAC-MD5, MD5 and RC4, and this Java does not have all of them ("
              + e.getMessage()
              + "): it runs in a mode that forbids them, as FIPS 140 does");
    }
  }

  static byte[] hmacMd5(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(MAC + " was there and is gone", e);
    }
  }

  static byte[] md5(byte[] data) {
    try {
      return MessageDigest.getInstance("MD5").digest(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("MD5 was there and is gone", e);
    }
  }

  static byte[] rc4(byte[] key, byte[] data) {
    try {
      Cipher cipher = Cipher.getInstance(CIPHER);
      cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, CIPHER));
      return cipher.doFinal(data);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(CIPHER + " was there and is gone", e);
    }
  }
}
