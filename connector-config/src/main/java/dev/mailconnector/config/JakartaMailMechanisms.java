package dev.mailconnector.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which login the properties about mechanisms mean. Angus takes the first of its list that the
 * server offers; here the credential chooses, so that only a list of one forces anything.
 *
 * @param kind what to do
 * @param mechanism the mechanism that is forced; null where none is
 * @param said where it is told to; null where nothing is said
 */
record JakartaMailMechanisms(Kind kind, @Nullable String mechanism, Raw.@Nullable Text said) {

  /** What to do. */
  enum Kind {
    /** A login by password. */
    PASSWORD,
    /** A login by NTLM. */
    NTLM,
    /** What looks like a password is an access token. */
    TOKEN,
    /** Tickets. */
    KERBEROS,
    /** Nothing that is spoken here. */
    NONE
  }

  private static final List<String> USUAL = List.of("LOGIN", "PLAIN", "DIGEST-MD5", "NTLM");
  private static final Set<String> TOKENS = Set.of("XOAUTH2", "OAUTHBEARER");
  private static final Set<String> PASSWORDS =
      Set.of("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-1", "SCRAM-SHA-256");

  /** Takes the properties that tell. */
  static JakartaMailMechanisms take(ForeignSettings given) {
    List<String> enabled = new ArrayList<>(USUAL);
    Raw.Text said = null;
    for (String mechanism : USUAL) {
      Raw.Text off = given.takeIfTrue("smtp.auth." + lower(mechanism) + ".disable");
      if (off != null) {
        enabled.remove(mechanism);
        said = off;
      }
    }
    ForeignSettings.Flag tokens = given.takeFlag("smtp.auth.xoauth2.disable");
    if (tokens != null && !tokens.on()) {
      enabled.add("XOAUTH2");
      said = said == null ? null : tokens.written();
    }
    Raw.Text listed = given.take("smtp.auth.mechanisms");
    Raw.Text sasl = given.take("smtp.sasl.mechanisms");
    if (given.takeIfTrue("smtp.sasl.enable") != null && sasl != null) {
      listed = sasl;
    }
    if (listed != null) {
      return of(words(listed), listed);
    }
    return said == null ? new JakartaMailMechanisms(Kind.PASSWORD, null, null) : of(enabled, said);
  }

  private static JakartaMailMechanisms of(List<String> list, Raw.Text said) {
    if (!list.isEmpty() && TOKENS.contains(list.get(0))) {
      return new JakartaMailMechanisms(Kind.TOKEN, null, said);
    }
    List<String> passwords = list.stream().filter(PASSWORDS::contains).distinct().toList();
    if (passwords.isEmpty()) {
      Kind kind =
          list.contains("NTLM")
              ? Kind.NTLM
              : list.contains("GSSAPI")
                  ? Kind.KERBEROS
                  : list.stream().anyMatch(TOKENS::contains) ? Kind.TOKEN : Kind.NONE;
      return new JakartaMailMechanisms(kind, null, said);
    }
    boolean one = passwords.size() == 1 && !list.contains("NTLM");
    return new JakartaMailMechanisms(Kind.PASSWORD, one ? passwords.get(0) : null, said);
  }

  private static List<String> words(Raw.Text text) {
    String all = String.valueOf(text.text()).toUpperCase(Locale.ROOT);
    return List.of(all.strip().split("[\\s,]+"));
  }

  private static String lower(String mechanism) {
    return mechanism.toLowerCase(Locale.ROOT);
  }
}
