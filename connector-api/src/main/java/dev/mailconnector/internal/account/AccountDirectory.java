package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.AccountSource;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The accounts at work, by name. A replaced or removed account drains on a worker while its
 * successor works. Thread-safe.
 */
public final class AccountDirectory implements AutoCloseable {
  private final ConnectorRuntime runtime;
  private final AccountSource source;
  private final @Nullable String defaultAccount;
  private final ConcurrentMap<String, AccountSender> senders = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** A directory without accounts. */
  public AccountDirectory(
      ConnectorRuntime runtime, AccountSource source, @Nullable String defaultAccount) {
    this.runtime = runtime;
    this.source = source;
    this.defaultAccount = defaultAccount;
  }

  /** Adds an account, which must be new. */
  public void add(Account account) {
    requireOpen();
    AccountSender sender = new AccountSender(account, runtime);
    if (senders.putIfAbsent(account.name(), sender) != null) {
      sender.close();
      throw ConfigurationException.of(
          "accounts." + account.name(), null, "There are two accounts of this name.");
    }
    closeIfLate(account.name());
  }

  /** Adds an account or puts it in the place of another. */
  public void replace(Account account) {
    requireOpen();
    drain(senders.put(account.name(), new AccountSender(account, runtime)));
    closeIfLate(account.name());
  }

  /** Removes an account. */
  public boolean remove(String name) {
    AccountSender sender = senders.remove(name);
    drain(sender);
    return sender != null;
  }

  /** The names of the accounts at work. */
  public Set<String> names() {
    return Set.copyOf(senders.keySet());
  }

  /** The account of this name, or the default account. */
  public AccountSender sender(@Nullable String name) {
    requireOpen();
    String wanted = name == null ? defaultAccount : name;
    if (wanted == null) {
      throw ConfigurationException.of(
          "account", null, "The send names no account and the connector has no default account.");
    }
    AccountSender sender = senders.get(wanted);
    return sender != null ? sender : fromSource(wanted);
  }

  private AccountSender fromSource(String name) {
    Account account =
        source
            .find(name)
            .orElseThrow(
                () ->
                    ConfigurationException.of(
                        "account",
                        name,
                        "There is no such account; there are: "
                            + String.join(", ", senders.keySet().stream().sorted().toList())
                            + "."));
    if (!account.name().equals(name)) {
      throw ConfigurationException.of(
          "account",
          name,
          "The account source gave an account of another name, " + account.name() + ".");
    }
    AccountSender created = new AccountSender(account, runtime);
    AccountSender earlier = senders.putIfAbsent(name, created);
    if (earlier != null) {
      created.close();
      return earlier;
    }
    closeIfLate(name);
    return created;
  }

  private void drain(@Nullable AccountSender sender) {
    if (sender == null) {
      return;
    }
    try {
      runtime.workers().execute(sender::close);
    } catch (RejectedExecutionException e) {
      sender.close();
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new ConnectorClosedException(
          FailureDetail.of(
              Stage.SHUTDOWN,
              "The connector is closed",
              Advice.FIX_CONFIGURATION,
              "Nothing was sent. Keep the connector open as long as the application sends."));
    }
  }

  /** close() may have passed just before the account was added. */
  private void closeIfLate(String name) {
    if (closed) {
      AccountSender sender = senders.remove(name);
      if (sender != null) {
        sender.close();
      }
      requireOpen();
    }
  }

  /**
   * Closes every account, one after the other; the time they are granted runs for all of them from
   * now.
   */
  @Override
  public void close() {
    closed = true;
    long started = runtime.ticker().nanos();
    for (AccountSender sender : senders.values()) {
      long end = started + sender.account().timeouts().shutdown().toNanos();
      sender.close(new Deadline(runtime.ticker(), end));
    }
    senders.clear();
  }
}
