package dev.mailconnector.internal.message;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds the end of what can pass without a closer look, eight bytes at a time. */
final class PlainText {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
  private static final int FIRST_PLAIN = '\r' + 1;
  private static final long FIRST_PLAIN_EIGHT_TIMES = 0x0101010101010101L * FIRST_PLAIN;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private PlainText() {}

  /** The index of the first byte outside US-ASCII, or up to CR; {@code to} if there is none. */
  static int end(byte[] bytes, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to) {
      long eight = (long) LONGS.get(bytes, i);
      // A byte below the first plain one borrows from its own high bit; one above ASCII has it set.
      if ((((eight - FIRST_PLAIN_EIGHT_TIMES) | eight) & HIGH_BITS) != 0) {
        break;
      }
      i += Long.BYTES;
    }
    while (i < to && bytes[i] >= FIRST_PLAIN) {
      i++;
    }
    return i;
  }
}
