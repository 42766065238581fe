package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.AsciiDomain;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.transport.SmtpEndpoint;
import java.util.stream.Stream;

/**
 * What a message needs of a server, against what the server offers: SIZE (RFC 1870), 8BITMIME (RFC
 * 6152), SMTPUTF8 (RFC 6531). Immutable.
 */
final class MailParameters {
  private final String text;
  private final boolean utf8;

  private MailParameters(String text, boolean utf8) {
    this.text = text;
    this.utf8 = utf8;
  }

  /**
   * The parameters for this message at this server.
   *
   * @throws InvalidMessageException if the server cannot take it
   */
  static MailParameters of(OutgoingMessage message, Capabilities server, SmtpEndpoint endpoint) {
    long size = message.content().size();
    requireSize(size, server, endpoint);
    StringBuilder text = new StringBuilder();
    if (server.has("SIZE")) {
      text.append(" SIZE=").append(size);
    }
    boolean utf8 = needsUtf8(message, server, endpoint);
    if ((message.eightBit() || utf8) && server.has("8BITMIME")) {
      text.append(" BODY=8BITMIME");
    } else if (message.eightBit()) {
      throw cannot(
          "The message has bytes outside US-ASCII, and the server at "
              + endpoint
              + " does not offer 8BITMIME",
          "Encode its parts with quoted-printable or base64 (RFC 6152).");
    }
    if (utf8) {
      text.append(" SMTPUTF8");
    }
    return new MailParameters(text.toString(), utf8);
  }

  private static void requireSize(long size, Capabilities server, SmtpEndpoint endpoint) {
    if (server.maxSize() > 0 && size > server.maxSize()) {
      throw cannot(
          "The message has "
              + size
              + " bytes and the server at "
              + endpoint
              + " takes at most "
              + server.maxSize(),
          "Make it smaller: send a link in place of an attachment. Whoever runs the server may"
              + " raise the limit.");
    }
  }

  private static boolean needsUtf8(
      OutgoingMessage message, Capabilities server, SmtpEndpoint endpoint) {
    boolean utf8Address =
        Stream.concat(
                Stream.of(message.envelope().sender()), message.envelope().recipients().stream())
            .anyMatch(address -> !isAscii(localPart(address)));
    if (utf8Address && !server.has("SMTPUTF8")) {
      throw cannot(
          "An address has letters outside ASCII before its @ sign, and the server at "
              + endpoint
              + " does not offer SMTPUTF8",
          "Use an ASCII address, or a server that takes internationalised mail (RFC 6531).");
    }
    if (message.eightBitHeader() && !server.has("SMTPUTF8")) {
      throw cannot(
          "The header of the message has bytes outside US-ASCII, and the server at "
              + endpoint
              + " does not offer SMTPUTF8",
          "Write such words as encoded words (RFC 2047): new InternetAddress(address, name,"
              + " \"UTF-8\") and MimeMessage.setSubject(subject, \"UTF-8\") do so.");
    }
    return utf8Address || message.eightBitHeader();
  }

  /**
   * An address as it goes over the wire: its domain in ASCII form unless the transaction is UTF-8.
   */
  String address(String address) {
    int at = address.lastIndexOf('@');
    if (utf8 || at < 0 || isAscii(address)) {
      return address;
    }
    try {
      return address.substring(0, at + 1) + AsciiDomain.of(address.substring(at + 1));
    } catch (IllegalArgumentException e) {
      throw cannot(
          "The domain of the address " + address + " cannot be written in ASCII",
          e.getMessage() + " Correct the address.");
    }
  }

  private static String localPart(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? address : address.substring(0, at);
  }

  private static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  private static InvalidMessageException cannot(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MAIL, what, Advice.FIX_MESSAGE, remedy));
  }

  /** {@code " SIZE=123 BODY=8BITMIME"}, or empty. */
  @Override
  public String toString() {
    return text;
  }
}
