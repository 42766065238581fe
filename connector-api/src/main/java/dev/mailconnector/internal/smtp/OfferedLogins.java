package dev.mailconnector.internal.smtp;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.internal.diagnosis.LoginRows;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What to do where server and account have no mechanism in common, in words of the settings. */
final class OfferedLogins {
  private OfferedLogins() {}

  /**
   * Who changes what.
   *
   * @param offered by the server, at least one
   * @param wanted by the account
   */
  static Remedy remedy(List<String> offered, List<String> wanted) {
    Set<String> types = types(offered);
    String enable = " whoever runs it to enable " + String.join(" or ", wanted);
    if (types.stream().anyMatch(types(wanted)::contains)) {
      return new Remedy(
          LoginRows.MECHANISM_VARIANT_NOT_OFFERED,
          "Ask" + enable + "; or " + mechanism(offered, wanted));
    }
    return new Remedy(
        LoginRows.MECHANISM_NOT_OFFERED,
        "Use a login that the server offers ("
            + (types.isEmpty()
                ? "auth.type"
                : types.stream()
                    .map(type -> "auth.type: " + type)
                    .collect(Collectors.joining(", ")))
            + "), or ask"
            + enable
            + ".");
  }

  private static String mechanism(List<String> offered, List<String> wanted) {
    boolean loginAlone = offered.contains("LOGIN") && !offered.contains("PLAIN");
    boolean downgrade =
        wanted.stream().allMatch(name -> name.startsWith("SCRAM"))
            && (offered.contains("PLAIN") || offered.contains("LOGIN"));
    return "set auth.mechanism to one that the server offers, or remove it where it is set"
        + (loginAlone && wanted.size() > 1
            ? ", and auth.authorization-identity, which LOGIN cannot carry."
            : ".")
        + (downgrade
            ? " That shows the password to whoever answers there: find out first why "
                + String.join(" or ", wanted)
                + " is not offered."
            : "");
  }

  private static Set<String> types(List<String> mechanisms) {
    Set<String> types = new LinkedHashSet<>();
    for (String mechanism : mechanisms) {
      String name = mechanism.toUpperCase(Locale.ROOT);
      switch (name) {
        case "NTLM" -> types.add("ntlm");
        case "GSSAPI" -> types.add("kerberos");
        case "XOAUTH2", "OAUTHBEARER" -> types.add("oauth2");
        case "PLAIN", "LOGIN", "CRAM-MD5" -> types.add("password");
        default -> {
          if (name.matches("SCRAM-SHA-(1|256)(-PLUS)?")) {
            types.add("password");
          }
        }
      }
    }
    return types;
  }
}
