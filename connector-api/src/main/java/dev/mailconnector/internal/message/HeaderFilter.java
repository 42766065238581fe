package dev.mailconnector.internal.message;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The header of a message on its way out, field by field: leaves out Bcc, fills in a missing From,
 * and remembers the fields that the envelope is made of. Every other field passes untouched. Not
 * thread-safe.
 */
final class HeaderFilter {
  private static final int LARGEST_FIELD = 1024 * 1024;
  private static final byte[] CRLF = {'\r', '\n'};
  private static final String SIGNED = "multipart/signed";

  /** Fields that name people. */
  enum AddressField {
    FROM,
    SENDER,
    TO,
    CC,
    BCC
  }

  /** A field that is made of the others, once all of them are known. */
  @FunctionalInterface
  interface Addition {
    /** The field with its line ends, in ASCII. */
    String of(HeaderFilter header);
  }

  private final @Nullable String defaultFrom;
  private final @Nullable Addition addition;
  private final Map<AddressField, List<String>> addresses = new EnumMap<>(AddressField.class);

  /** The current field, and behind it the current line until that turns out to belong to it. */
  private byte[] buffer = new byte[256];

  private int length;
  private int lineStart;
  private boolean signed;
  private @Nullable String eightBitField;
  private boolean changed;

  /**
   * Fills in this From if there is none, and the recipients of a redirected message in place of any
   * that it names itself.
   */
  HeaderFilter(@Nullable String defaultFrom, @Nullable Addition originalRecipients) {
    this.defaultFrom = defaultFrom;
    this.addition = originalRecipients;
  }

  /** More of the current line, without its end. */
  void collect(byte[] bytes, int offset, int count) throws IOException {
    if (length + count > LARGEST_FIELD) {
      throw new HeaderTooLargeException("a header field of more than " + LARGEST_FIELD + " bytes");
    }
    append(bytes, offset, count);
  }

  private void append(byte[] bytes, int offset, int count) {
    if (length + count > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(length + count, buffer.length * 2));
    }
    System.arraycopy(bytes, offset, buffer, length, count);
    length += count;
  }

  /** The current line is complete, and not empty. */
  void endLine(OutputStream out) throws IOException {
    if (!isBlank(buffer[lineStart])) {
      endField(out);
    }
    append(CRLF, 0, CRLF.length);
    lineStart = length;
  }

  /** The header is complete. */
  void end(OutputStream out) throws IOException {
    endField(out);
    if (!addresses.containsKey(AddressField.FROM) && defaultFrom != null) {
      byte[] bytes = ("From: " + defaultFrom + "\r\n").getBytes(StandardCharsets.UTF_8);
      out.write(bytes);
      noteEightBit(bytes, bytes.length);
      addresses.put(AddressField.FROM, List.of(defaultFrom));
      changed = true;
    }
    if (addition != null) {
      out.write(addition.of(this).getBytes(StandardCharsets.US_ASCII));
      changed = true;
    }
  }

  /** What is before the current line is a field; the current line moves to its place. */
  private void endField(OutputStream out) throws IOException {
    if (lineStart == 0) {
      return;
    }
    if (passes()) {
      out.write(buffer, 0, lineStart);
      noteEightBit(buffer, lineStart);
    } else {
      changed = true;
    }
    System.arraycopy(buffer, lineStart, buffer, 0, length - lineStart);
    length -= lineStart;
    lineStart = 0;
  }

  /** Whether the field goes out; what the envelope needs of it is remembered in any case. */
  private boolean passes() {
    int colon = 0;
    while (colon < lineStart && buffer[colon] != ':') {
      colon++;
    }
    if (colon == lineStart) {
      return true;
    }
    String name = new String(buffer, 0, colon, StandardCharsets.UTF_8).strip();
    switch (name.toLowerCase(Locale.ROOT)) {
      case "from" -> {
        return remember(AddressField.FROM, value(colon));
      }
      case "sender" -> remember(AddressField.SENDER, value(colon));
      case "to" -> remember(AddressField.TO, value(colon));
      case "cc" -> remember(AddressField.CC, value(colon));
      case "bcc" -> {
        remember(AddressField.BCC, value(colon));
        return false;
      }
      case "dkim-signature", "arc-message-signature" -> signed = true;
      case "content-type" ->
          signed |= value(colon).regionMatches(true, 0, SIGNED, 0, SIGNED.length());
      default -> {
        return addition == null || !name.equalsIgnoreCase(OriginalRecipients.NAME);
      }
    }
    return true;
  }

  /** Unfolded. */
  private String value(int colon) {
    int start = colon + 1;
    String value = new String(buffer, start, lineStart - start, StandardCharsets.UTF_8);
    return value.replace("\r\n", "").strip();
  }

  /** Whether there is anything to remember. */
  private boolean remember(AddressField which, String value) {
    if (value.isEmpty()) {
      return false;
    }
    addresses.computeIfAbsent(which, any -> new ArrayList<>()).add(value);
    return true;
  }

  /** The unfolded values of a field, in order; empty if the message has none. */
  List<String> values(AddressField which) {
    return addresses.getOrDefault(which, List.of());
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private void noteEightBit(byte[] field, int end) {
    int all = 0;
    for (int i = 0; i < end; i++) {
      all |= field[i];
    }
    if (all < 0 && eightBitField == null) {
      String text = new String(field, 0, end, StandardCharsets.UTF_8);
      eightBitField = text.substring(0, Math.max(0, text.indexOf(':'))).strip();
    }
  }

  /** Whether the header that goes out is another than the one that came. */
  boolean isChanged() {
    return changed;
  }

  /** The name of a field that goes out with bytes outside US-ASCII, or null if there is none. */
  @Nullable String eightBitField() {
    return eightBitField;
  }

  /** Whether somebody has signed the content, so that any change of it breaks the signature. */
  boolean isSigned() {
    return signed;
  }

  /** A header that no server would take either. */
  static final class HeaderTooLargeException extends IOException {
    private static final long serialVersionUID = 1L;

    HeaderTooLargeException(String message) {
      super(message);
    }
  }
}
