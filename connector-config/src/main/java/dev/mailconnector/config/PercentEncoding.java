package dev.mailconnector.config;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * RFC 3986 section 2.1 over UTF-8. {@link java.net.URLDecoder} is for forms and takes a plus sign
 * for a blank.
 */
final class PercentEncoding {
  private static final String RULE =
      "A % stands before two hexadecimal digits of a UTF-8 character; write % itself as %25.";

  private PercentEncoding() {}

  static String decode(String text) throws RuleBroken {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.write(in[i]);
        continue;
      }
      int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new RuleBroken(RULE);
      }
      out.write(high * 16 + low);
      i += 2;
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(out.toByteArray()))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      throw new RuleBroken(RULE);
    }
  }
}
