package dev.mailconnector.live;

import dev.mailconnector.live.FlowResult.Outcome;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What came of it, in Markdown, for a bug report. */
final class LiveReport {
  private final Variables given;
  private final Redactor redactor;
  private final Map<LiveLogin, List<FlowResult>> results = new EnumMap<>(LiveLogin.class);

  LiveReport(Variables given, Redactor redactor) {
    this.given = given;
    this.redactor = redactor;
  }

  void add(LiveLogin login, List<FlowResult> flows) {
    results.put(login, flows);
  }

  long count(Outcome outcome) {
    return results.values().stream()
        .flatMap(List::stream)
        .filter(result -> result.outcome() == outcome)
        .count();
  }

  /** The whole text, with nothing in it that was given. */
  String text(LocalDate today) {
    StringBuilder text = new StringBuilder("# Mail Connector: live report\n\n");
    text.append(
        "%s, Java %s, %s. Passed: %d, failed: %d, not set up: %d.%n%n"
            .formatted(
                today,
                Runtime.version().feature(),
                System.getProperty("os.name"),
                count(Outcome.PASSED),
                count(Outcome.FAILED),
                count(Outcome.NOT_SET_UP)));
    results.forEach((login, flows) -> append(text, login, flows));
    appendMissing(text);
    return redactor.redact(text.toString().replace("\r", ""));
  }

  private static void append(StringBuilder text, LiveLogin login, List<FlowResult> flows) {
    text.append("## ").append(login.title()).append("\n\n");
    text.append("| flow | outcome | took |\n|---|---|---|\n");
    for (FlowResult flow : flows) {
      text.append("| ").append(flow.flow()).append(" | ").append(word(flow.outcome()));
      text.append(" | ").append(flow.took().toMillis()).append(" ms |\n");
    }
    for (FlowResult flow : flows) {
      text.append("\n### ").append(flow.flow()).append(": ").append(word(flow.outcome()));
      text.append("\n\n");
      // Four blanks, since nothing that a server says ends such a block.
      flow.said().stream()
          .flatMap(String::lines)
          .forEach(line -> text.append("    ").append(line).append('\n'));
    }
    text.append('\n');
  }

  private static String word(Outcome outcome) {
    return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void appendMissing(StringBuilder text) {
    List<String> lines = new ArrayList<>();
    for (LiveLogin login : LiveLogin.values()) {
      if (!results.containsKey(login)) {
        lines.add(login.title() + ": needs " + String.join(", ", given.missing(login.needed())));
      }
    }
    if (!lines.isEmpty()) {
      text.append("## Not set up\n\n");
      lines.forEach(line -> text.append("* ").append(line).append('\n'));
    }
  }

  /** What is needed, for somebody who has set nothing. */
  static String help() {
    StringBuilder text =
        new StringBuilder(
            "Nothing was tried: there is no account to try it with. Set the variables of a login;"
                + " docs/live.md tells what each is.\n");
    for (LiveLogin login : LiveLogin.values()) {
      text.append("  ").append(login.title()).append(": ");
      text.append(String.join(" ", login.needed().stream().map(Variables::full).toList()));
      text.append('\n');
    }
    return text.toString();
  }
}
