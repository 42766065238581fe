package dev.mailconnector.internal.message;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.internal.AddressPattern;
import dev.mailconnector.internal.DomainPattern;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Holds a message's own envelope and its From against what the account allows, and makes of it the
 * envelope that goes out. What is no address with a domain is never allowed.
 */
final class EnvelopeRules {
  private static final int MOST_NAMED = 3;

  private final Account account;

  EnvelopeRules(Account account) {
    this.account = account;
  }

  /** The envelope that goes out for this one, in a message from these addresses. */
  Envelope applyTo(Envelope own, HeaderFilter header) {
    checkSenders(own.sender(), header);
    checkNumber(own.recipients().size());
    String redirect = account.redirectAllTo();
    if (redirect != null) {
      // It was held against the allowed domains when the account was built.
      return new Envelope(own.sender(), List.of(redirect));
    }
    checkDomains(own.recipients());
    return own;
  }

  private void checkSenders(String sender, HeaderFilter header) {
    List<String> allowed = account.allowedFrom();
    if (allowed.isEmpty()) {
      return;
    }
    Predicate<String> isAllowed = AddressPattern.anyOf(allowed);
    List<String> from = EnvelopeReader.from(header);
    if (from.isEmpty()) {
      throw notAllowed("From", "nobody", allowed);
    }
    for (String address : from) {
      if (!isAllowed.test(address)) {
        throw notAllowed("From", address, allowed);
      }
    }
    // The empty sender of a notification is nobody's address.
    if (!sender.isEmpty() && !isAllowed.test(sender)) {
      throw notAllowed("envelope sender", sender, allowed);
    }
  }

  private InvalidMessageException notAllowed(String role, String address, List<String> allowed) {
    return MessageWriter.invalid(
        "The "
            + role
            + " \""
            + address.replaceAll("\\p{Cntrl}", "?")
            + "\" is none that the account may use ("
            + String.join(", ", allowed)
            + ")",
        "Nothing was sent. Use an address that is, or add this one to allowed-from of the account "
            + account.name()
            + ".");
  }

  private void checkNumber(int recipients) {
    if (recipients > account.recipientsPerMessage()) {
      throw MessageWriter.invalid(
          "The message has "
              + recipients
              + " recipients, and the account takes at most "
              + account.recipientsPerMessage(),
          "Nothing was sent. Send it to fewer at a time, or raise limits.recipients-per-message of"
              + " the account "
              + account.name()
              + " if its server takes more.");
    }
  }

  private void checkDomains(List<String> recipients) {
    List<String> allowed = account.allowedRecipientDomains();
    if (allowed.isEmpty()) {
      return;
    }
    List<String> outside =
        recipients.stream().filter(DomainPattern.anyOf(allowed).negate()).toList();
    if (!outside.isEmpty()) {
      throw MessageWriter.invalid(
          named(outside)
              + " outside of the domains that the account sends to ("
              + String.join(", ", allowed)
              + ")",
          "Nothing was sent, to nobody. Correct the recipients, or add their domains to"
              + " allowed-recipient-domains of the account "
              + account.name()
              + ".");
    }
  }

  private static String named(List<String> outside) {
    String some =
        outside.stream()
            .limit(MOST_NAMED)
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(", "));
    int more = outside.size() - MOST_NAMED;
    return (outside.size() == 1 ? "The recipient " : "The recipients ")
        + some
        + (more > 0 ? " and " + more + " more" : "")
        + (outside.size() == 1 ? " is" : " are");
  }
}
