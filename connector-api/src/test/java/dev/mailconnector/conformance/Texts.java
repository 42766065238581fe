package dev.mailconnector.conformance;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The messages of a trial, told apart by their subject. */
final class Texts {
  static final String FIRST = "first";
  static final String BEFORE = "before";
  static final String TRIED = "tried";
  static final String BEHIND = "behind";
  static final String NEXT = "next";
  static final String NEIGHBOUR = "zoe";

  private static final byte[] LINES =
      ".dots and words to fill a line of a large message, again and again\r\n"
          .repeat(16_000)
          .getBytes(StandardCharsets.US_ASCII);

  private Texts() {}

  static byte[] message(String subject) {
    return ("From: robot@example.com\r\nSubject: " + subject + "\r\n\r\n.a dot\r\n.\r\nend\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** The same with more than a mebibyte behind it. */
  static byte[] large(byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(message);
    out.writeBytes(LINES);
    return out.toByteArray();
  }

  static String subjectOf(byte[] message) {
    String text = new String(message, StandardCharsets.ISO_8859_1);
    int start = text.indexOf("Subject: ");
    return start < 0 ? "" : text.substring(start + 9).lines().findFirst().orElse("");
  }

  static List<String> addresses(List<String> names) {
    return names.stream().map(name -> name + "@example.com").toList();
  }

  static String name(String address) {
    return address.replace("@example.com", "");
  }
}
