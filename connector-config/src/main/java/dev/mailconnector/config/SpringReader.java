package dev.mailconnector.config;

import static dev.mailconnector.config.ForeignKey.refused;
import static dev.mailconnector.config.ForeignKey.taken;
import static dev.mailconnector.config.ForeignKey.withoutEffect;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialect#SPRING}: {@code spring.mail.*} of a properties, YAML or {@code .env} file. What
 * stands below {@code spring.mail.properties} is Jakarta Mail's.
 */
final class SpringReader implements DialectReader {
  private static final String PREFIX = "spring.mail.";
  private static final String PROPERTIES = "properties.";
  private static final String PROGRAM = "Spring";

  private static final List<ForeignKey> OWN =
      List.of(
          taken("host", "`host`."),
          taken("port", "`port`; 25, or 465 for TLS from the first byte."),
          taken("username", "`user`."),
          taken("password", "`auth.password`."),
          taken("protocol", "`smtp` (the default), or `smtps`: `tls: implicit`."),
          taken("ssl.enabled", "`tls: implicit`."),
          withoutEffect("test-connection", "mailconnector probe tests it, whenever somebody asks."),
          withoutEffect("default-encoding", "Each message brings its own."),
          refused(
              "ssl.bundle",
              "A bundle's certificates stand elsewhere in Spring (spring.ssl.bundle...). Remove this,"
                  + " set spring.mail.ssl.enabled: true for TLS from the first byte, and in our own"
                  + " form name the authority in trust.ca-file."),
          refused(
              "jndi-name",
              "The session comes from an application server, which knows its settings: read the"
                  + " properties of that session as --dialect jakarta-mail."));

  /** What they are called among Jakarta Mail's, where they are these. */
  private static final Map<String, String> JAKARTA =
      Map.of(
          "host", "smtp.host",
          "port", "smtp.port",
          "username", "smtp.user",
          "password", "smtp.password");

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    SpringProperties properties = SpringProperties.read(text, name, environment, problems);
    if (properties == null) {
      return null;
    }
    ForeignSettings own = new ForeignSettings(problems);
    ForeignSettings session = new ForeignSettings(problems);
    for (Raw.Text value : properties.below(PREFIX)) {
      String key = String.valueOf(value.origin().foreign() == null ? "" : key(value));
      if (key.startsWith(PROPERTIES)) {
        session.addText(key.substring(PROPERTIES.length()), value);
      } else {
        own.addText(canonical(key), value);
      }
    }
    if (own.keys().isEmpty() && session.keys().isEmpty()) {
      if (problems.errors() == 0) {
        problems.error(
            new Origin(name, 1, 1), "", null, "There is nothing below spring.mail here.");
      }
      return null;
    }
    return translate(own, session, new Origin(name, 1, 1), environment, problems);
  }

  private static String key(Raw.Text value) {
    Origin.Foreign foreign = value.origin().foreign();
    return foreign == null ? "" : foreign.key().substring(PREFIX.length());
  }

  /** {@code testConnection}, {@code TEST_CONNECTION}: relaxed binding. */
  private static String canonical(String key) {
    String plain = plain(key);
    return OWN.stream()
        .map(ForeignKey::name)
        .filter(known -> plain(known).equals(plain))
        .findFirst()
        .orElse(key);
  }

  private static String plain(String key) {
    return key.toLowerCase(Locale.ROOT).replaceAll("[-_.]", "");
  }

  private static Raw.Section translate(
      ForeignSettings own,
      ForeignSettings session,
      Origin origin,
      ForeignVariables environment,
      Problems problems) {
    Raw.Text protocol = own.take("protocol");
    if (protocol != null && !List.of("smtp", "smtps").contains(JakartaMailReader.word(protocol))) {
      problems.error(protocol.origin(), "", protocol.text(), "The protocols are smtp and smtps.");
      protocol = null;
    }
    // Spring names the protocol itself, whatever the session says.
    session.ignore(
        List.of("mail.transport.protocol", "mail.transport.protocol.rfc822"),
        "spring.mail.protocol decides this in Spring, and is smtp where it is not given.");
    boolean smtps = protocol != null && JakartaMailReader.word(protocol).equals("smtps");
    String prefix = smtps ? "mail.smtps." : "mail.smtp.";
    ForeignSettings given = JakartaMailReader.inTermsOfSmtp(session, prefix, problems);
    JAKARTA.forEach(
        (key, theirs) -> {
          Raw.Text value = own.take(key);
          if (value != null) {
            given.addText(theirs, value);
          }
        });
    Raw.Text bundle = own.first("ssl.bundle");
    Raw.Text tls = own.takeIfTrue("ssl.enabled");
    if (bundle != null) {
      given.add("smtp.ssl.enable", bundle.origin(), "true");
    } else if (tls != null) {
      given.addText("smtp.ssl.enable", tls);
    }
    own.dispose(OWN);
    own.refuseRest(ForeignKey.taken(OWN), key -> PREFIX + key);
    return new JakartaMailOptions(words(prefix), given, environment, problems)
        .translate(origin, smtps ? protocol : null);
  }

  private static JakartaMailOptions.Words words(String prefix) {
    String session = PREFIX + PROPERTIES;
    return new JakartaMailOptions.Words(
        PROGRAM,
        PREFIX + "host",
        PREFIX + "port",
        PREFIX + "username",
        PREFIX + "password",
        key -> session + "mail." + key.replaceFirst("^smtp\\.", prefix.substring("mail.".length())),
        true);
  }

  @Override
  public List<ForeignKey> keys() {
    List<ForeignKey> all = new ArrayList<>();
    OWN.forEach(key -> all.add(new ForeignKey(PREFIX + key.name(), key.use(), key.meaning())));
    all.add(
        taken(
            PREFIX + "properties.*",
            "The properties of `jakarta-mail`, such as"
                + " `spring.mail.properties.mail.smtp.starttls.enable`."));
    return all;
  }
}
