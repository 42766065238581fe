package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * AUTHENTICATE_MESSAGE, type 3 ([MS-NLMP] section 2.2.1.3).
 *
 * @param flags what was agreed
 * @param domain the user's domain, or empty
 * @param user the user
 * @param workstation the name of this machine, or empty
 * @param lmResponse LMv2, or 24 zeros
 * @param ntResponse NTLMv2
 * @param sessionKey the encrypted session key, or empty
 */
record AuthenticateMessage(
    int flags,
    String domain,
    String user,
    String workstation,
    byte[] lmResponse,
    byte[] ntResponse,
    byte[] sessionKey) {
  static final int MIC_AT = 72;
  static final int MIC_LENGTH = 16;

  private static final int LONGEST_FIELD = 0xffff;

  /**
   * The octets, the MIC zero.
   *
   * @param mic whether to leave room for a MIC
   */
  byte[] encoded(boolean mic) throws NtlmException {
    byte[][] fields = {
      lmResponse,
      ntResponse,
      text("domain", domain),
      text("user", user),
      text("workstation", workstation),
      sessionKey
    };
    int payload = mic ? MIC_AT + MIC_LENGTH : MIC_AT;
    int length = payload;
    for (byte[] field : fields) {
      if (field.length > LONGEST_FIELD) {
        throw new NtlmException(
            "the server's target information is so large that no answer can hold it");
      }
      length += field.length;
    }
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    MessageHead.write(out, MessageHead.AUTHENTICATE);
    int[] offsets = offsets(payload, fields);
    for (int i = 0; i < fields.length; i++) {
      short size = (short) fields[i].length;
      out.putShort(size).putShort(size).putInt(offsets[i]);
      out.put(offsets[i], fields[i]);
    }
    return out.putInt(flags).put(MessageHead.version(flags)).array();
  }

  /** The payload in the order of the specification's example: names first. */
  private static int[] offsets(int payload, byte[][] fields) {
    int[] offsets = new int[fields.length];
    int at = payload;
    for (int i : new int[] {2, 3, 4, 0, 1, 5}) {
      offsets[i] = at;
      at += fields[i].length;
    }
    return offsets;
  }

  private byte[] text(String what, String text) throws NtlmException {
    if (NegotiateFlags.has(flags, NegotiateFlags.UNICODE)) {
      return text.getBytes(StandardCharsets.UTF_16LE);
    }
    Charset oem = StandardCharsets.US_ASCII;
    if (!oem.newEncoder().canEncode(text)) {
      throw new NtlmException(
          "the server takes no Unicode, only letters of its own code page, which it does not name;"
              + " the "
              + what
              + " needs more than ASCII");
    }
    return text.getBytes(oem);
  }
}
