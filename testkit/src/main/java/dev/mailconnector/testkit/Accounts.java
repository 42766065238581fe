package dev.mailconnector.testkit;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Whom a server lets in. */
final class Accounts {
  private final Map<String, String> passwords = new ConcurrentHashMap<>();
  private volatile TokenCheck tokens = (user, token) -> TokenVerdict.refused();

  void password(String user, String password) {
    passwords.put(user, password);
  }

  void tokens(TokenCheck check) {
    tokens = check;
  }

  boolean knows(String user, String password) {
    return password.equals(passwords.get(user));
  }

  TokenVerdict check(String user, String token) {
    return tokens.check(user, token);
  }
}
