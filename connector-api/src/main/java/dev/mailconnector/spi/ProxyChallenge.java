package dev.mailconnector.spi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One way to log in that a proxy offers in {@code Proxy-Authenticate} (RFC 9110 section 11.3).
 *
 * @param scheme its name, as the proxy spells it
 * @param data what stands in base64 behind it, or null; parameters are not kept
 */
public record ProxyChallenge(String scheme, @Nullable String data) {
  private static final int MOST = 20;

  /** A scheme, and what is no parameter behind it; or a parameter of the scheme before. */
  private static final Pattern ELEMENT =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,39})(?:[ \\t]+([A-Za-z0-9+/._~-]+=*))?[ \\t]*");

  private static final Pattern WITH_PARAMETER =
      Pattern.compile("([A-Za-z][A-Za-z0-9-]{0,39})[ \\t]+[^=\\s]+[ \\t]*=.*", Pattern.DOTALL);

  /** All that these fields offer, at most twenty; what cannot be read is left out. */
  public static List<ProxyChallenge> read(Collection<String> fields) {
    List<ProxyChallenge> challenges = new ArrayList<>();
    for (String field : fields) {
      for (String element : elements(field)) {
        ProxyChallenge challenge = one(element.strip());
        if (challenge != null && challenges.size() < MOST) {
          challenges.add(challenge);
        }
      }
    }
    return List.copyOf(challenges);
  }

  private static @Nullable ProxyChallenge one(String element) {
    Matcher plain = ELEMENT.matcher(element);
    if (plain.matches()) {
      return new ProxyChallenge(plain.group(1), plain.group(2));
    }
    Matcher parameter = WITH_PARAMETER.matcher(element);
    return parameter.matches() ? new ProxyChallenge(parameter.group(1), null) : null;
  }

  /** The pieces between commas that are not quoted. */
  private static List<String> elements(String field) {
    List<String> elements = new ArrayList<>();
    StringBuilder element = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < field.length(); i++) {
      char c = field.charAt(i);
      if (c == '"' && (i == 0 || field.charAt(i - 1) != '\\')) {
        quoted = !quoted;
      }
      if (c == ',' && !quoted) {
        elements.add(element.toString());
        element.setLength(0);
      } else {
        element.append(c);
      }
    }
    elements.add(element.toString());
    return elements;
  }

  /** Whether it is this scheme; case does not count. */
  public boolean is(String name) {
    return scheme.equalsIgnoreCase(name);
  }

  /** The scheme alone: the data may be what can be guessed at. */
  @Override
  public String toString() {
    return scheme;
  }
}
