package dev.mailconnector.testkit;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The functions of RFC 5802 section 2.2, over one hash. */
enum ScramHash {
  SHA_1("SHA-1", "HmacSHA1"),
  SHA_256("SHA-256", "HmacSHA256");

  private final String digest;
  private final String mac;

  ScramHash(String digest, String mac) {
    this.digest = digest;
    this.mac = mac;
  }

  /** Hi(): PBKDF2 with one block. */
  byte[] saltedPassword(String password, byte[] salt, int iterations) {
    Mac hmac = mac(password.getBytes(StandardCharsets.UTF_8));
    byte[] block = ByteBuffer.allocate(salt.length + 4).put(salt).putInt(1).array();
    byte[] result = new byte[hmac.getMacLength()];
    for (int i = 0; i < iterations; i++) {
      block = hmac.doFinal(block);
      xor(result, block);
    }
    return result;
  }

  byte[] hmac(byte[] key, String text) {
    return mac(key).doFinal(text.getBytes(StandardCharsets.UTF_8));
  }

  byte[] hash(byte[] data) {
    try {
      return MessageDigest.getInstance(digest).digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static void xor(byte[] target, byte[] with) {
    for (int i = 0; i < target.length; i++) {
      target[i] ^= with[i];
    }
  }

  private Mac mac(byte[] key) {
    try {
      Mac hmac = Mac.getInstance(mac);
      hmac.init(new SecretKeySpec(key, mac));
      return hmac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
