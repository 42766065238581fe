package dev.mailconnector.config;

import java.util.List;
import java.util.Map;

/**
 * Which login an account means: {@code auth.type}, or what can be told without it.
 *
 * @param name a type or {@code none}
 * @param known whether the keys below {@code auth} can be judged by it
 */
record LoginKind(String name, boolean known) {

  static LoginKind named(String name, AuthenticationTypes types) {
    return new LoginKind(name, name.equals(Model.NO_LOGIN) || types.named(name) != null);
  }

  /**
   * Neither user nor secret is no login, both are a password; anything between is a mistake that
   * must not pass silently.
   */
  static LoginKind inferred(
      String account,
      Raw.Section section,
      Origin origin,
      AuthenticationTypes types,
      Problems problems) {
    String full = Model.ACCOUNTS + "." + account;
    boolean user = section.get("user") instanceof Raw.Text text && text.text() != null;
    Raw password = section.at("auth.password");
    if (password != null) {
      if (!user) {
        problems.error(
            password.origin(),
            full + ".auth.password",
            null,
            "A password without the user it belongs to. Add user.");
      }
      if (types.named("password") == null) {
        problems.error(origin, full + "." + Model.AUTH_TYPE, "password", types.missing("password"));
      }
      return named("password", types);
    }
    Map<String, Raw.Entry> auth =
        section.get("auth") instanceof Raw.Section inner ? inner.entries() : Map.of();
    for (Map.Entry<String, Raw.Entry> entry : auth.entrySet()) {
      List<String> owners = types.declaring("auth." + entry.getKey());
      if (!owners.isEmpty() && !owners.contains("password")) {
        problems.error(
            entry.getValue().keyOrigin(),
            full + "." + Model.AUTH_TYPE,
            null,
            "The type of login is missing; auth."
                + entry.getKey()
                + " belongs to auth.type: "
                + owners.get(0)
                + ".");
        return named(owners.get(0), types);
      }
    }
    if (!user) {
      return new LoginKind(Model.NO_LOGIN, true);
    }
    // A misspelt key gets a problem of its own, and may well be the missing secret.
    if (auth.keySet().stream().allMatch(key -> types.knows("auth." + key))) {
      problems.error(
          originOf(section, "user", origin),
          full + ".user",
          null,
          "A user without a secret. Add auth.password, or auth.type for another login, or"
              + " auth.type: none to send without logging in.");
    }
    return new LoginKind(Model.NO_LOGIN, false);
  }

  private static Origin originOf(Raw.Section section, String key, Origin otherwise) {
    Raw value = section.get(key);
    return value == null ? otherwise : value.origin();
  }
}
