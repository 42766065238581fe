package dev.mailconnector.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The page {@code docs/conformance.md}: the table, and why there are differences. */
final class ConformancePage {
  private static final String HEAD =
      """
      # Conformance

      What comes of a message, whatever the server does. Each row was tried on a socket with each way of sending: all in one
      flight with BDAT, in two flights with BDAT (above 1 MiB; with all-or-nothing at any size), pipelined DATA, one command at
      a time, `sendAll` with a message before and one behind it (by BDAT all in flight, by DATA each behind the content of the one
      before); some rows over TLS too. Angus Mail 2 as it comes, with a transport that is kept and `sendpartial` on (off in the rows
      with all-or-nothing), met the same server. `ConformanceTest` plays the table and fails on anything that is not in it,
      `CutLineTest` breaks the line at every byte of what either side says: no receipt without an acceptance, no failure of what
      may have been accepted, no second copy. `AngusCutLineTest` does the same to Angus Mail: what it calls sent is there once, and
      nothing twice; but what it calls failed may have been delivered, where the line ends behind the last byte of the message.

      * *delivered*: who has the message afterwards.
      * *reported*: `sent`, `partly` (`PartlyAcceptedException`), `refused` (`SendRefusedException`) with code and stage,
        `unknown` (`DeliveryUnknownException`), `not sent: line lost` (`ConnectionLostException`), `not sent: message`
        (`InvalidMessageException`), `no connection` (`ConnectionFailedException`). Angus Mail does not tell `unknown`, `line lost`
        and `no connection` apart, nor at which stage a message was refused; that is not counted as a difference here.
      * *next*: whether the next message went over the same connection or a new one. It was delivered exactly once, unless the
        row says otherwise.
      * *differs*: what else comes of it, with whom, and in parentheses the reason below.

      Written by the test from its own table:
      `mvn -o -pl connector-api -am test -Dtest=ConformancePageTest -Dmailconnector.docs=write -Dsurefire.failIfNoSpecifiedTests=false`

      | The server | delivered | reported | next | differs |
      |---|---|---|---|---|
      """;

  private final List<Behaviour> table;
  private final List<String> reasons = new ArrayList<>();

  ConformancePage(List<Behaviour> table) {
    this.table = table;
  }

  String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    for (Behaviour behaviour : table) {
      page.append("| ")
          .append(behaviour.name)
          .append(" | ")
          .append(cells(behaviour.expected, " | "))
          .append(" | ")
          .append(String.join("; ", differences(behaviour)))
          .append(" |\n");
    }
    page.append("\n## Why\n\n");
    for (int i = 0; i < reasons.size(); i++) {
      page.append(i + 1).append(". ").append(capital(reasons.get(i))).append(".\n");
    }
    return page.toString();
  }

  private List<String> differences(Behaviour behaviour) {
    List<String> all = new ArrayList<>();
    List<Behaviour.Difference> told = new ArrayList<>();
    for (Map.Entry<Sender, Behaviour.Difference> entry : behaviour.differences.entrySet()) {
      Behaviour.Difference difference = entry.getValue();
      if (!told.contains(difference)) {
        told.add(difference);
        List<String> senders =
            behaviour.differences.entrySet().stream()
                .filter(other -> other.getValue().equals(difference))
                .map(other -> other.getKey().title)
                .toList();
        all.add(
            String.join(" and ", senders)
                + ": "
                + cells(difference.observation(), ", ")
                + reason(difference.why()));
      }
    }
    for (Behaviour.Chance chance : behaviour.chances) {
      all.add(
          chance.sender().title
              + ": possibly "
              + cells(chance.observation(), ", ")
              + reason(chance.why()));
    }
    return all;
  }

  private static String cells(Observation observation, String between) {
    return String.join(between, observation.delivered(), observation.outcome(), observation.next());
  }

  private String reason(String why) {
    if (!reasons.contains(why)) {
      reasons.add(why);
    }
    return " (" + (reasons.indexOf(why) + 1) + ")";
  }

  private static String capital(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
