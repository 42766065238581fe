package dev.mailconnector.interop;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/** What the tests look at in the messages of NTLM ([MS-NLMP] 2.2.1.2, 2.2.1.3). */
final class NtlmBytes {
  static final int NETBIOS_COMPUTER = 1;
  static final int NETBIOS_DOMAIN = 2;
  static final int DNS_COMPUTER = 3;
  static final int DNS_DOMAIN = 4;
  static final int TIMESTAMP = 7;

  private static final int TARGET_INFO_OF_CHALLENGE = 40;
  private static final int NT_RESPONSE_OF_AUTHENTICATE = 20;
  private static final int MIC_OF_AUTHENTICATE = 72;

  /** An answer by NTLMv1 has exactly 24 octets. */
  private static final int LONGEST_OF_VERSION_1 = 24;

  private NtlmBytes() {}

  /** The attribute-value pairs of a challenge, by their ids. */
  static TreeMap<Integer, byte[]> targetInfo(byte[] challenge) {
    ByteBuffer info = field(challenge, TARGET_INFO_OF_CHALLENGE);
    TreeMap<Integer, byte[]> pairs = new TreeMap<>();
    for (int id = info.getShort(); id != 0; id = info.getShort()) {
      byte[] value = new byte[info.getShort()];
      info.get(value);
      pairs.put(id, value);
    }
    return pairs;
  }

  static boolean isVersion2(byte[] authenticate) {
    return field(authenticate, NT_RESPONSE_OF_AUTHENTICATE).remaining() > LONGEST_OF_VERSION_1;
  }

  /** The same, where it is the last message, with another signature. */
  static byte[] withBrokenMic(byte[] message) {
    if (message[8] == 3) {
      message[MIC_OF_AUTHENTICATE] ^= 1;
    }
    return message;
  }

  static String text(byte[] value) {
    return new String(value, StandardCharsets.UTF_16LE);
  }

  private static ByteBuffer field(byte[] message, int at) {
    ByteBuffer all = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    return all.slice(all.getInt(at + 4), all.getShort(at)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
