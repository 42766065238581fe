package dev.mailconnector.internal.compose;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import java.io.UnsupportedEncodingException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A header field as it will be written.
 *
 * @param name its name
 * @param value folded; in ASCII but for local parts of addresses
 */
public record HeaderField(String name, String value) {
  /** RFC 5322 section 2.2. */
  private static final Pattern NAME = Pattern.compile("[\\x21-\\x39\\x3b-\\x7e]+");

  /** Encoded words may stand for the name of an address, but not for the address itself. */
  private static final Set<String> OF_ADDRESSES =
      Set.of(
          "sender",
          "disposition-notification-to",
          "return-receipt-to",
          "mail-followup-to",
          "mail-reply-to",
          "resent-from",
          "resent-sender",
          "resent-to",
          "resent-cc");

  private static final String ITS_OWN =
      "The message has a setting of its own for it; give it there";
  private static final String OF_SERVERS = "Servers write it on the way of the message";
  private static final Map<String, String> RESERVED =
      Map.ofEntries(
          Map.entry("from", ITS_OWN),
          Map.entry("to", ITS_OWN),
          Map.entry("cc", ITS_OWN),
          Map.entry("bcc", ITS_OWN),
          Map.entry("reply-to", ITS_OWN),
          Map.entry("subject", ITS_OWN),
          Map.entry("date", "It is the time at which the message is made"),
          Map.entry("message-id", "It is made for each message; read it from the finished one"),
          Map.entry("mime-version", "It goes with the parts, which are put together for you"),
          Map.entry("resent-bcc", "Everybody would see it; name them as bcc"),
          Map.entry("received", OF_SERVERS),
          Map.entry("return-path", OF_SERVERS + "; the envelope sender is set when it is sent"),
          Map.entry("authentication-results", OF_SERVERS),
          Map.entry("dkim-signature", "A signature is made of the finished message"));

  /** A field beside those that a message is made of; name and value are checked. */
  public static HeaderField of(String name, String value) {
    if (!NAME.matcher(name).matches()) {
      throw Texts.invalid(
          "\"" + Texts.printable(name) + "\" is not the name of a header field",
          "A name has printable ASCII characters without colon and space (RFC 5322 section 2.2).");
    }
    String key = name.toLowerCase(Locale.ROOT);
    String reason = key.startsWith("content-") ? RESERVED.get("mime-version") : RESERVED.get(key);
    if (reason != null) {
      throw Texts.invalid("The header field " + name + " cannot be added", reason + ".");
    }
    String field = "header field " + name;
    return new HeaderField(
        name,
        OF_ADDRESSES.contains(key)
            ? Addresses.value(name, Addresses.parse(field, value))
            : text(name, Texts.oneLine(field, value)));
  }

  /** A field of addresses; none without any. */
  public static List<HeaderField> of(String name, List<InternetAddress> addresses) {
    return addresses.isEmpty()
        ? List.of()
        : List.of(new HeaderField(name, Addresses.value(name, addresses)));
  }

  /** The subject. */
  public static HeaderField subject(String value) {
    return new HeaderField("Subject", text("Subject", Texts.oneLine("subject", value)));
  }

  private static String text(String name, String value) {
    try {
      String ascii = MimeUtility.encodeText(value.strip(), "UTF-8", null);
      return Texts.fitting(name, MimeUtility.fold(name.length() + 2, ascii));
    } catch (UnsupportedEncodingException e) {
      throw new IllegalStateException("Every JVM has UTF-8", e);
    }
  }
}
