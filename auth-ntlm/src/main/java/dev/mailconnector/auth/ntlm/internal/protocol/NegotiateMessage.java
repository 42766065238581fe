package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * NEGOTIATE_MESSAGE, type 1 ([MS-NLMP] section 2.2.1.1). It names neither domain nor workstation:
 * servers do not need them here, and they would go out before anything is known of the server.
 */
final class NegotiateMessage {
  private static final int LENGTH = 40;

  private NegotiateMessage() {}

  static byte[] encoded(int flags) {
    ByteBuffer out = ByteBuffer.allocate(LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    MessageHead.write(out, MessageHead.NEGOTIATE);
    return out.putInt(flags)
        .position(LENGTH - MessageHead.VERSION_LENGTH)
        .put(MessageHead.version(flags))
        .array();
  }
}
