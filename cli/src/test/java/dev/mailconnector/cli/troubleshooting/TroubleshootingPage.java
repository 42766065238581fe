package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.failure.Diagnosis;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The page of all diagnoses, for whoever searches it for what a log says. */
final class TroubleshootingPage {
  private static final Pattern REPLY =
      Pattern.compile("^([2-5]\\d\\d)(?: ([245]\\.\\d{1,3}\\.\\d{1,3}))?\\b.*");
  private static final Pattern NUMBER = Pattern.compile("^AADSTS\\d+$");

  private static final String HEAD =
      """
      # Troubleshooting

      <!-- Written by TroubleshootingTest; write it anew:
      mvn -o -pl cli -am test -Dtest=TroubleshootingTest -Dmailconnector.docs=write -Dsurefire.failIfNoSpecifiedTests=false -->

      Search this page for a piece of what the log says: the server's words, a reply code, an `AADSTS` number, or the id of a
      diagnosis (`diagnosis` in the JSON of the command line, `MailConnectorException.diagnosis()` in Java). Three dots stand for what
      differs from case to case. Each row says what it means, what to change and where, and whom to ask. What a message says
      beside its row (the host, the account, the mechanism, what the server offers) is more exact than the row.

      "Provoked" says how the build brings it about and reads the diagnosis back: in words where this page's own test does, or by the
      name of the test that does. A row with "not by the build" is met by no test that reads which row is named.

      """;

  private record Entry(String symptom, String how) {}

  private final Collection<Diagnosis> catalogue;
  private final Map<String, List<Entry>> entries = new LinkedHashMap<>();
  private final Map<String, Chapter> chapters = new LinkedHashMap<>();

  TroubleshootingPage(
      Collection<Diagnosis> catalogue, List<Provocation> provocations, List<Elsewhere> elsewhere) {
    this.catalogue = catalogue;
    for (Provocation each : provocations) {
      add(each.id(), each.chapter(), new Entry(each.symptom(), each.how()));
    }
    for (Elsewhere each : elsewhere) {
      add(each.id(), each.chapter(), new Entry(each.symptom(), each.how()));
    }
  }

  private void add(String id, Chapter chapter, Entry entry) {
    chapters.putIfAbsent(id, chapter);
    entries.computeIfAbsent(id, x -> new ArrayList<>()).add(entry);
  }

  String markdown() {
    StringBuilder page = new StringBuilder(HEAD);
    index(page);
    for (Chapter chapter : Chapter.values()) {
      page.append("\n## ").append(chapter.title()).append('\n');
      grouped(chapter).values().forEach(group -> section(page, group));
    }
    return page.toString();
  }

  /** Rows that say the same of several codes stand together. */
  private Map<String, List<Diagnosis>> grouped(Chapter chapter) {
    return catalogue.stream()
        .filter(row -> chapters.get(row.id()) == chapter)
        .collect(
            Collectors.groupingBy(
                row -> row.text() + row.whom() + row.source(),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private void section(StringBuilder page, List<Diagnosis> group) {
    Diagnosis first = group.get(0);
    page.append("\n### ").append(first.id()).append("\n\n");
    for (Diagnosis row : group.subList(1, group.size())) {
      page.append("<a id=\"").append(row.id()).append("\"></a>");
    }
    if (group.size() > 1) {
      page.append("\nAlso ")
          .append(
              group.subList(1, group.size()).stream()
                  .map(row -> "`" + row.id() + "`")
                  .collect(Collectors.joining(", ")))
          .append(".\n\n");
    }
    List<Entry> seen = group.stream().flatMap(row -> entries.get(row.id()).stream()).toList();
    seen.forEach(entry -> page.append("- `").append(entry.symptom()).append("`\n"));
    page.append("\n**Cause.** ")
        .append(first.cause())
        .append("\n\n**Cure.** ")
        .append(first.cure())
        .append("\n\n**Ask** ")
        .append(first.whom().words())
        .append(". **Source:** ")
        .append(first.source())
        .append(". **Provoked:** ")
        .append(seen.stream().map(Entry::how).distinct().collect(Collectors.joining("; ")))
        .append(".\n");
  }

  /** From codes and numbers to the rows. */
  private void index(StringBuilder page) {
    Map<String, Map<String, String>> replies = new TreeMap<>();
    Map<Integer, String> numbers = new TreeMap<>();
    for (Map.Entry<String, List<Entry>> each : entries.entrySet()) {
      for (Entry entry : each.getValue()) {
        Matcher reply = REPLY.matcher(entry.symptom());
        if (reply.matches()) {
          String code = reply.group(1) + (reply.group(2) == null ? "" : " " + reply.group(2));
          replies
              .computeIfAbsent(code, x -> new LinkedHashMap<>())
              .put(each.getKey(), link(each.getKey()));
        } else if (NUMBER.matcher(entry.symptom()).matches()) {
          numbers.put(
              Integer.parseInt(entry.symptom().substring("AADSTS".length())),
              "[" + entry.symptom() + "](#" + each.getKey() + ")");
        }
      }
    }
    page.append("## Reply codes\n\n| Reply | Diagnosis |\n|---|---|\n");
    replies.forEach(
        (code, rows) ->
            page.append("| ")
                .append(code)
                .append(" | ")
                .append(String.join(", ", rows.values()))
                .append(" |\n"));
    page.append("\n## Numbers of Microsoft\n\n")
        .append(String.join(",\n", numbers.values()))
        .append("\n");
  }

  private static String link(String id) {
    return "[" + id + "](#" + id + ")";
  }
}
