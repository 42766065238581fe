package dev.mailconnector.auth.ntlm.internal.protocol;

/** NEGOTIATE ([MS-NLMP] section 2.2.2.5), as far as a client of NTLMv2 has to do with them. */
final class NegotiateFlags {
  static final int UNICODE = 0x00000001;
  static final int OEM = 0x00000002;
  static final int REQUEST_TARGET = 0x00000004;
  static final int SIGN = 0x00000010;
  static final int SEAL = 0x00000020;
  static final int NTLM = 0x00000200;
  static final int ALWAYS_SIGN = 0x00008000;
  static final int EXTENDED_SESSION_SECURITY = 0x00080000;
  static final int TARGET_INFO = 0x00800000;
  static final int VERSION = 0x02000000;
  static final int KEY_128 = 0x20000000;
  static final int KEY_EXCHANGE = 0x40000000;
  static final int KEY_56 = 0x80000000;

  /**
   * What we offer. Mail and tokens go over TLS, so nothing is ever signed by NTLM; SIGN is offered
   * because the exchange of a fresh session key depends on it. SEAL and LM keys are not.
   */
  static final int OFFERED =
      UNICODE
          | OEM
          | REQUEST_TARGET
          | SIGN
          | NTLM
          | ALWAYS_SIGN
          | EXTENDED_SESSION_SECURITY
          | VERSION
          | KEY_128
          | KEY_EXCHANGE
          | KEY_56;

  private NegotiateFlags() {}

  static boolean has(int flags, int flag) {
    return (flags & flag) != 0;
  }

  /**
   * What holds after a challenge with these flags: what both want, in one character set. A session
   * key of our own is sent only where it could be used, to sign or to seal (section 3.1.5.1.2);
   * elsewhere the flag goes too, since servers look for a key where they see it.
   */
  static int agreed(int offered, int challenge) {
    int both = challenge & (offered | TARGET_INFO);
    int charset = has(both, UNICODE) ? both & ~OEM : both;
    int keys = has(both, SIGN | SEAL) ? charset : charset & ~KEY_EXCHANGE;
    return keys | REQUEST_TARGET;
  }
}
