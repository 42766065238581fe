package dev.mailconnector.internal.smtp;

import dev.mailconnector.DsnRequest;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.AsciiDomain;
import dev.mailconnector.internal.message.OutgoingMessage;
import dev.mailconnector.transport.SmtpEndpoint;
import org.jspecify.annotations.Nullable;

/**
 * What a message needs of a server, against what the server offers: SIZE (RFC 1870), 8BITMIME (RFC
 * 6152), SMTPUTF8 (RFC 6531), DSN (RFC 3461), REQUIRETLS (RFC 8689). Immutable.
 */
final class MailParameters {
  private final String text;
  private final boolean utf8;
  private final @Nullable DsnParameters dsn;
  private final SendReceipt.Dsn dsnOutcome;

  private MailParameters(
      String text, boolean utf8, @Nullable DsnParameters dsn, SendReceipt.Dsn dsnOutcome) {
    this.text = text;
    this.utf8 = utf8;
    this.dsn = dsn;
    this.dsnOutcome = dsnOutcome;
  }

  /**
   * The parameters for this message at this server.
   *
   * @param encrypted whether the line to it is
   * @throws InvalidMessageException if the server cannot take it
   */
  static MailParameters of(
      OutgoingMessage message, Capabilities server, SmtpEndpoint endpoint, boolean encrypted) {
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
    if (message.terms().requireTls()) {
      requireTls(server, endpoint, encrypted);
      text.append(" REQUIRETLS");
    }
    DsnRequest wanted = message.terms().dsn();
    DsnParameters dsn = wanted == null ? null : dsn(wanted, server, endpoint);
    if (dsn != null) {
      text.append(dsn.ofSender());
      return new MailParameters(text.toString(), utf8, dsn, SendReceipt.Dsn.REQUESTED);
    }
    return new MailParameters(
        text.toString(),
        utf8,
        null,
        wanted == null ? SendReceipt.Dsn.NOT_WANTED : SendReceipt.Dsn.NOT_OFFERED);
  }

  private static @Nullable DsnParameters dsn(
      DsnRequest wanted, Capabilities server, SmtpEndpoint endpoint) {
    if (server.has("DSN")) {
      return new DsnParameters(wanted);
    }
    if (wanted.required()) {
      throw cannot(
          "The message requires delivery status notifications, and the server at "
              + endpoint
              + " does not offer DSN",
          "Nothing was sent. Send it without asRequirement(), or through a server that offers DSN"
              + " (RFC 3461).");
    }
    return null;
  }

  private static void requireTls(Capabilities server, SmtpEndpoint endpoint, boolean encrypted) {
    if (!encrypted) {
      throw cannot(
          "The message requires TLS on its whole way, and the line to "
              + endpoint
              + " is not encrypted",
          "Nothing was sent. Set tls of the account to implicit or starttls, or send the message"
              + " without requireTls (RFC 8689).");
    }
    if (!server.has("REQUIRETLS")) {
      throw cannot(
          "The message requires TLS on its whole way, and the server at "
              + endpoint
              + " does not offer REQUIRETLS",
          "Nothing was sent, and no other server was tried. Send it through a server that promises"
              + " TLS for the rest of the way (RFC 8689), or without requireTls.");
    }
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
    String utf8Address =
        needsUtf8(message.envelope().sender()) ? message.envelope().sender() : null;
    for (String recipient : message.envelope().recipients()) {
      utf8Address = utf8Address == null && needsUtf8(recipient) ? recipient : utf8Address;
    }
    if (utf8Address != null && !server.has("SMTPUTF8")) {
      throw cannot(
          "The address "
              + utf8Address
              + " has letters outside ASCII before its @ sign, and the server at "
              + endpoint
              + " does not offer SMTPUTF8",
          "Use an ASCII address, or a server that takes internationalised mail (RFC 6531).");
    }
    String field = message.eightBitField();
    if (field != null && !server.has("SMTPUTF8")) {
      throw cannot(
          "The header field "
              + field.replaceAll("\\p{Cntrl}", "?")
              + " has bytes outside US-ASCII, and the server at "
              + endpoint
              + " does not offer SMTPUTF8",
          "Write such words as encoded words (RFC 2047): new InternetAddress(address, name,"
              + " \"UTF-8\") and MimeMessage.setSubject(subject, \"UTF-8\") do so.");
    }
    return utf8Address != null || field != null;
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

  /** What is said of this recipient beside its address; empty if nothing is. */
  String ofRecipient(String address) {
    return dsn == null ? "" : dsn.ofRecipient(address(address));
  }

  /** What became of the wish for delivery status notifications. */
  SendReceipt.Dsn dsn() {
    return dsnOutcome;
  }

  private static boolean needsUtf8(String address) {
    return !isAscii(address) && !isAscii(localPart(address));
  }

  private static String localPart(String address) {
    int at = address.lastIndexOf('@');
    return at < 0 ? address : address.substring(0, at);
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 128) {
        return false;
      }
    }
    return true;
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
