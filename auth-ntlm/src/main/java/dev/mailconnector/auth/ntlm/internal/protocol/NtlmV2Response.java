package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The NTLMv2 response and the key that comes of it ([MS-NLMP] section 3.3.2). It holds what is as
 * good as the password until {@link #wipe}.
 */
final class NtlmV2Response {
  static final int CHALLENGE_LENGTH = 8;

  private final byte[] key;
  private final byte[] ntResponse;
  private final byte[] lmResponse;
  private final byte[] sessionBaseKey;

  /**
   * Computes it.
   *
   * @param key NTOWFv2; wiped with this object
   * @param serverChallenge eight octets of the server
   * @param clientChallenge eight octets of ours
   * @param time the FILETIME to show
   * @param targetInfo the pairs to show
   */
  NtlmV2Response(
      byte[] key, byte[] serverChallenge, byte[] clientChallenge, byte[] time, byte[] targetInfo) {
    this.key = key;
    byte[] temp =
        ByteBuffer.allocate(28 + targetInfo.length + 4)
            .put((byte) 1)
            .put((byte) 1)
            .position(8)
            .put(time)
            .put(clientChallenge)
            .position(28)
            .put(targetInfo)
            .array();
    byte[] proof = OldCryptography.hmacMd5(key, serverChallenge, temp);
    this.ntResponse = concat(proof, temp);
    this.lmResponse =
        concat(OldCryptography.hmacMd5(key, serverChallenge, clientChallenge), clientChallenge);
    this.sessionBaseKey = OldCryptography.hmacMd5(key, proof);
  }

  /** NTOWFv2: the key of this user in this domain. What is derived on the way is wiped. */
  static byte[] key(String user, String domain, String password) {
    byte[] secret = password.getBytes(StandardCharsets.UTF_16LE);
    byte[] hash = Md4.digest(secret);
    try {
      return OldCryptography.hmacMd5(
          hash, (upperCase(user) + domain).getBytes(StandardCharsets.UTF_16LE));
    } finally {
      Arrays.fill(secret, (byte) 0);
      Arrays.fill(hash, (byte) 0);
    }
  }

  private static String upperCase(String user) {
    StringBuilder upper = new StringBuilder(user.length());
    user.chars().forEach(c -> upper.append(upperCase((char) c)));
    return upper.toString();
  }

  /**
   * As the tables of Windows and Samba have it: one letter for one letter, and only where the two
   * are a pair. {@code ß}, {@code ı} and {@code µ} stay what they are; {@code ς} is the exception.
   * Georgian got its capitals after those tables were made.
   */
  private static char upperCase(char letter) {
    char upper = Character.toUpperCase(letter);
    boolean georgian = letter >= '\u10d0' && letter <= '\u10ff';
    boolean pair = Character.toLowerCase(upper) == letter && !georgian;
    return pair || letter == 'ς' ? upper : letter;
  }

  /** NtChallengeResponse: proof and what it proves. */
  byte[] ntResponse() {
    return ntResponse;
  }

  /** LMv2, for servers that show no time. */
  byte[] lmResponse() {
    return lmResponse;
  }

  /** SessionBaseKey, which with NTLMv2 is the KeyExchangeKey too (section 3.4.5.1). */
  byte[] sessionBaseKey() {
    return sessionBaseKey;
  }

  void wipe() {
    Arrays.fill(key, (byte) 0);
    Arrays.fill(sessionBaseKey, (byte) 0);
  }

  private static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
