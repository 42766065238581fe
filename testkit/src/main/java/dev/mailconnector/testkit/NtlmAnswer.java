package dev.mailconnector.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * AUTHENTICATE_MESSAGE ([MS-NLMP] section 2.2.1.3), read.
 *
 * @param pairs the target information in the NTLMv2 response, by AvId
 */
record NtlmAnswer(
    int flags,
    String domain,
    String user,
    String workstation,
    byte[] lmResponse,
    byte[] ntResponse,
    byte[] sessionKey,
    Map<Integer, byte[]> pairs) {
  private static final long SIGNATURE = 0x005053534d4c544eL;
  private static final int PAIRS_AT = 44;

  /** The type of an NTLM message; 0 if it is none. */
  static int type(byte[] message) {
    ByteBuffer in = littleEndian(message);
    return message.length < 16 || in.getLong() != SIGNATURE ? 0 : in.getInt();
  }

  static NtlmAnswer read(byte[] message) {
    int flags = littleEndian(message).getInt(60);
    Charset charset =
        (flags & NtlmChallenge.UNICODE) != 0
            ? StandardCharsets.UTF_16LE
            : StandardCharsets.US_ASCII;
    byte[] ntResponse = field(message, 20);
    return new NtlmAnswer(
        flags,
        new String(field(message, 28), charset),
        new String(field(message, 36), charset),
        new String(field(message, 44), charset),
        field(message, 12),
        ntResponse,
        field(message, 52),
        pairs(ntResponse));
  }

  private static Map<Integer, byte[]> pairs(byte[] ntResponse) {
    Map<Integer, byte[]> pairs = new TreeMap<>();
    if (ntResponse.length <= PAIRS_AT) {
      return pairs;
    }
    ByteBuffer in = littleEndian(ntResponse).position(PAIRS_AT);
    for (int id = in.getShort(); id != 0; id = in.getShort()) {
      byte[] value = new byte[Short.toUnsignedInt(in.getShort())];
      in.get(value);
      pairs.putIfAbsent(id, value);
    }
    return pairs;
  }

  private static byte[] field(byte[] message, int at) {
    ByteBuffer in = littleEndian(message);
    byte[] field = new byte[Short.toUnsignedInt(in.getShort(at))];
    if (field.length > 0) {
      in.get(in.getInt(at + 4), field);
    }
    return field;
  }

  static ByteBuffer littleEndian(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }
}
