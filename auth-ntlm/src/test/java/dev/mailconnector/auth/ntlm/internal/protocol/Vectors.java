package dev.mailconnector.auth.ntlm.internal.protocol;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** Published messages and values, and what makes an exchange repeat them. */
final class Vectors {
  /** [MS-NLMP] section 4.2.4.3. */
  static final String SPECIFICATION_CHALLENGE =
      "TlRMTVNTUAACAAAADAAMADgAAAAzgoriASNFZ4mrze8AAAAAAAAAACQAJABEAAAABgBwFwAAAA9TAGUAcgB2AGUAcgAC"
          + "AAwARABvAG0AYQBpAG4AAQAMAFMAZQByAHYAZQByAAAAAAA=";

  /** [MS-NLMP] section 4.2.4.3. */
  static final String SPECIFICATION_AUTHENTICATE =
      "TlRMTVNTUAADAAAAGAAYAGwAAABUAFQAhAAAAAwADABIAAAACAAIAFQAAAAQABAAXAAAABAAEADYAAAANYKI4gUBKAoA"
          + "AAAPRABvAG0AYQBpAG4AVQBzAGUAcgBDAE8ATQBQAFUAVABFAFIAhsNQl6yc7BAlVHZKV8zMGaqqqqqqqqqqaM0K"
          + "uFHlHJaqvJJ76+9qHAEBAAAAAAAAAAAAAAAAAACqqqqqqqqqqgAAAAACAAwARABvAG0AYQBpAG4AAQAMAFMAZQBy"
          + "AHYAZQByAAAAAAAAAAAAxdrSVE/JeZCUzhzpC8nQPg==";

  /** What an Exchange server sent to System.Net.Mail, once (MailKit's tests, MIT). */
  static final String EXCHANGE_CHALLENGE =
      "TlRMTVNTUAACAAAADAAMADgAAAAFgomi18THmUUjMM4AAAAAAAAAAMoAygBEAAAABgOAJQAAAA9EAEUAVgBEAEkAVgAC"
          + "AAwARABFAFYARABJAFYAAQAQAEUAWABDAEgAQQBOAEcARQAEACgAZABlAHYAZABpAHYALgBtAGkAYwByAG8AcwBv"
          + "AGYAdAAuAGMAbwBtAAMAOgBlAHgAYwBoAGEAbgBnAGUALgBkAGUAdgBkAGkAdgAuAG0AaQBjAHIAbwBzAG8AZgB0"
          + "AC4AYwBvAG0ABQAoAGQAZQB2AGQAaQB2AC4AbQBpAGMAcgBvAHMAbwBmAHQALgBjAG8AbQAHAAgAS9aGGn7B1gEA"
          + "AAAA";

  /** What System.Net.Mail answered; its MIC follows no reading of the specification. */
  static final String EXCHANGE_AUTHENTICATE =
      "TlRMTVNTUAADAAAAGAAYAIoAAABAAUABogAAAAwADABYAAAAEAAQAGQAAAAWABYAdAAAAAAAAADiAQAABYIIogoA7kIA"
          + "AAAPDYFh2Vjzwk5e9YHnWRvYnUQARQBWAEQASQBWAHUAcwBlAHIAbgBhAG0AZQBXAG8AcgBrAHMAdABhAHQAaQBv"
          + "AG4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAbqz8wqlkKSdjmeI+rX9+lwEBAAAAAAAAS9aGGn7B1gGZ26Mto5sr"
          + "dQAAAAACAAwARABFAFYARABJAFYAAQAQAEUAWABDAEgAQQBOAEcARQAEACgAZABlAHYAZABpAHYALgBtAGkAYwBy"
          + "AG8AcwBvAGYAdAAuAGMAbwBtAAMAOgBlAHgAYwBoAGEAbgBnAGUALgBkAGUAdgBkAGkAdgAuAG0AaQBjAHIAbwBz"
          + "AG8AZgB0AC4AYwBvAG0ABQAoAGQAZQB2AGQAaQB2AC4AbQBpAGMAcgBvAHMAbwBmAHQALgBjAG8AbQAHAAgAS9aG"
          + "Gn7B1gEGAAQAAgAAAAkAJgBTAE0AVABQAFMAVgBDAC8AMQA5ADIALgAxADYAOAAuADEALgAxAAoAEAAAAAAAAAAA"
          + "AAAAAAAAAAAAAAAAAAAAAAA=";

  /** FILETIME 0. */
  static final InstantSource THE_YEAR_1601 =
      InstantSource.fixed(Instant.parse("1601-01-01T00:00:00Z"));

  private Vectors() {}

  static byte[] hex(String octets) {
    return HexFormat.of().parseHex(octets.replace(" ", ""));
  }

  static String hex(byte[] octets) {
    return HexFormat.of().formatHex(octets);
  }

  static byte[] base64(String octets) {
    return Base64.getDecoder().decode(octets);
  }

  /** The octets from here to there. */
  static byte[] part(byte[] octets, int from, int to) {
    return Arrays.copyOfRange(octets, from, to);
  }

  /** The field whose length and offset stand at this place of a message. */
  static byte[] field(byte[] message, int at) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    int offset = in.getInt(at + 4);
    return part(message, offset, offset + Short.toUnsignedInt(in.getShort(at)));
  }

  /** The message without its version, which only debuggers read. */
  static String withoutVersion(byte[] message) {
    byte[] copy = message.clone();
    Arrays.fill(copy, 64, 72, (byte) 0);
    return hex(copy);
  }

  /** Gives these octets, in this order, and then no more. */
  static SecureRandom drawing(String octets) {
    return new Drawn(hex(octets));
  }

  private static final class Drawn extends SecureRandom {
    private static final long serialVersionUID = 1L;
    private final byte[] octets;
    private int given;

    Drawn(byte[] octets) {
      this.octets = octets;
    }

    @Override
    public void nextBytes(byte[] bytes) {
      System.arraycopy(octets, given, bytes, 0, bytes.length);
      given += bytes.length;
    }
  }
}
