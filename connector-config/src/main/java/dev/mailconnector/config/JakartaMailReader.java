package dev.mailconnector.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@link Dialect#JAKARTA_MAIL}: the properties of a {@code jakarta.mail.Session}. */
final class JakartaMailReader implements DialectReader {
  private static final String MAIL = "mail.";
  private static final String SMTPS = "smtps";

  /** Properties about reading mail, and about the session itself. */
  private static final Set<String> OTHERS =
      Set.of("store", "imap", "imaps", "pop3", "pop3s", "nntp", "event", "alternates", "gimap");

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    ForeignSettings all = new ForeignSettings(problems);
    boolean any = false;
    for (PropertiesText.Property property : new PropertiesText(name, problems).read(text)) {
      if (property.key().startsWith(MAIL)) {
        any = true;
        all.add(property.key(), property.origin(), property.value());
      }
    }
    Origin origin = new Origin(name, 1, 1);
    if (!any && problems.errors() == 0) {
      problems.error(
          origin, "", null, "There is no property that begins with mail., such as mail.smtp.host.");
      return null;
    }
    return translate(all, origin, environment, problems);
  }

  private static Raw.Section translate(
      ForeignSettings all, Origin origin, ForeignVariables environment, Problems problems) {
    Raw.Text protocol = protocol(all, problems);
    boolean named = all.keys().stream().anyMatch(key -> key.startsWith("mail.smtp."));
    boolean smtps =
        protocol == null
            ? !named && all.keys().stream().anyMatch(key -> key.startsWith("mail.smtps."))
            : SMTPS.equals(word(protocol));
    String prefix = smtps ? "mail.smtps." : "mail.smtp.";
    Raw.Text first = all.first(prefix);
    ForeignSettings given = inTermsOfSmtp(all, prefix, problems);
    Raw.Text said = protocol == null ? first : protocol;
    return new JakartaMailOptions(words(prefix), given, environment, problems)
        .translate(origin, smtps ? said : null);
  }

  /** What names the protocol, taken out; {@code rfc822} is the type of mail addresses. */
  static Raw.@Nullable Text protocol(ForeignSettings all, Problems problems) {
    Raw.Text protocol = all.takeFirst("mail.transport.protocol.rfc822", "mail.transport.protocol");
    if (protocol != null && !Set.of("smtp", SMTPS).contains(word(protocol))) {
      problems.error(protocol.origin(), "", protocol.text(), "The protocols are smtp and smtps.");
      return null;
    }
    return protocol;
  }

  /**
   * The properties of the chosen protocol and those of all protocols; those of the other protocol
   * have no effect.
   */
  static ForeignSettings inTermsOfSmtp(ForeignSettings all, String prefix, Problems problems) {
    ForeignSettings given = new ForeignSettings(problems);
    String other = prefix.equals("mail.smtp.") ? "mail.smtps." : "mail.smtp.";
    for (String key : all.keys()) {
      Raw.Text value = all.take(key);
      String rest = key.startsWith(MAIL) ? key.substring(MAIL.length()) : key;
      if (value == null || OTHERS.contains(rest.replaceFirst("\\..*", ""))) {
        continue;
      }
      if (key.startsWith(other)) {
        problems.warning(
            value.origin(),
            "",
            null,
            "The protocol is "
                + prefix.substring(MAIL.length(), prefix.length() - 1)
                + ", so this has no effect.");
      } else if (key.startsWith(prefix)) {
        given.addText("smtp." + key.substring(prefix.length()), value);
      } else {
        given.addText(rest, value);
      }
    }
    return given;
  }

  static JakartaMailOptions.Words words(String prefix) {
    return new JakartaMailOptions.Words(
        "Jakarta Mail",
        prefix + "host",
        prefix + "port",
        prefix + "user",
        prefix + "password",
        key -> MAIL + key.replaceFirst("^smtp\\.", prefix.substring(MAIL.length())),
        false);
  }

  static String word(Raw.Text text) {
    return String.valueOf(text.text()).strip().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<ForeignKey> keys() {
    return Stream.concat(JakartaMailKeys.READ.stream(), JakartaMailKeys.OTHERS.stream())
        .map(key -> new ForeignKey(MAIL + key.name(), key.use(), key.meaning()))
        .toList();
  }
}
