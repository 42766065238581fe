package dev.mailconnector.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@link Dialect#TYPEBOT}: its variables are nodemailer's options under other names. */
final class TypebotReader implements DialectReader {
  private static final NodemailerOptions.Words WORDS =
      new NodemailerOptions.Words("Typebot", "SMTP_HOST", "SMTP_USERNAME", "SMTP_PASSWORD");

  private static final String PORT = "SMTP_PORT";
  private static final String FROM = "NEXT_PUBLIC_SMTP_FROM";
  private static final String USUAL_PORT = "25";
  private static final Pattern NAMED = Pattern.compile("[^<>]*<([^<>]+)>\\s*");

  private static final List<ForeignKey> KEYS =
      List.of(
          ForeignKey.taken("SMTP_HOST", "As nodemailer's `host`."),
          ForeignKey.taken(PORT, "As `port`; 25."),
          ForeignKey.taken("SMTP_SECURE", "As `secure`."),
          ForeignKey.taken("SMTP_IGNORE_TLS", "As `ignoreTLS`."),
          ForeignKey.taken("SMTP_USERNAME", "As `auth.user`."),
          ForeignKey.taken("SMTP_PASSWORD", "As `auth.pass`."),
          ForeignKey.taken(FROM, "`from`, without the name beside the address."),
          ForeignKey.withoutEffect(
              "SMTP_AUTH_DISABLED",
              "It switches off Typebot's own login by mail, and says nothing about SMTP."));

  /** Its variables, and nodemailer's options. */
  private static final List<Map.Entry<String, String>> OPTIONS =
      List.of(
          Map.entry("SMTP_HOST", "host"),
          Map.entry(PORT, "port"),
          Map.entry("SMTP_SECURE", "secure"),
          Map.entry("SMTP_IGNORE_TLS", "ignoreTLS"),
          Map.entry("SMTP_USERNAME", "auth.user"),
          Map.entry("SMTP_PASSWORD", "auth.pass"),
          Map.entry(FROM, "from"));

  @Override
  public Raw.Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    ForeignSettings variables =
        new EnvFile(name, List.of("SMTP_", "NEXT_PUBLIC_SMTP_"), problems).read(text);
    Origin origin = new Origin(name, 1, 1);
    ForeignSettings options = new ForeignSettings(problems);
    for (Map.Entry<String, String> option : OPTIONS) {
      String variable = option.getKey();
      Raw.Text value = variables.take(variable);
      if (value != null) {
        options.addCalled(option.getValue(), value.origin(), meaning(variable, value));
      } else if (variable.equals(PORT)) {
        options.addCalled(option.getValue(), origin.called(PORT), USUAL_PORT);
      }
    }
    variables.dispose(KEYS);
    variables.refuseRest(ForeignKey.taken(KEYS));
    return new NodemailerOptions(WORDS, options, problems).translate(origin);
  }

  /** Of a sender with a name the address: the name is part of each message. */
  private static String meaning(String variable, Raw.Text value) {
    String text = String.valueOf(value.text());
    Matcher named = NAMED.matcher(text);
    return variable.equals(FROM) && named.matches() ? named.group(1).strip() : text;
  }

  @Override
  public List<ForeignKey> keys() {
    return KEYS;
  }
}
