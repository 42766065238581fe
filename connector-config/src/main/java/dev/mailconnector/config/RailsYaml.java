package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings in YAML: at the top, or below {@code smtp_settings}, which may stand below an
 * environment ({@code production}). ERB is read before the YAML is, as Rails does, so that its
 * quotes do not end those of YAML.
 */
final class RailsYaml {
  private static final String SETTINGS = "smtp_settings";
  private static final String DELIVERY_METHOD = "delivery_method";
  private static final Set<String> SMTP = Set.of("smtp", "async_smtp");

  /** Environments in the order in which they are taken. */
  private static final List<String> PREFERRED = List.of("production", "default");

  private static final Pattern ERB = Pattern.compile("<%(=?)((?:(?!%>).)*)%>", Pattern.DOTALL);

  /** Neither a value nor a comment. */
  private static final Pattern ERB_CODE = Pattern.compile("<%(?![=#%])-?\\s*\\w");

  private static final char FIRST_OF_STAND_IN = '\uE000';

  /** Stands where ERB stood: a number, and as many characters as keep every place what it is. */
  private static final Pattern STAND_IN = Pattern.compile("\uE000(\\d+)\uE001*");

  private final String name;
  private final ForeignVariables environment;
  private final Problems problems;
  private final List<String> embedded = new ArrayList<>();

  RailsYaml(String name, ForeignVariables environment, Problems problems) {
    this.name = name;
    this.environment = environment;
    this.problems = problems;
  }

  @Nullable ForeignSettings read(String text) {
    int place = text.indexOf(FIRST_OF_STAND_IN);
    if (place >= 0) {
      int line = (int) text.substring(0, place).chars().filter(c -> c == '\n').count() + 1;
      problems.error(
          new Origin(name, line, 1),
          "",
          null,
          "There is a character here (U+E000) that no setting has.");
      return null;
    }
    warnOfCode(text);
    Raw.Section root = YamlSource.ofRuby(name, problems).read(withoutErb(text));
    if (root == null) {
      return null;
    }
    Map<String, Raw.Section> found = new LinkedHashMap<>();
    find(root, "", found);
    Raw.Section chosen = found.isEmpty() ? root : chosen(found);
    return chosen == null ? null : settings(chosen);
  }

  /** Every section called {@code smtp_settings}, by the path of what it stands in. */
  private void find(Raw.Section section, String path, Map<String, Raw.Section> found) {
    merged(section)
        .forEach(
            (key, value) -> {
              if (value instanceof Raw.Section inner) {
                if (key.equals(SETTINGS)) {
                  found.put(path, inner);
                  deliveryMethod(section);
                } else {
                  find(inner, path.isEmpty() ? key : path + "." + key, found);
                }
              }
            });
  }

  private void deliveryMethod(Raw.Section section) {
    if (merged(section).get(DELIVERY_METHOD) instanceof Raw.Text text
        && text.text() != null
        && !SMTP.contains(text.text().replaceFirst("^:", ""))) {
      problems.warning(
          text.origin().called(DELIVERY_METHOD),
          "",
          text.text(),
          "With this Rails does not send by SMTP; the smtp_settings beside it are read all the"
              + " same.");
    }
  }

  private Raw.@Nullable Section chosen(Map<String, Raw.Section> found) {
    if (found.size() == 1) {
      return found.values().iterator().next();
    }
    for (String preferred : PREFERRED) {
      for (Map.Entry<String, Raw.Section> each : found.entrySet()) {
        if (each.getKey().equals(preferred) || each.getKey().startsWith(preferred + ".")) {
          problems.warning(
              each.getValue().origin().called(SETTINGS),
              "",
              null,
              "There are " + found.size() + " of them; the one below " + preferred + " is read.");
          return each.getValue();
        }
      }
    }
    problems.error(
        found.values().iterator().next().origin().called(SETTINGS),
        "",
        null,
        "There are several, below "
            + String.join(" and ", found.keySet())
            + ", and none below production. Leave one of them in the file.");
    return null;
  }

  private ForeignSettings settings(Raw.Section section) {
    ForeignSettings settings = new ForeignSettings(problems);
    merged(section)
        .forEach(
            (key, value) -> {
              if (value instanceof Raw.Text text) {
                add(settings, key, text);
              } else {
                problems.error(
                    value.origin().called(key),
                    "",
                    null,
                    "A single value is needed here; the keys of the server stand below"
                        + " smtp_settings, or at the top.");
              }
            });
    return settings;
  }

  /** The entries by their names without the colon of a symbol, those of merged sections too. */
  private static Map<String, Raw> merged(Raw.Section section) {
    Map<String, Raw> entries = new LinkedHashMap<>();
    if (section.get("<<") instanceof Raw.Section other) {
      entries.putAll(merged(other));
    }
    section
        .entries()
        .forEach(
            (key, entry) -> {
              if (!key.equals("<<")) {
                entries.put(key.replaceFirst("^:", ""), entry.value());
              }
            });
    return entries;
  }

  private void add(ForeignSettings settings, String key, Raw.Text text) {
    String written = text.text() == null ? "" : text.text();
    Origin origin = text.origin().called(key);
    ForeignVariables.Value value = environment.value();
    Matcher standIn = STAND_IN.matcher(written);
    int done = 0;
    try {
      while (standIn.find()) {
        value.text(written.substring(done, standIn.start()));
        expression(embedded.get(Integer.parseInt(standIn.group(1))), value);
        done = standIn.end();
      }
      settings.addText(key, value.text(written.substring(done)).at(origin));
    } catch (RuleBroken broken) {
      problems.error(origin, "", null, broken.rule());
    }
  }

  private static void expression(String ruby, ForeignVariables.Value value) throws RuleBroken {
    RubyCursor cursor = new RubyCursor(ruby);
    cursor.skipBlanks(true);
    RubyExpression.read(cursor, value);
    cursor.skipBlanks(true);
    if (!cursor.atEnd()) {
      throw new RuleBroken(RubyExpression.CODE);
    }
  }

  private void warnOfCode(String text) {
    Matcher code = ERB_CODE.matcher(text);
    if (code.find()) {
      int line = (int) text.substring(0, code.start()).chars().filter(c -> c == '\n').count() + 1;
      problems.warning(
          new Origin(name, line, 1),
          "",
          null,
          "Ruby code decides here what the file says, and none is run: all that stands around it is"
              + " read. Remove what does not count.");
    }
  }

  private String withoutErb(String text) {
    return ERB.matcher(text)
        .replaceAll(
            found -> {
              String standIn = "";
              if (!found.group(1).isEmpty()) {
                standIn = "\uE000" + embedded.size();
                embedded.add(found.group(2));
              }
              // A line end within ERB stays one less: YAML would end the value there.
              int rest = found.group().length() - standIn.length();
              return standIn + (standIn.isEmpty() ? " " : "\uE001").repeat(Math.max(0, rest));
            });
  }
}
