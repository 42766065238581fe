package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.internal.Deadline;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The accounts at work, by name. A replaced or removed account drains, without a thread that waits
 * for it, while its successor works. Thread-safe.
 */
public final class AccountDirectory implements AutoCloseable {
  private final ConnectorRuntime runtime;
  private final AccountQuestions questions;
  private final @Nullable String defaultAccount;
  private final ConcurrentMap<String, AccountSender> senders = new ConcurrentHashMap<>();
  private final Set<AccountSender> draining = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A directory without accounts; those it does not know are asked for. */
  public AccountDirectory(
      ConnectorRuntime runtime, AccountQuestions questions, @Nullable String defaultAccount) {
    this.runtime = runtime;
    this.questions = questions;
    this.defaultAccount = defaultAccount;
  }

  /** Adds an account, which must be new. */
  public void add(Account account) {
    requireOpen();
    AccountSender sender = new AccountSender(account, runtime);
    if (senders.putIfAbsent(account.name(), sender) != null) {
      sender.end();
      throw ConfigurationException.of(
          "accounts." + account.name(), null, "There are two accounts of this name.");
    }
    endIfLate(sender);
  }

  /** Adds an account or puts it in the place of another. */
  public void replace(Account account) {
    requireOpen();
    AccountSender sender = new AccountSender(account, runtime);
    drain(senders.put(account.name(), sender));
    endIfLate(sender);
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

  /**
   * This name, or that of the default account.
   *
   * @throws ConfigurationException if there is neither
   */
  String nameOf(@Nullable String name) {
    String wanted = name == null ? defaultAccount : name;
    if (wanted == null) {
      throw ConfigurationException.of(
          "account", null, "The send names no account and the connector has no default account.");
    }
    return wanted;
  }

  /**
   * The account of this name, if it is at work: nobody is asked for it.
   *
   * @throws ConfigurationException if it is not
   */
  public AccountSender atWork(String name) {
    requireOpen();
    AccountSender sender = senders.get(name);
    if (sender == null) {
      throw unknown(name);
    }
    return sender;
  }

  /** The account of this name; if it is not at work, the account source is asked for it. */
  public AccountSender sender(String name) {
    requireOpen();
    AccountSender sender = senders.get(name);
    return sender != null ? sender : questions.ask(name, () -> fromSource(name));
  }

  /** Retires every connection that is open now, and forgets what servers tripped over. */
  public void evictConnections() {
    runtime.lessons().forget();
    senders.values().forEach(AccountSender::evictConnections);
  }

  /** Whether another account has taken the place of this one. */
  public boolean hasSuccessor(AccountSender sender) {
    AccountSender current = senders.get(sender.account().name());
    return !closed && current != null && current != sender;
  }

  private AccountSender fromSource(String name) {
    AccountSender known = senders.get(name);
    if (known != null) {
      return known;
    }
    AccountSender created = create(questions.find(name).orElseThrow(() -> unknown(name)));
    AccountSender earlier = senders.putIfAbsent(name, created);
    if (earlier != null) {
      created.end();
      return earlier;
    }
    endIfLate(created);
    return created;
  }

  private ConfigurationException unknown(String name) {
    return ConfigurationException.of(
        "account",
        name,
        "There is no such account; there are: "
            + String.join(", ", senders.keySet().stream().sorted().toList())
            + ".");
  }

  private AccountSender create(Account account) {
    try {
      return new AccountSender(account, runtime);
    } catch (MailConnectorException e) {
      throw e;
    } catch (RuntimeException e) {
      throw SendFailures.unopened(e);
    }
  }

  private void drain(@Nullable AccountSender sender) {
    if (sender == null) {
      return;
    }
    draining.add(sender);
    Future<?> limit = atLatest(sender);
    sender
        .shut()
        .thenRun(
            () -> {
              limit.cancel(false);
              endDrained(sender);
            });
    if (closed) {
      // close() may have looked just before.
      endDrained(sender);
    }
  }

  private Future<?> atLatest(AccountSender sender) {
    long grace = sender.account().timeouts().shutdown().toMillis();
    try {
      return runtime.scheduler().schedule(() -> endOnWorker(sender), grace, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      // The connector has been closed meanwhile: there is no grace left.
      endDrained(sender);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void endOnWorker(AccountSender sender) {
    try {
      runtime.workers().execute(() -> endDrained(sender));
    } catch (RejectedExecutionException e) {
      endDrained(sender);
    }
  }

  private void endDrained(AccountSender sender) {
    sender.end();
    draining.remove(sender);
  }

  private void requireOpen() {
    if (closed) {
      throw ConnectorClosedException.ofConnector();
    }
  }

  /** close() may have passed just before the account was added. */
  private void endIfLate(AccountSender sender) {
    if (closed) {
      senders.remove(sender.account().name(), sender);
      sender.shut();
      sender.end();
      requireOpen();
    }
  }

  /**
   * Closes every account, all at the same time: each one's time for sends under way runs from now.
   */
  @Override
  public void close() {
    closed = true;
    long started = runtime.ticker().nanos();
    List<AccountSender> all =
        Stream.concat(senders.values().stream(), draining.stream()).distinct().toList();
    all.forEach(AccountSender::shut);
    for (AccountSender sender : all) {
      long end = started + sender.account().timeouts().shutdown().toNanos();
      sender.close(new Deadline(runtime.ticker(), end));
    }
    senders.clear();
    draining.clear();
  }
}
