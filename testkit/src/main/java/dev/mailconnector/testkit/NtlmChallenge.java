package dev.mailconnector.testkit;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;

/** CHALLENGE_MESSAGE ([MS-NLMP] section 2.2.1.2), written. */
final class NtlmChallenge {
  static final int UNICODE = 0x1;
  static final int OEM = 0x2;
  static final int REQUEST_TARGET = 0x4;
  static final int TARGET_IS_DOMAIN = 0x10000;
  static final int TARGET_INFO = 0x800000;
  static final int SIGN = 0x10;
  static final int SEAL = 0x20;
  static final int KEY_EXCHANGE = 0x40000000;

  /** What a Windows server of our days grants: no LM key, no anonymous login. */
  private static final int GRANTED = 0xe28a8235;

  private static final int HEAD = 56;
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;

  private NtlmChallenge() {}

  static byte[] to(byte[] negotiate, NtlmManners manners, SecureRandom random) {
    int flags = flags(NtlmAnswer.littleEndian(negotiate).getInt(12), manners);
    Charset charset =
        (flags & UNICODE) != 0 ? StandardCharsets.UTF_16LE : StandardCharsets.US_ASCII;
    byte[] name = manners.netbios().getBytes(charset);
    byte[] info = (flags & TARGET_INFO) == 0 ? new byte[0] : targetInfo(manners);
    byte[] challenge = new byte[8];
    random.nextBytes(challenge);
    ByteBuffer out =
        ByteBuffer.allocate(HEAD + name.length + info.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put("NTLMSSP\0".getBytes(StandardCharsets.US_ASCII)).putInt(2);
    field(out, name.length, HEAD).putInt(flags).put(challenge).putLong(0);
    field(out, info.length, HEAD + name.length).putLong(0x0f0000004563000aL);
    return out.put(name).put(info).array();
  }

  private static int flags(int offered, NtlmManners manners) {
    int flags = (offered & GRANTED) | REQUEST_TARGET | TARGET_IS_DOMAIN | TARGET_INFO;
    if (manners.has(NtlmTrait.NO_UNICODE)) {
      flags = (flags & ~UNICODE) | OEM;
    }
    if (manners.has(NtlmTrait.NO_KEY_EXCHANGE)) {
      flags &= ~KEY_EXCHANGE;
    }
    if (manners.has(NtlmTrait.NO_SIGNING)) {
      flags &= ~(SIGN | SEAL);
    }
    if (manners.has(NtlmTrait.NO_TARGET_INFO)) {
      flags &= ~TARGET_INFO;
    }
    return flags;
  }

  private static ByteBuffer field(ByteBuffer out, int length, int offset) {
    return out.putShort((short) length).putShort((short) length).putInt(offset);
  }

  private static byte[] targetInfo(NtlmManners manners) {
    ByteBuffer out = ByteBuffer.allocate(1024 + manners.padding()).order(ByteOrder.LITTLE_ENDIAN);
    text(out, 2, manners.netbios());
    text(out, 1, "MAIL");
    text(out, 4, manners.dns());
    text(out, 3, "mail." + manners.dns());
    text(out, 5, manners.dns());
    if (manners.padding() > 0) {
      pair(out, 0x7fee, new byte[manners.padding()]);
    }
    if (!manners.has(NtlmTrait.NO_TIMESTAMP)) {
      Instant now = manners.clock().instant();
      long ticks = (now.getEpochSecond() + SECONDS_1601_TO_1970) * 10_000_000 + now.getNano() / 100;
      out.putShort((short) 7).putShort((short) 8).putLong(ticks);
    }
    out.putInt(0);
    byte[] info = new byte[out.position()];
    out.get(0, info);
    return info;
  }

  private static void text(ByteBuffer out, int id, String text) {
    pair(out, id, text.getBytes(StandardCharsets.UTF_16LE));
  }

  private static void pair(ByteBuffer out, int id, byte[] value) {
    out.putShort((short) id).putShort((short) value.length).put(value);
  }
}
