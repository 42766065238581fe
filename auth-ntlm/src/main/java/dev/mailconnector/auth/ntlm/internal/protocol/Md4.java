package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * MD4 (RFC 1320), which the JDK does not have. Broken as a hash; here only because NTLM derives its
 * key from it.
 */
final class Md4 {
  private static final int BLOCK = 64;
  private static final int[] ROUND_1 = {3, 7, 11, 19};
  private static final int[] ROUND_2 = {3, 5, 9, 13};
  private static final int[] ROUND_3 = {3, 9, 11, 15};
  private static final int[] ORDER_3 = {0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15};

  private int a = 0x67452301;
  private int b = 0xefcdab89;
  private int c = 0x98badcfe;
  private int d = 0x10325476;

  private Md4() {}

  /** The digest of this; copies made on the way are wiped. */
  static byte[] digest(byte[] message) {
    byte[] padded = padded(message);
    int[] words = new int[BLOCK / Integer.BYTES];
    try {
      Md4 md4 = new Md4();
      ByteBuffer blocks = ByteBuffer.wrap(padded).order(ByteOrder.LITTLE_ENDIAN);
      while (blocks.hasRemaining()) {
        for (int i = 0; i < words.length; i++) {
          words[i] = blocks.getInt();
        }
        md4.add(words);
      }
      return ByteBuffer.allocate(16)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(md4.a)
          .putInt(md4.b)
          .putInt(md4.c)
          .putInt(md4.d)
          .array();
    } finally {
      Arrays.fill(padded, (byte) 0);
      Arrays.fill(words, 0);
    }
  }

  /** A 1 bit, zeros, and the length in bits as the last eight octets (RFC 1320 section 3.1). */
  private static byte[] padded(byte[] message) {
    int length = (message.length + 1 + Long.BYTES + BLOCK - 1) / BLOCK * BLOCK;
    byte[] padded = Arrays.copyOf(message, length);
    padded[message.length] = (byte) 0x80;
    ByteBuffer.wrap(padded)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(length - Long.BYTES, message.length * 8L);
    return padded;
  }

  private void add(int[] x) {
    int a0 = a;
    int b0 = b;
    int c0 = c;
    int d0 = d;
    for (int i = 0; i < 16; i++) {
      turn((b & c) | (~b & d), x[i], ROUND_1[i % 4]);
    }
    for (int i = 0; i < 16; i++) {
      turn(((b & c) | (b & d) | (c & d)) + 0x5a827999, x[i % 4 * 4 + i / 4], ROUND_2[i % 4]);
    }
    for (int i = 0; i < 16; i++) {
      turn((b ^ c ^ d) + 0x6ed9eba1, x[ORDER_3[i]], ROUND_3[i % 4]);
    }
    a += a0;
    b += b0;
    c += c0;
    d += d0;
  }

  /** One operation; the registers change places, so that the next one finds its own. */
  private void turn(int mixed, int word, int shift) {
    int turned = Integer.rotateLeft(a + mixed + word, shift);
    a = d;
    d = c;
    c = b;
    b = turned;
  }
}
