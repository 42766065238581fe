package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * MsvAvChannelBindings ([MS-NLMP] section 2.2.2.1): the MD5 of a gss_channel_bindings_struct (RFC
 * 2744 section 3.11) with nothing in it but the binding, its type as a prefix (RFC 5056 section
 * 2.1).
 */
public final class ChannelBindingHash {
  /** Address type and length of initiator and acceptor: all zero. */
  private static final int NO_ADDRESSES = 4 * Integer.BYTES;

  private ChannelBindingHash() {}

  /** The hash of a binding such as {@code tls-server-end-point} and a certificate's hash. */
  public static byte[] of(String type, byte[] binding) {
    byte[] prefix = (type + ":").getBytes(StandardCharsets.US_ASCII);
    int length = prefix.length + binding.length;
    return OldCryptography.md5(
        ByteBuffer.allocate(NO_ADDRESSES + Integer.BYTES + length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(NO_ADDRESSES)
            .putInt(length)
            .put(prefix)
            .put(binding)
            .array());
  }

  /** What stands for no binding. */
  public static byte[] none() {
    return new byte[16];
  }
}
