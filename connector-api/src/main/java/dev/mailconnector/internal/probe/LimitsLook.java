package dev.mailconnector.internal.probe;

import dev.mailconnector.Account;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.transport.ProviderPreset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What server and provider allow, beside what the account is set to. */
final class LimitsLook {
  private final Account account;
  private final String ehlo;
  private final List<String> details = new ArrayList<>();
  private final List<String> above = new ArrayList<>();

  /** Of this account, at a server that announced this. */
  LimitsLook(Account account, String ehlo) {
    this.account = account;
    this.ehlo = ehlo;
    size();
    ofServer();
    ofProvider();
    details.add(
        "configured: "
            + account.pool().maxConnections()
            + " connections, "
            + count(account.pool().maxMessages())
            + " messages each, "
            + count(account.recipientsPerMessage())
            + " recipients a message");
  }

  List<String> details() {
    return details;
  }

  List<ProbeFinding> findings() {
    return above.stream()
        .map(text -> ProbeFinding.of(text, ProbeDiagnoses.LIMITS_EXCEEDED))
        .toList();
  }

  private void size() {
    OptionalLong size = number("(?m)^250[- ]SIZE (\\d{1,18})");
    details.add(
        0,
        size.isEmpty() || size.getAsLong() == 0
            ? "size: the server names no limit"
            : String.format(Locale.ROOT, "size: %.1f MiB a message", size.getAsLong() / 1048576.0));
  }

  /** RFC 9422 section 4. */
  private void ofServer() {
    OptionalLong messages = number("(?m)^250[- ]LIMITS .*\\bMAILMAX=(\\d{1,9})");
    OptionalLong recipients = number("(?m)^250[- ]LIMITS .*\\bRCPTMAX=(\\d{1,9})");
    if (messages.isPresent()) {
      details.add("server: " + messages.getAsLong() + " messages a connection");
      if (account.pool().maxMessages() > messages.getAsLong()) {
        above.add(
            "The server takes "
                + messages.getAsLong()
                + " messages of a connection, and"
                + " limits.messages-per-connection is "
                + count(account.pool().maxMessages()));
      }
    }
    if (recipients.isPresent()) {
      details.add("server: " + recipients.getAsLong() + " recipients a message");
      if (account.recipientsPerMessage() > recipients.getAsLong()) {
        above.add(
            "The server takes "
                + recipients.getAsLong()
                + " recipients of a message, and"
                + " limits.recipients-per-message is "
                + count(account.recipientsPerMessage()));
      }
    }
  }

  private void ofProvider() {
    Arrays.stream(ProviderPreset.values())
        .filter(preset -> preset.endpoint().host().equalsIgnoreCase(account.endpoint().host()))
        .findFirst()
        .ifPresent(this::ofProvider);
  }

  private void ofProvider(ProviderPreset preset) {
    int connections = preset.pool().maxConnections();
    details.add("provider: " + connections + " connections");
    if (account.pool().maxConnections() > connections) {
      above.add(
          "The provider allows "
              + connections
              + " connections at once, and"
              + " limits.connections is "
              + account.pool().maxConnections());
    }
  }

  private OptionalLong number(String pattern) {
    Matcher matcher = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(ehlo);
    return matcher.find()
        ? OptionalLong.of(Long.parseLong(matcher.group(1)))
        : OptionalLong.empty();
  }

  private static String count(int number) {
    return number == Integer.MAX_VALUE ? "any number of" : String.valueOf(number);
  }
}
