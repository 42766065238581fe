package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * CHALLENGE_MESSAGE, type 2 ([MS-NLMP] section 2.2.1.2), read from whatever a server sends. Old
 * servers end it after the challenge or without target information; octets behind it are let be.
 * Immutable.
 */
public final class ChallengeMessage {
  private static final int TARGET_NAME_AT = 12;
  private static final int FLAGS_AT = 20;
  private static final int SERVER_CHALLENGE_AT = 24;
  private static final int SHORTEST = 32;
  private static final int TARGET_INFO_AT = 40;
  private static final int WITH_TARGET_INFO = 48;

  private final byte[] octets;
  private final int flags;
  private final byte[] serverChallenge;
  private final String targetName;
  private final AvPairs targetInfo;

  private ChallengeMessage(
      byte[] octets, int flags, byte[] serverChallenge, String targetName, AvPairs targetInfo) {
    this.octets = octets;
    this.flags = flags;
    this.serverChallenge = serverChallenge;
    this.targetName = targetName;
    this.targetInfo = targetInfo;
  }

  /** Whether this begins as a challenge does, so that reading it makes sense. */
  public static boolean isOne(byte[] octets) {
    ByteBuffer in = littleEndian(octets);
    return MessageHead.isSigned(in) && MessageHead.type(in) == MessageHead.CHALLENGE;
  }

  /** Reads what the server sent. */
  static ChallengeMessage read(byte[] received) throws NtlmException {
    byte[] octets = received.clone();
    ByteBuffer in = littleEndian(octets);
    if (!MessageHead.isSigned(in)) {
      throw new NtlmException(
          "the server's challenge (" + octets.length + " octets) is not an NTLM message");
    }
    if (MessageHead.type(in) != MessageHead.CHALLENGE) {
      throw new NtlmException(
          "the server sent an NTLM message of type "
              + Integer.toUnsignedString(MessageHead.type(in))
              + " where its challenge, type 2, belongs");
    }
    if (octets.length < SHORTEST) {
      throw new NtlmException(
          "the server's challenge has " + octets.length + " octets, and the shortest has 32");
    }
    int flags = in.getInt(FLAGS_AT);
    byte[] name = field(in, TARGET_NAME_AT, "target name");
    return new ChallengeMessage(
        octets,
        flags,
        slice(in, SERVER_CHALLENGE_AT, Long.BYTES),
        new String(name, charset(flags)),
        targetInfo(in, flags));
  }

  private static AvPairs targetInfo(ByteBuffer in, int flags) throws NtlmException {
    // In a challenge without the flag these octets may be the payload already.
    return NegotiateFlags.has(flags, NegotiateFlags.TARGET_INFO) && in.limit() >= WITH_TARGET_INFO
        ? AvPairs.read(field(in, TARGET_INFO_AT, "target information"))
        : AvPairs.none();
  }

  /** What Len, MaxLen and BufferOffset at this place point to (section 2.2). */
  private static byte[] field(ByteBuffer in, int at, String name) throws NtlmException {
    int length = Short.toUnsignedInt(in.getShort(at));
    long offset = Integer.toUnsignedLong(in.getInt(at + 2 * Short.BYTES));
    if (length == 0) {
      return new byte[0];
    }
    if (offset + length > in.limit()) {
      throw new NtlmException(
          "the "
              + name
              + " of the server's challenge lies at "
              + offset
              + " and has "
              + length
              + " octets, but the message has only "
              + in.limit());
    }
    return slice(in, (int) offset, length);
  }

  private static byte[] slice(ByteBuffer in, int at, int length) {
    byte[] slice = new byte[length];
    in.get(at, slice);
    return slice;
  }

  private static Charset charset(int flags) {
    return NegotiateFlags.has(flags, NegotiateFlags.UNICODE)
        ? StandardCharsets.UTF_16LE
        : StandardCharsets.ISO_8859_1;
  }

  /** The message as it was received: the MIC covers every octet of it. */
  byte[] octets() {
    return octets.clone();
  }

  int flags() {
    return flags;
  }

  byte[] serverChallenge() {
    return serverChallenge.clone();
  }

  AvPairs targetInfo() {
    return targetInfo;
  }

  /** What the server calls the domain it belongs to; null if it does not say. */
  public @Nullable String domain() {
    return targetInfo.text(AvPairs.NB_DOMAIN_NAME);
  }

  /** The same in DNS; null if it does not say. */
  public @Nullable String dnsDomain() {
    return targetInfo.text(AvPairs.DNS_DOMAIN_NAME);
  }

  /** What the server calls itself or its domain; may be empty. */
  public String targetName() {
    return targetName;
  }

  /**
   * Whether the server sent what every server since Windows 2000 sends for NTLMv2: target
   * information.
   */
  public boolean isForVersion2() {
    return NegotiateFlags.has(flags, NegotiateFlags.TARGET_INFO);
  }

  private static ByteBuffer littleEndian(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }
}
