package dev.mailconnector;

import java.util.Optional;

/**
 * Accounts looked up when they are first named: tenants in a database. Asked in the sender's
 * thread, at most once per name while an answer is held; an account that it gave is an account like
 * any other and can be replaced and removed by name.
 */
@FunctionalInterface
public interface AccountSource {

  /**
   * The account of this name, or empty if there is none. Thread-safe. May block, but must end by
   * itself: a query needs a time limit, since nothing else wakes the sender. Others who need the
   * same account meanwhile wait for 30 s at most.
   */
  Optional<Account> find(String name);

  /** Knows no account. */
  static AccountSource none() {
    return name -> Optional.empty();
  }
}
