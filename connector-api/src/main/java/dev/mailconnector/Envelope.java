package dev.mailconnector;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.failure.Stage;
import java.util.List;

/**
 * Who sends and who receives, as SMTP sees it (RFC 5321 section 2.3.1): independent of the header
 * fields.
 *
 * @param sender the reverse-path; empty for a notification that must not be answered ({@code MAIL
 *     FROM:<>})
 * @param recipients at least one forward-path
 */
public record Envelope(String sender, List<String> recipients) {

  /** Checks that every address is one that cannot end a line, a path or a command. */
  public Envelope {
    recipients = List.copyOf(recipients);
    checkSender(sender);
    checkRecipients(recipients);
  }

  static void checkSender(String sender) {
    if (!sender.isEmpty()) {
      check("envelope sender", sender);
    }
  }

  static void checkRecipients(List<String> recipients) {
    if (recipients.isEmpty()) {
      throw invalid(
          "The message has no recipient",
          "Name at least one in To, Cc or Bcc, or give an explicit envelope.");
    }
    recipients.forEach(recipient -> check("recipient", recipient));
  }

  /** An envelope for these recipients. */
  public static Envelope of(String sender, String... recipients) {
    return new Envelope(sender, List.of(recipients));
  }

  private static void check(String role, String address) {
    if (address.isEmpty()) {
      throw invalid("An empty " + role, "Give an address such as ann@example.com.");
    }
    boolean quoted = false;
    for (int i = 0; i < address.length(); i++) {
      char c = address.charAt(i);
      if (c < ' ' || c == 127) {
        throw invalid(
            "The "
                + role
                + " \""
                + address.replaceAll("\\p{Cntrl}", "?")
                + "\" has a control character at position "
                + i,
            "Line breaks and NUL are refused in addresses, since they could add an SMTP command. Check where the address comes"
                + " from.");
      }
      if (Character.isSurrogate(c) && Character.charCount(address.codePointAt(i)) == 1) {
        throw invalid(
            "The " + role + " \"" + address + "\" has half a character at position " + i,
            "It would go out as another address. Check where it was cut.");
      }
      if (Character.isHighSurrogate(c)) {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        i++;
      } else if (!quoted && (c == ' ' || c == '<' || c == '>')) {
        throw invalid(
            "The " + role + " \"" + address + "\" has a '" + c + "' outside quotes",
            "Give the bare address, without name and angle brackets.");
      }
    }
    if (quoted) {
      throw invalid(
          "The " + role + " \"" + address + "\" has an open quote", "Close the quoted local part.");
    }
  }

  private static InvalidMessageException invalid(String what, String remedy) {
    return new InvalidMessageException(
        FailureDetail.of(Stage.MESSAGE, what, Advice.FIX_MESSAGE, remedy));
  }
}
