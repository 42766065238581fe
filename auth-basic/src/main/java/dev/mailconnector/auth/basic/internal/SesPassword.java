package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.mailconnector.spi.Secret;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The password that Amazon SES takes over SMTP, made from the secret access key of an IAM user for
 * one region (docs.aws.amazon.com, Amazon SES developer guide, "Obtaining Amazon SES SMTP
 * credentials").
 */
public final class SesPassword {
  private static final String MAC = "HmacSHA256";
  private static final byte VERSION = 4;

  /** What is signed, one after the other, each with the signature of the one before as its key. */
  private static final List<String> AFTER_REGION = List.of("ses", "aws4_request", "SendRawEmail");

  private static final String DATE = "11111111";
  private static final int OCTETS = 33;

  private SesPassword() {}

  /** The password of this key in this region. */
  public static Secret of(Secret accessKey, String region) {
    byte[] key = ("AWS4" + accessKey.reveal()).getBytes(UTF_8);
    key = signed(signed(key, DATE), region);
    for (String word : AFTER_REGION) {
      key = signed(key, word);
    }
    byte[] password = new byte[OCTETS];
    password[0] = VERSION;
    System.arraycopy(key, 0, password, 1, key.length);
    return Secret.of(Base64.getEncoder().encodeToString(password));
  }

  private static byte[] signed(byte[] key, String word) {
    try {
      Mac mac = Mac.getInstance(MAC);
      mac.init(new SecretKeySpec(key, MAC));
      return mac.doFinal(word.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has " + MAC, e);
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  /** Why no password can be made of this, in words that do not show it; null if one can. */
  public static @Nullable String brokenRule(Secret accessKey) {
    if (accessKey.isEmpty()) {
      return "The secret access key is empty.";
    }
    return isPassword(accessKey)
        ? "This is no secret access key but an SMTP password already: give it as the password."
        : null;
  }

  /** Whether this is such a password, of this version or the first (2, for any region). */
  static boolean isPassword(Secret secret) {
    try {
      byte[] octets = Base64.getDecoder().decode(secret.reveal());
      return octets.length == OCTETS && (octets[0] == VERSION || octets[0] == 2);
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /** Whether this has the form of a secret access key. */
  public static boolean isAccessKey(Secret secret) {
    return secret.reveal().matches("[A-Za-z0-9/+]{40}");
  }
}
