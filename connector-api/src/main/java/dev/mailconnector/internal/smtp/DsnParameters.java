package dev.mailconnector.internal.smtp;

import dev.mailconnector.DsnRequest;
import dev.mailconnector.DsnRequest.Condition;
import dev.mailconnector.DsnRequest.Returned;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** A request for delivery status notifications as it stands in MAIL and RCPT (RFC 3461). */
final class DsnParameters {
  private static final int LONGEST_ORIGINAL_RECIPIENT = 500;

  private final DsnRequest request;

  DsnParameters(DsnRequest request) {
    this.request = request;
  }

  /** {@code " RET=HDRS ENVID=4711"}, or empty. */
  String ofSender() {
    Returned returned = request.returned();
    String id = request.envelopeId();
    return (returned == null ? "" : " RET=" + (returned == Returned.FULL ? "FULL" : "HDRS"))
        + (id == null ? "" : " ENVID=" + xtext(id));
  }

  /**
   * {@code " NOTIFY=FAILURE,DELAY ORCPT=rfc822;ann@example.com"}, for the address as it goes out.
   */
  String ofRecipient(String address) {
    Set<Condition> conditions = request.conditions();
    String notify =
        conditions == null
            ? ""
            : conditions.isEmpty()
                ? " NOTIFY=NEVER"
                : " NOTIFY=" + conditions.stream().map(Enum::name).collect(Collectors.joining(","));
    boolean ascii = address.chars().allMatch(c -> c < 128);
    String original = ascii ? "rfc822;" + xtext(address) : "utf-8;" + unicodeXtext(address);
    return original.length() > LONGEST_ORIGINAL_RECIPIENT ? notify : notify + " ORCPT=" + original;
  }

  /** RFC 3461 section 4. */
  private static String xtext(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && c <= '~' && c != '+' && c != '=') {
        encoded.append(c);
      } else {
        encoded.append('+').append(String.format(Locale.ROOT, "%02X", (int) c));
      }
    }
    return encoded.toString();
  }

  /** RFC 6533 section 3: the form that every server can take. */
  private static String unicodeXtext(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            c -> {
              if (c > ' ' && c <= '~' && c != '+' && c != '=' && c != '\\') {
                encoded.append((char) c);
              } else {
                encoded.append(String.format(Locale.ROOT, "\\x{%02X}", c));
              }
            });
    return encoded.toString();
  }
}
