package dev.mailconnector.internal.message;

import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.List;

/**
 * The header field of a redirected message that says who would have got it. Text, not addresses, so
 * that nothing answers them, and in ASCII, so that the server need not take SMTPUTF8.
 */
final class OriginalRecipients {
  /** Its name; docs and {@code Account.Builder} speak of it. */
  static final String NAME = "X-Original-Recipients";

  /** Servers refuse long headers, Exchange one of 64 KiB, so the rest is only counted. */
  private static final int MOST_CHARACTERS = 16 * 1024;

  private OriginalRecipients() {}

  /** The field with its line ends: one address on a line. */
  static String field(List<String> recipients) {
    StringBuilder field = new StringBuilder(NAME).append(": ");
    int named = 0;
    for (String recipient : recipients) {
      String text = ascii(recipient);
      if (field.length() + text.length() > MOST_CHARACTERS) {
        break;
      }
      field.append(named++ == 0 ? "" : ",\r\n ").append(text);
    }
    int more = recipients.size() - named;
    if (more > 0) {
      field.append(named == 0 ? "" : "\r\n ").append("(and ").append(more).append(" more)");
    }
    return field.append("\r\n").toString();
  }

  /** An address has no control characters, or there would be no envelope. */
  private static String ascii(String address) {
    try {
      return MimeUtility.encodeWord(address, "UTF-8", "B");
    } catch (UnsupportedEncodingException everyRuntimeHasUtf8) {
      throw new IllegalStateException(everyRuntimeHasUtf8);
    }
  }
}
