package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;

/** What the three messages have in common: signature, type and version. */
final class MessageHead {
  static final int NEGOTIATE = 1;
  static final int CHALLENGE = 2;
  static final int AUTHENTICATE = 3;

  static final int LENGTH = 12;
  static final int VERSION_LENGTH = 8;

  private static final long SIGNATURE = 0x005053534d4c544eL;

  private MessageHead() {}

  /** Whether this begins as NTLM messages do; the buffer is little-endian. */
  static boolean isSigned(ByteBuffer message) {
    return message.limit() >= LENGTH && message.getLong(0) == SIGNATURE;
  }

  static int type(ByteBuffer message) {
    return message.getInt(Long.BYTES);
  }

  static void write(ByteBuffer out, int type) {
    out.putLong(SIGNATURE).putInt(type);
  }

  /**
   * The version where it was agreed to show one, else zeros. It is for debugging only (section
   * 2.2.2.10): Windows 10, and the one revision there is.
   */
  static byte[] version(int flags) {
    return NegotiateFlags.has(flags, NegotiateFlags.VERSION)
        ? new byte[] {10, 0, 0x63, 0x45, 0, 0, 0, 15}
        : new byte[VERSION_LENGTH];
  }
}
