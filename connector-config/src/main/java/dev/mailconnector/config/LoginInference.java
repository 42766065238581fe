package dev.mailconnector.config;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the login of an account without {@code auth.type}: neither user nor secret is no login,
 * both are a password. Anything between is a mistake that must not pass silently: mail would be
 * sent without the login that was meant.
 */
final class LoginInference {
  private static final String PASSWORD = "password";

  /** What makes a login one with a password. */
  private static final List<String> SECRETS = List.of("auth.password", "auth.secret-access-key");

  private final String full;
  private final Raw.Section account;
  private final @Nullable Preset preset;
  private final AuthenticationTypes types;
  private final Problems problems;

  LoginInference(
      String full,
      Raw.Section account,
      @Nullable Preset preset,
      AuthenticationTypes types,
      Problems problems) {
    this.full = full;
    this.account = account;
    this.preset = preset;
    this.types = types;
    this.problems = problems;
  }

  LoginKind infer() {
    Raw user = account.get("user");
    boolean hasUser = user instanceof Raw.Text text && text.text() != null;
    boolean knowsUser = preset != null && preset.knowsUser();
    for (String secret : SECRETS) {
      Raw password = account.at(secret);
      if (password != null) {
        return password(secret, password.origin(), hasUser || knowsUser);
      }
    }
    Map<String, Raw.Entry> auth =
        account.get("auth") instanceof Raw.Section section ? section.entries() : Map.of();
    for (Map.Entry<String, Raw.Entry> entry : auth.entrySet()) {
      List<String> owners = types.declaring("auth." + entry.getKey());
      if (!owners.isEmpty() && !owners.contains(PASSWORD)) {
        return typeMissing(entry.getValue().keyOrigin(), entry.getKey(), owners.get(0));
      }
    }
    if (user == null ? !knowsUser : !hasUser) {
      return LoginKind.NONE;
    }
    // A misspelt key gets a problem of its own, and may well be the missing secret.
    if (auth.keySet().stream().allMatch(key -> types.knows("auth." + key))) {
      secretMissing(user, knowsUser);
    }
    return LoginKind.UNKNOWN;
  }

  private void secretMissing(@Nullable Raw user, boolean knowsUser) {
    if (user == null || knowsUser) {
      problems.error(
          account.origin(),
          full + ".auth.password",
          null,
          "The preset logs in with a password or API key: add auth.password.");
      return;
    }
    problems.error(
        user.origin(),
        full + ".user",
        null,
        "A user without a secret. Add auth.password, or auth.type for another login, or"
            + " auth.type: none to send without logging in.");
  }

  private LoginKind password(String key, Origin origin, boolean hasUser) {
    if (!hasUser) {
      problems.error(
          origin, full + "." + key, null, "A password without the user it belongs to. Add user.");
    }
    if (types.named(PASSWORD) == null) {
      problems.error(origin, full + "." + Model.AUTH_TYPE, PASSWORD, types.missing(PASSWORD));
    }
    return LoginKind.named(PASSWORD, types);
  }

  private LoginKind typeMissing(Origin origin, String key, String owner) {
    problems.error(
        origin,
        full + "." + Model.AUTH_TYPE,
        null,
        "The type of login is missing; auth." + key + " belongs to auth.type: " + owner + ".");
    return LoginKind.named(owner, types);
  }
}
