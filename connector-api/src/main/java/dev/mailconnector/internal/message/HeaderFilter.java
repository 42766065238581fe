package dev.mailconnector.internal.message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  /** Fields that name people. */
  enum AddressField {
    FROM,
    SENDER,
    TO,
    CC,
    BCC
  }

  private final @Nullable String defaultFrom;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(256);
  private final ByteArrayOutputStream field = new ByteArrayOutputStream(256);
  private final Map<AddressField, List<String>> addresses = new EnumMap<>(AddressField.class);
  private boolean signed;
  private boolean eightBit;

  /** Fills in this From if there is none. */
  HeaderFilter(@Nullable String defaultFrom) {
    this.defaultFrom = defaultFrom;
  }

  /** More of the current line, without its end. */
  void collect(byte[] bytes, int offset, int length) throws IOException {
    if (line.size() + field.size() + length > LARGEST_FIELD) {
      throw new HeaderTooLargeException("a header field of more than " + LARGEST_FIELD + " bytes");
    }
    line.write(bytes, offset, length);
  }

  /** The current line is complete, and not empty. */
  void endLine(OutputStream out) throws IOException {
    byte[] bytes = line.toByteArray();
    line.reset();
    boolean continues = bytes[0] == ' ' || bytes[0] == '\t';
    if (!continues) {
      endField(out);
    }
    field.writeBytes(bytes);
    field.writeBytes(CRLF);
  }

  /** The header is complete. */
  void end(OutputStream out) throws IOException {
    endField(out);
    if (!addresses.containsKey(AddressField.FROM) && defaultFrom != null) {
      byte[] bytes = ("From: " + defaultFrom + "\r\n").getBytes(StandardCharsets.UTF_8);
      out.write(bytes);
      eightBit = eightBit || hasEightBit(bytes);
      addresses.put(AddressField.FROM, List.of(defaultFrom));
    }
  }

  private void endField(OutputStream out) throws IOException {
    if (field.size() == 0) {
      return;
    }
    byte[] bytes = field.toByteArray();
    field.reset();
    String text = new String(bytes, StandardCharsets.UTF_8);
    int colon = text.indexOf(':');
    String name = colon < 0 ? "" : text.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    String value = text.substring(colon + 1).replaceAll("\r\n(?=[ \t])", "").strip();
    remember(name, value);
    boolean emptyFrom = name.equals("from") && value.isEmpty();
    if (!name.equals("bcc") && !emptyFrom) {
      out.write(bytes);
      eightBit = eightBit || hasEightBit(bytes);
    }
  }

  private void remember(String name, String value) {
    switch (name) {
      case "from" -> remember(AddressField.FROM, value);
      case "sender" -> remember(AddressField.SENDER, value);
      case "to" -> remember(AddressField.TO, value);
      case "cc" -> remember(AddressField.CC, value);
      case "bcc" -> remember(AddressField.BCC, value);
      case "dkim-signature", "arc-message-signature" -> signed = true;
      case "content-type" ->
          signed |= value.toLowerCase(Locale.ROOT).startsWith("multipart/signed");
      default -> {}
    }
  }

  private void remember(AddressField which, String value) {
    if (!value.isEmpty()) {
      addresses.computeIfAbsent(which, any -> new ArrayList<>()).add(value);
    }
  }

  /** The unfolded values of a field, in order; empty if the message has none. */
  List<String> values(AddressField which) {
    return addresses.getOrDefault(which, List.of());
  }

  private static boolean hasEightBit(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether a field that goes out has bytes outside US-ASCII. */
  boolean isEightBit() {
    return eightBit;
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
