package dev.mailconnector.config;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@link Dialect#URL}. Parsed by hand: {@link java.net.URI} refuses the unencoded passwords that
 * people have, and its errors quote them.
 */
final class UrlReader implements DialectReader {
  private static final NodemailerOptions.Words WORDS =
      new NodemailerOptions.Words("a client of this URL", "the host", "the user", "the password");

  private static final Pattern URL =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)(/?)([^?#]*)(?:\\?([^#]*))?(#.*)?");

  private static final String ENCODE =
      "Nothing but ?name=value stands behind host and port. In user and password write / as %2F, ?"
          + " as %3F, # as %23; behind the ?, write @ as %40.";

  private static final Pattern SERVER = Pattern.compile("(\\[[^\\]]*\\]|[^:\\[\\]]*)(?::(\\d*))?");

  private static final List<ForeignKey> KEYS =
      List.of(
          ForeignKey.taken(
              "smtp://", "TLS by STARTTLS where it is offered; with a password, always."),
          ForeignKey.taken("smtps://", "`tls: implicit`; port 465 where none is given."),
          ForeignKey.taken(
              "user:password@",
              "`user` and `auth.password`, percent-encoded; none, or both empty: no login."),
          ForeignKey.taken("host:port", "`host` and `port` (587); an IPv6 address in brackets."),
          ForeignKey.taken(
              "?tls=",
              "`implicit`, `starttls` (or `required`), `starttls-if-offered` (or `opportunistic`),"
                  + " `none`."),
          ForeignKey.taken(
              "?name=value", "Any option of nodemailer that has no place before the `?`."));

  private static final String SMTPS =
      "smtps:// is TLS from the first byte. Write smtp:// or remove ";

  /** Nodemailer's words about TLS. */
  private static final List<String> LINE =
      List.of("secure", "requireTLS", "ignoreTLS", "opportunisticTLS");

  /** What {@code tls} may be, as nodemailer's options say it. */
  private static final Map<String, String> TLS =
      Map.of(
          "implicit", "secure",
          "starttls", "requireTLS",
          "required", "requireTLS",
          "starttls-if-offered", "",
          "opportunistic", "",
          "none", "ignoreTLS");

  @Override
  public Raw.@Nullable Section read(
      String text, String name, ForeignVariables environment, Problems problems) {
    List<String> lines = text.replaceFirst("^\uFEFF", "").lines().toList();
    Origin origin = null;
    String url = "";
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (!line.isEmpty() && !line.startsWith("#")) {
        if (origin != null) {
          problems.error(new Origin(name, i + 1, 1), "", null, "One URL is one line.");
          return null;
        }
        origin = new Origin(name, i + 1, lines.get(i).indexOf(line) + 1);
        url = line;
      }
    }
    Origin start = origin == null ? Origin.whole(name) : origin;
    try {
      return new One(start, problems).read(url);
    } catch (RuleBroken broken) {
      problems.error(start, "", null, broken.rule());
      return null;
    }
  }

  /**
   * One URL being read. No problem about the URL as a whole shows it: there is a password in it.
   */
  private static final class One {
    private final Origin origin;
    private final Problems problems;
    private final ForeignSettings options;

    One(Origin origin, Problems problems) {
      this.origin = origin;
      this.problems = problems;
      this.options = new ForeignSettings(problems);
    }

    Raw.Section read(String url) throws RuleBroken {
      Matcher parts = URL.matcher(url);
      if (!parts.matches()) {
        throw new RuleBroken(
            "One URL is needed: smtp://user:password@host:587, or smtps:// for TLS from the first"
                + " byte.");
      }
      String scheme = parts.group(1).toLowerCase(Locale.ROOT);
      if (!scheme.equals("smtp") && !scheme.equals("smtps")) {
        throw new RuleBroken("The URL must begin with smtp:// or smtps://.");
      }
      if (!parts.group(4).isEmpty() || parts.group(6) != null) {
        throw new RuleBroken(ENCODE);
      }
      if (!parts.group(2).contains("@") && url.contains("@")) {
        throw new RuleBroken(ENCODE);
      }
      authority(parts.group(2));
      if (scheme.equals("smtps")) {
        add("secure", "smtps", "true");
      }
      if (parts.group(5) != null) {
        query(parts.group(5), scheme.equals("smtps"));
      }
      return new NodemailerOptions(WORDS, options, problems).translate(origin);
    }

    private void authority(String authority) throws RuleBroken {
      int at = authority.lastIndexOf('@');
      if (at >= 0) {
        String login = authority.substring(0, at);
        int colon = login.indexOf(':');
        add(
            "auth.user",
            "user",
            PercentEncoding.decode(colon < 0 ? login : login.substring(0, colon)));
        add(
            "auth.pass",
            "password",
            PercentEncoding.decode(colon < 0 ? "" : login.substring(colon + 1)));
      }
      Matcher server = SERVER.matcher(authority.substring(at + 1));
      if (!server.matches()) {
        // What looks like a port may be a password whose host is missing.
        throw new RuleBroken(
            "A host stands here, and a number as its port: smtp://mail.example:587; an IPv6 address"
                + " in brackets: smtp://[2001:db8::1]:587.");
      }
      String host = PercentEncoding.decode(server.group(1));
      boolean literal = host.startsWith("[");
      add("host", "host", literal ? host.substring(1, host.length() - 1) : host);
      add("port", "port", server.group(2) == null ? "" : server.group(2));
    }

    private void query(String query, boolean smtps) throws RuleBroken {
      Set<String> said = new HashSet<>();
      for (String pair : query.split("&")) {
        int equals = pair.indexOf('=');
        String key = PercentEncoding.decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : PercentEncoding.decode(pair.substring(equals + 1));
        if (!said.add(key) || (said.contains("tls") && LINE.stream().anyMatch(said::contains))) {
          problems.error(
              origin.called(key),
              "",
              null,
              "This is said twice, and may mean two things. Leave one of them; beside tls there is no"
                  + " other word about TLS.");
        } else if (smtps && key.equals("secure") && !value.equalsIgnoreCase("true")) {
          problems.error(origin.called(key), "", value, SMTPS + key + ".");
        } else if (key.equals("tls")) {
          tls(value, smtps);
        } else if (List.of("host", "port", "auth.user", "auth.pass", "service").contains(key)) {
          problems.error(origin.called(key), "", null, "This stands before the ?, not behind it.");
        } else if (!key.isEmpty()) {
          options.add(key, origin, value);
        }
      }
    }

    private void tls(String value, boolean smtps) {
      String option = TLS.get(value.toLowerCase(Locale.ROOT));
      Origin here = origin.called("tls");
      if (option == null) {
        problems.error(
            here,
            "",
            value,
            "tls is implicit, starttls (or required), starttls-if-offered (or opportunistic), or"
                + " none.");
      } else if (smtps && !option.equals("secure")) {
        problems.error(here, "", value, SMTPS + "tls.");
      } else {
        options.addCalled("secure", here.written(value), String.valueOf(option.equals("secure")));
        if (!option.isEmpty()) {
          options.addCalled(option, here.written(value), "true");
        }
      }
    }

    private void add(String option, String part, String text) {
      options.addCalled(option, origin.called(part), text);
    }
  }

  @Override
  public List<ForeignKey> keys() {
    return KEYS;
  }
}
