package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.failure.InvalidMessageException;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.InternetHeaders;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of a finished message of which the command line names only one half: the other half
 * comes from the account or the header of the message, as the connector itself would take it.
 */
final class RawEnvelope {
  /** The sender of a message that must not be answered. */
  private static final String NOBODY = "<>";

  private final InternetHeaders header;

  private RawEnvelope(InternetHeaders header) {
    this.header = header;
  }

  static Envelope of(byte[] message, Account account, @Nullable String from, List<String> to) {
    try {
      RawEnvelope raw =
          new RawEnvelope(new InternetHeaders(new ByteArrayInputStream(message), true));
      return new Envelope(raw.sender(account, from), raw.recipients(to));
    } catch (MessagingException e) {
      throw unusable("The addresses of the message cannot be read: " + e.getMessage());
    }
  }

  private String sender(Account account, @Nullable String from) throws MessagingException {
    if (from != null) {
      return from.equals(NOBODY) ? "" : OptionValue.address("--from", from).getAddress();
    }
    String ofAccount = account.envelopeFrom() == null ? account.from() : account.envelopeFrom();
    if (ofAccount != null) {
      return ofAccount;
    }
    return Stream.concat(addresses("Sender").stream(), addresses("From").stream())
        .findFirst()
        .orElseThrow(
            () -> unusable("The message has no From, and the account has none to give it"));
  }

  private List<String> recipients(List<String> to) throws MessagingException {
    if (!to.isEmpty()) {
      return Arrays.stream(OptionValue.addresses("--to", to))
          .map(InternetAddress::getAddress)
          .toList();
    }
    Set<String> all = new LinkedHashSet<>(addresses("To"));
    all.addAll(addresses("Cc"));
    all.addAll(addresses("Bcc"));
    return List.copyOf(all);
  }

  private List<String> addresses(String field) throws MessagingException {
    String value = header.getHeader(field, ",");
    if (value == null) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (InternetAddress each : InternetAddress.parseHeader(value, true)) {
      InternetAddress[] members = each.isGroup() ? each.getGroup(false) : null;
      if (members == null) {
        found.add(each.getAddress());
      } else {
        for (InternetAddress member : members) {
          found.add(member.getAddress());
        }
      }
    }
    return found;
  }

  private static InvalidMessageException unusable(String what) {
    return OptionValue.invalid(what, "Name the sender with --from and the recipients with --to.");
  }
}
