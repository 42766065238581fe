package dev.mailconnector.config;

/**
 * Which login an account means.
 *
 * @param name a type or {@code none}
 * @param known whether the keys below {@code auth} can be judged by it
 */
record LoginKind(String name, boolean known) {
  /** No login. */
  static final LoginKind NONE = new LoginKind(Model.NO_LOGIN, true);

  /** Cannot be told; a problem says why. */
  static final LoginKind UNKNOWN = new LoginKind(Model.NO_LOGIN, false);

  static LoginKind named(String name, AuthenticationTypes types) {
    return name.equals(Model.NO_LOGIN) ? NONE : new LoginKind(name, types.named(name) != null);
  }
}
