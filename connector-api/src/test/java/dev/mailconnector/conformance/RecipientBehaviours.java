package dev.mailconnector.conformance;

import static dev.mailconnector.conformance.Observation.NOBODY;
import static dev.mailconnector.conformance.Observation.SENT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Whom the server takes and whom it does not. */
final class RecipientBehaviours {
  private static final List<String> NAMES = List.of("ann", "bob", "eve", "joe");

  private RecipientBehaviours() {}

  static List<Behaviour> all() {
    List<Behaviour> rows = new ArrayList<>();
    for (String codes :
        List.of(
            "250",
            "251",
            "252",
            "450",
            "550",
            "552",
            "250 250",
            "251 252",
            "250 450",
            "250 550",
            "450 250",
            "550 250",
            "450 550",
            "550 450",
            "550 550",
            "450 452",
            "250 250 250",
            "550 250 250",
            "250 550 250",
            "250 250 550",
            "550 450 250",
            "550 550 550",
            "250 452 452 452",
            "250 250 250 452")) {
      rows.add(row(codes, false));
    }
    for (String codes :
        List.of(
            "250 250",
            "250 550",
            "450 250",
            "550 550",
            "450 550",
            "250 550 250",
            "450 550 250",
            "250 452 452 452")) {
      rows.add(row(codes, true));
    }
    return rows;
  }

  private static Behaviour row(String codes, boolean allOrNothing) {
    List<String> replies = List.of(codes.split(" "));
    List<String> names = NAMES.subList(0, replies.size());
    Behaviour row =
        Behaviour.of(
                "RCPT: " + String.join(", ", replies) + (allOrNothing ? "; all or nothing" : ""))
            .to(names.toArray(String[]::new))
            .server(
                server -> {
                  for (int i = 0; i < names.size(); i++) {
                    server.recipient(names.get(i) + "@example.com", replies.get(i) + " 2.0.0 text");
                  }
                });
    return expect(allOrNothing ? row.allOrNothing() : row, names, replies, allOrNothing);
  }

  private static Behaviour expect(
      Behaviour row, List<String> names, List<String> replies, boolean allOrNothing) {
    List<String> accepted = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      boolean taken = replies.get(i).startsWith("2");
      (taken ? accepted : refused).add(taken ? names.get(i) : names.get(i) + " " + replies.get(i));
    }
    if (refused.isEmpty()) {
      return row.gives(String.join(", ", accepted), SENT);
    }
    if (accepted.isEmpty() || allOrNothing) {
      String decisive = decisive(replies, allOrNothing);
      row.gives(NOBODY, "refused " + decisive + " at RCPT");
      String first = refused.get(0).split(" ")[1];
      return first.equals(decisive)
          ? row
          : row.but(Sender.ANGUS, NOBODY, "refused " + first, Observation.SAME, Why.ANGUS_FIRST);
    }
    return row.gives(
        String.join(", ", accepted),
        "partly, not " + refused.stream().collect(Collectors.joining(", ")));
  }

  /** What may pass decides, but where all are wanted or none, what stays. */
  private static String decisive(List<String> replies, boolean allOrNothing) {
    List<String> refusals = replies.stream().filter(code -> !code.startsWith("2")).toList();
    return refusals.stream()
        .filter(code -> (code.startsWith("4") || code.equals("552")) != allOrNothing)
        .findFirst()
        .orElse(refusals.get(0));
  }
}
