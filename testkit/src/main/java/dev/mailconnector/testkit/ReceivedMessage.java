package dev.mailconnector.testkit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message that a {@link ScriptedSmtpServer} has kept.
 *
 * @param sender the envelope sender without angle brackets; empty for {@code <>}
 * @param recipients the accepted recipients, in order
 * @param mailParameters the parameters of MAIL by name in upper case; empty value where there is
 *     none
 * @param recipientParameters the parameters of RCPT, one map for each recipient, in order
 * @param rawData the content as it came: after DATA still dot-stuffed
 * @param content the message itself, octet for octet
 * @param chunked whether it came by BDAT
 * @param login the login of its connection, null without one
 * @param tlsProtocol such as {@code TLSv1.3}, null without TLS
 * @param session the number of its connection, from 1
 * @param roundTrips how often the server, having sent all its replies, had to wait for this message
 *     to go on: 4 for MAIL, RCPT, DATA and content one by one, 1 for all of them in one flight.
 *     Waits that ended in EHLO, STARTTLS, AUTH or NOOP do not count. Exact only with {@link
 *     ScriptedSmtpServerBuilder#latency}: else a flight that comes in pieces may count more than
 *     once
 */
public record ReceivedMessage(
    String sender,
    List<String> recipients,
    Map<String, String> mailParameters,
    List<Map<String, String>> recipientParameters,
    byte[] rawData,
    byte[] content,
    boolean chunked,
    @Nullable Login login,
    @Nullable String tlsProtocol,
    int session,
    int roundTrips) {

  /** Copies the collections. */
  public ReceivedMessage {
    recipients = List.copyOf(recipients);
    mailParameters = Map.copyOf(mailParameters);
    recipientParameters = List.copyOf(recipientParameters);
  }

  @Override
  public byte[] rawData() {
    return rawData.clone();
  }

  @Override
  public byte[] content() {
    return content.clone();
  }

  /** The content as text, each octet one character if it is not UTF-8. */
  public String text() {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.indexOf('\uFFFD') < 0 ? text : new String(content, StandardCharsets.ISO_8859_1);
  }

  /**
   * The first header field of this name, unfolded, without its name; encoded words stay encoded.
   */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** All header fields of this name, unfolded, without their name; encoded words stay encoded. */
  public List<String> headers(String name) {
    String head = text().split("\r\n\r\n", 2)[0].replaceAll("\r\n(?=[ \t])", "");
    String start = name.toLowerCase(Locale.ROOT) + ":";
    List<String> values = new ArrayList<>();
    for (String line : head.split("\r\n")) {
      if (line.toLowerCase(Locale.ROOT).startsWith(start)) {
        values.add(line.substring(start.length()).strip());
      }
    }
    return List.copyOf(values);
  }

  /** What follows the header, as text, not decoded. */
  public String body() {
    String text = text();
    int end = text.indexOf("\r\n\r\n");
    return end < 0 ? "" : text.substring(end + 4);
  }

  @Override
  public String toString() {
    return "ReceivedMessage[from <"
        + sender
        + "> to "
        + recipients
        + ", "
        + content.length
        + " octets, session "
        + session
        + "]";
  }
}
