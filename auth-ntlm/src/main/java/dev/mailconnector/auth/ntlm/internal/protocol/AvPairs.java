package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A sequence of AV_PAIRs ([MS-NLMP] section 2.2.2.1): the target information of a challenge, and
 * what we make of it in the answer. Order and unknown pairs stay as they came. Immutable.
 */
final class AvPairs {
  static final int EOL = 0;
  static final int NB_COMPUTER_NAME = 1;
  static final int NB_DOMAIN_NAME = 2;
  static final int DNS_DOMAIN_NAME = 4;
  static final int FLAGS = 6;
  static final int TIMESTAMP = 7;
  static final int TARGET_NAME = 9;
  static final int CHANNEL_BINDINGS = 10;

  /** A bit of {@link #FLAGS}: the message has a MIC. */
  static final int HAS_MIC = 0x2;

  private static final int HEADER = 2 * Short.BYTES;
  private static final Map<Integer, Integer> FIXED = Map.of(FLAGS, 4, TIMESTAMP, 8);

  private final List<Pair> pairs;

  private record Pair(int id, byte[] value) {}

  private AvPairs(List<Pair> pairs) {
    this.pairs = pairs;
  }

  static AvPairs none() {
    return new AvPairs(List.of());
  }

  /** Reads up to MsvAvEOL, or to the end where a server leaves that out. */
  static AvPairs read(byte[] targetInfo) throws NtlmException {
    ByteBuffer in = ByteBuffer.wrap(targetInfo).order(ByteOrder.LITTLE_ENDIAN);
    List<Pair> pairs = new ArrayList<>();
    while (in.hasRemaining()) {
      if (in.remaining() < HEADER) {
        throw new NtlmException("the target information of the server's challenge is cut off");
      }
      int id = Short.toUnsignedInt(in.getShort());
      int length = Short.toUnsignedInt(in.getShort());
      if (id == EOL) {
        break;
      }
      if (length > in.remaining() || length != FIXED.getOrDefault(id, length)) {
        throw new NtlmException(
            "the target information of the server's challenge has a pair "
                + id
                + " of "
                + length
                + " octets, which cannot be");
      }
      byte[] value = new byte[length];
      in.get(value);
      pairs.add(new Pair(id, value));
    }
    return new AvPairs(List.copyOf(pairs));
  }

  /** The same with this value, where the first of that id stands, or else at the end. */
  AvPairs with(int id, byte[] value) {
    List<Pair> changed = new ArrayList<>(pairs.size() + 1);
    Pair ours = new Pair(id, value.clone());
    boolean placed = false;
    for (Pair pair : pairs) {
      if (pair.id() != id) {
        changed.add(pair);
      } else if (!placed) {
        changed.add(ours);
        placed = true;
      }
    }
    if (!placed) {
      changed.add(ours);
    }
    return new AvPairs(List.copyOf(changed));
  }

  /** The same with a text, which is UTF-16 whatever the messages' character set. */
  AvPairs with(int id, String text) {
    return with(id, text.getBytes(StandardCharsets.UTF_16LE));
  }

  /** The same with this bit of {@link #FLAGS} set beside those that are. */
  AvPairs withFlag(int bit) {
    byte[] given = value(FLAGS);
    byte[] flags = given == null ? new byte[Integer.BYTES] : given;
    ByteBuffer number = littleEndian(flags);
    number.putInt(0, number.getInt(0) | bit);
    return with(FLAGS, flags);
  }

  /** The value of the first pair with this id; null if there is none. */
  byte @Nullable [] value(int id) {
    for (Pair pair : pairs) {
      if (pair.id() == id) {
        return pair.value().clone();
      }
    }
    return null;
  }

  /** The text of the first pair with this id; null if there is none, or nothing in it. */
  @Nullable String text(int id) {
    byte[] value = value(id);
    return value == null || value.length == 0 ? null : new String(value, StandardCharsets.UTF_16LE);
  }

  /** The octets, MsvAvEOL included. */
  byte[] encoded() {
    int length = HEADER;
    for (Pair pair : pairs) {
      length += HEADER + pair.value().length;
    }
    byte[] octets = new byte[length];
    ByteBuffer out = littleEndian(octets);
    for (Pair pair : pairs) {
      out.putShort((short) pair.id()).putShort((short) pair.value().length).put(pair.value());
    }
    out.putInt(EOL);
    return octets;
  }

  private static ByteBuffer littleEndian(byte[] octets) {
    return ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
  }
}
