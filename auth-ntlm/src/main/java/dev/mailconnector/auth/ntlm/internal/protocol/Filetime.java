package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;

/** FILETIME ([MS-DTYP] section 2.3.3): tenths of a microsecond since 1601, little-endian. */
final class Filetime {
  private static final long SECONDS_1601_TO_1970 = 11_644_473_600L;
  private static final long TICKS_PER_SECOND = 10_000_000L;

  private Filetime() {}

  static byte[] of(Instant time) {
    long ticks =
        (time.getEpochSecond() + SECONDS_1601_TO_1970) * TICKS_PER_SECOND + time.getNano() / 100;
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(ticks).array();
  }
}
