package dev.mailconnector.internal.message;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.SendOptions;
import dev.mailconnector.internal.message.HeaderFilter.AddressField;
import jakarta.mail.Address;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a message, as far as the options do not name it. Recipients: To, Cc, Bcc, each
 * address once. Sender, the first that is there: the account's {@code envelope-from}, {@code
 * mail.smtp.from} of the message's Session, the account's {@code from}, the message's Sender, its
 * From.
 */
final class EnvelopeReader {
  private final Account account;
  private final SendOptions options;

  EnvelopeReader(Account account, SendOptions options) {
    this.account = account;
    this.options = options;
  }

  /** From a message object. */
  Envelope of(MimeMessage message) throws MessagingException {
    try {
      return new Envelope(sender(message), recipients(message));
    } catch (AddressException e) {
      throw MessageWriter.invalid(
          "The header field From, Sender, To, Cc or Bcc cannot be read as addresses ("
              + e.getMessage()
              + ": \""
              + String.valueOf(e.getRef()).replaceAll("\\p{Cntrl}", "?")
              + "\")",
          "Correct it, or give an explicit envelope.");
    }
  }

  private List<String> recipients(MimeMessage message) throws MessagingException {
    if (options.recipients() != null) {
      return options.recipients();
    }
    Address[] all = message.getAllRecipients();
    Set<String> recipients = new LinkedHashSet<>();
    for (Address address : all == null ? new Address[0] : all) {
      if (address instanceof InternetAddress internet) {
        addAll(recipients, internet);
      }
    }
    return List.copyOf(recipients);
  }

  private String sender(MimeMessage message) throws MessagingException {
    if (options.envelopeSender() != null) {
      return options.envelopeSender();
    }
    String fromSession =
        message.getSession() == null ? null : message.getSession().getProperty("mail.smtp.from");
    List<String> fields = new ArrayList<>();
    if (message.getSender() instanceof InternetAddress sender) {
      fields.add(sender.getAddress());
    }
    Address[] from = message.getFrom();
    if (from != null && from.length > 0 && from[0] instanceof InternetAddress first) {
      fields.add(first.getAddress());
    }
    return sender(fromSession, fields);
  }

  /** From the header of a raw message. */
  Envelope of(HeaderFilter header) {
    return new Envelope(sender(header), recipients(header));
  }

  /** The addresses of From, as the message goes out. */
  static List<String> from(HeaderFilter header) {
    return parse(AddressField.FROM, header);
  }

  private List<String> recipients(HeaderFilter header) {
    if (options.recipients() != null) {
      return options.recipients();
    }
    Set<String> recipients = new LinkedHashSet<>();
    for (AddressField field : List.of(AddressField.TO, AddressField.CC, AddressField.BCC)) {
      recipients.addAll(parse(field, header));
    }
    return List.copyOf(recipients);
  }

  private String sender(HeaderFilter header) {
    if (options.envelopeSender() != null) {
      return options.envelopeSender();
    }
    List<String> fields = new ArrayList<>();
    for (AddressField field : List.of(AddressField.SENDER, AddressField.FROM)) {
      parse(field, header).stream().limit(1).forEach(fields::add);
    }
    return sender(null, fields);
  }

  private static List<String> parse(AddressField field, HeaderFilter header) {
    List<String> addresses = new ArrayList<>();
    for (String value : header.values(field)) {
      try {
        for (InternetAddress address : InternetAddress.parseHeader(value, true)) {
          addAll(addresses, address);
        }
      } catch (AddressException e) {
        throw MessageWriter.invalid(
            "The header field "
                + field.name().charAt(0)
                + field.name().substring(1).toLowerCase(Locale.ROOT)
                + " cannot be read as addresses ("
                + e.getMessage()
                + ")",
            "Correct it, or give an explicit envelope.");
      }
    }
    return addresses;
  }

  private static void addAll(Collection<String> recipients, InternetAddress address)
      throws AddressException {
    if (address.isGroup()) {
      InternetAddress[] members = address.getGroup(false);
      for (InternetAddress member : members == null ? new InternetAddress[0] : members) {
        recipients.add(member.getAddress());
      }
    } else {
      recipients.add(address.getAddress());
    }
  }

  private String sender(@Nullable String fromSession, List<String> fields) {
    if (account.envelopeFrom() != null) {
      return account.envelopeFrom();
    }
    if (fromSession != null && !fromSession.isBlank()) {
      return fromSession.strip();
    }
    if (account.from() != null) {
      return account.from();
    }
    return fields.stream()
        .findFirst()
        .orElseThrow(
            () ->
                MessageWriter.invalid(
                    "The message has no sender: no From header field, and the account has no"
                        + " default for it",
                    "Set From in the message, or from in the account."));
  }
}
