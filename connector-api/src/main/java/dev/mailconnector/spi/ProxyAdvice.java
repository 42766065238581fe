package dev.mailconnector.spi;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.internal.diagnosis.ProxyRows;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What to do about a proxy that answers 407. Immutable and thread-safe.
 *
 * @param keys where its login is set: {@code proxy} or {@code auth.http-proxy}
 * @param known the schemes that can be spoken here, {@code Basic} among them unless the proxy took
 *     a better one before
 */
public record ProxyAdvice(String keys, List<String> known) {
  static final String BASIC = "Basic";
  private static final String NTLM = "NTLM";
  private static final String NEGOTIATE = "Negotiate";

  /** Copies the schemes. */
  public ProxyAdvice {
    known = List.copyOf(known);
  }

  /** Whether there is a way to log in that both sides know. */
  public boolean isCommon(Collection<ProxyChallenge> offered) {
    return offered.stream().anyMatch(challenge -> knows(challenge.scheme()));
  }

  /** What a proxy wants that was sent no login. */
  public Remedy onMissingLogin(Collection<ProxyChallenge> offered) {
    return new Remedy(
            ProxyRows.PROXY_LOGIN_MISSING,
            "The proxy wants a login: an administrator must set " + login(offered) + ".")
        .and(offered.isEmpty() || isCommon(offered) ? "" : onUnknown(offered).text());
  }

  /** What a proxy wants that refused a login, or offers none that is known. */
  public Remedy onRefusal(Collection<ProxyChallenge> offered) {
    if (!offered.isEmpty() && !isCommon(offered)) {
      return onUnknown(offered);
    }
    return new Remedy(
        ProxyRows.PROXY_LOGIN_REFUSED,
        "The proxy refuses this login: an administrator must check "
            + login(offered)
            + (offered.isEmpty() ? "; it names no way to log in" : "; it offers " + names(offered))
            + ". Failing logins can lock the user out, so the same password is only tried again"
            + " after a pause.");
  }

  private Remedy onUnknown(Collection<ProxyChallenge> offered) {
    if (offers(offered, BASIC)) {
      return new Remedy(
          ProxyRows.PROXY_DOWNGRADED,
          "The proxy took "
              + String.join(" or ", known)
              + " before and now offers "
              + names(offered)
              + ". Basic would show the password on an unencrypted line, and somebody in between may"
              + " be after it. If whoever runs the proxy has switched the other off, start this"
              + " program anew.");
    }
    return new Remedy(ProxyRows.PROXY_LOGIN_UNKNOWN, unknown(offered));
  }

  private String unknown(Collection<ProxyChallenge> offered) {
    if (offers(offered, NTLM)) {
      return "The proxy takes "
          + names(offered)
          + ": put mailconnector-auth-ntlm on the class path, and set the user's domain ("
          + keys
          + ".domain).";
    }
    String only =
        "The proxy takes "
            + names(offered)
            + " only, and what is spoken to proxies here is "
            + String.join(", ", known);
    return only
        + (offers(offered, NEGOTIATE)
            ? ": whoever runs the proxy must offer NTLM or Basic beside Kerberos, or let this"
                + " machine through to that host without a login."
            : ": whoever runs the proxy must offer one of these, or let this machine through to"
                + " that host without a login.");
  }

  private String login(Collection<ProxyChallenge> offered) {
    return offers(offered, NTLM)
        ? keys + ".user, " + keys + ".password and " + keys + ".domain"
        : keys + ".user and " + keys + ".password";
  }

  private boolean knows(String scheme) {
    return known.stream().anyMatch(scheme::equalsIgnoreCase);
  }

  private static boolean offers(Collection<ProxyChallenge> offered, String scheme) {
    return offered.stream().anyMatch(challenge -> challenge.is(scheme));
  }

  private static String names(Collection<ProxyChallenge> offered) {
    Set<String> names = new LinkedHashSet<>();
    offered.forEach(challenge -> names.add(challenge.scheme()));
    return String.join(", ", names);
  }
}
