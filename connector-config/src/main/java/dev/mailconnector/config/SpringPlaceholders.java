package dev.mailconnector.config;

import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Resolves <code>${name:default}</code> as Spring does: by the environment, then by the file, then
 * by the default. Values that only Spring can decrypt have to come from the environment.
 */
final class SpringPlaceholders {
  private static final String PASSWORD_VARIABLE = "SPRING_MAIL_PASSWORD";

  /** Placeholders of placeholders make few lines many. */
  private static final int MOST = 100;

  private final Map<String, Raw.Text> file;
  private final ForeignVariables environment;
  private final Problems problems;
  private int resolved;

  SpringPlaceholders(Map<String, Raw.Text> file, ForeignVariables environment, Problems problems) {
    this.file = file;
    this.environment = environment;
    this.problems = problems;
  }

  Raw.Text resolve(Raw.Text written) {
    String text = String.valueOf(written.text());
    ForeignVariables.Value value = environment.value();
    if (text.matches("ENC\\(.*\\)|\\{cipher\\}.*")) {
      problems.warning(
          written.origin(),
          "",
          null,
          "The value is encrypted for Spring. Here it is the environment variable "
              + PASSWORD_VARIABLE
              + ".");
      return value.variable(PASSWORD_VARIABLE, null).at(written.origin());
    }
    resolved = 0;
    try {
      resolve(text, value, new HashSet<>());
    } catch (RuleBroken broken) {
      problems.error(written.origin(), "", null, broken.rule());
      return new Raw.Text(written.origin(), null, true);
    }
    return value.at(written.origin());
  }

  private void resolve(String text, ForeignVariables.Value value, Set<String> underWay)
      throws RuleBroken {
    int at = 0;
    while (at < text.length()) {
      int start = text.indexOf("${", at);
      int end = start < 0 ? -1 : end(text, start + 2);
      if (end < 0) {
        value.text(text.substring(at));
        return;
      }
      boolean escaped = start > at && text.charAt(start - 1) == '\\';
      if (escaped) {
        value.text(text.substring(at, start - 1)).text(text.substring(start, end + 1));
      } else {
        value.text(text.substring(at, start));
        placeholder(text.substring(start + 2, end), value, underWay);
      }
      at = end + 1;
    }
  }

  /** Where the braces that are open before {@code from} close; -1 if they do not. */
  private static int end(String text, int from) {
    int open = 1;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      open += c == '{' ? 1 : c == '}' ? -1 : 0;
      if (open == 0) {
        return i;
      }
    }
    return -1;
  }

  private void placeholder(String inside, ForeignVariables.Value value, Set<String> underWay)
      throws RuleBroken {
    if (++resolved > MOST) {
      throw new RuleBroken(
          "The value is made of more than " + MOST + " placeholders, one within another.");
    }
    int colon = inside.indexOf(':');
    String name = colon < 0 ? inside : inside.substring(0, colon);
    String otherwise = colon < 0 ? null : inside.substring(colon + 1);
    String variable = variable(name);
    Raw.Text property = environment.has(variable) ? null : property(name);
    if (property != null && underWay.add(name)) {
      resolve(String.valueOf(property.text()), value, underWay);
      underWay.remove(name);
    } else if (otherwise != null && otherwise.contains("${") && !environment.has(variable)) {
      resolve(otherwise, value, underWay);
    } else {
      value.variable(variable, otherwise);
    }
  }

  /** {@code app.smtp-host} is the variable {@code APP_SMTPHOST}, or {@code APP_SMTP_HOST}. */
  private String variable(String name) {
    if (name.matches("[A-Z0-9_]+") || environment.has(name)) {
      return name;
    }
    String capitals = name.toUpperCase(Locale.ROOT).replace('.', '_');
    String without = capitals.replace("-", "");
    return environment.has(without) ? without : capitals.replace('-', '_');
  }

  private Raw.@Nullable Text property(String name) {
    Raw.Text exact = file.get(name);
    if (exact != null) {
      return exact;
    }
    String plain = plain(name);
    return file.entrySet().stream()
        .filter(entry -> plain(entry.getKey()).equals(plain))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  /** {@code smtpHost}, {@code smtp-host} and {@code smtp_host} are one property. */
  static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
  }
}
