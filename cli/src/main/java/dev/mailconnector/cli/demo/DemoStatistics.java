package dev.mailconnector.cli.demo;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorEvent.ConnectionAwaited;
import dev.mailconnector.event.ConnectorEvent.MessageSent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenRequested;
import dev.mailconnector.event.ConnectorEvent.TokenWaited;
import dev.mailconnector.event.ConnectorListener;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the connector tells. The time now is the time of the latest event. Thread-safe.
 *
 * <p>What happens before {@link #begin()}, while the accounts warm up, is not a send and is not
 * counted as one.
 */
final class DemoStatistics implements ConnectorListener {
  /** While the JVM is cold and the pools fill, latencies say nothing about renewals. */
  static final Duration LEAD_IN = Duration.ofSeconds(2);

  private final Map<String, AccountStatistics> accounts = new LinkedHashMap<>();
  private final Latencies nearRenewal = new Latencies();
  private final Latencies otherwise = new Latencies();
  private final LongAdder waited = new LongAdder();
  private final LongAdder awaitedConnections = new LongAdder();
  private final AtomicReference<@Nullable Instant> now = new AtomicReference<>();
  private final AtomicReference<@Nullable RuntimeException> firstFailure = new AtomicReference<>();
  private volatile @Nullable Instant began;

  DemoStatistics(List<AccountStatistics> accounts) {
    accounts.forEach(account -> this.accounts.put(account.name(), account));
  }

  /** The accounts are warm; from here on every wait for a token is a send that waited. */
  void begin() {
    began = now.get();
  }

  @Override
  public void on(ConnectorEvent event) {
    now.accumulateAndGet(event.at(), DemoStatistics::later);
    AccountStatistics account = accounts.get(event.account());
    if (account == null) {
      return;
    }
    if (event instanceof TokenRequested requested) {
      account.renewing(requested.at());
    } else if (event instanceof TokenRenewed renewed) {
      account.renewed(renewed);
    } else if (event instanceof TokenRenewalFailed) {
      account.renewalOver();
    } else if (event instanceof TokenWaited && began != null) {
      waited.increment();
    } else if (event instanceof ConnectionAwaited && elapsed().compareTo(LEAD_IN) >= 0) {
      awaitedConnections.increment();
    } else if (event instanceof MessageSent message && elapsed().compareTo(LEAD_IN) >= 0) {
      (account.nearRenewal(message) ? nearRenewal : otherwise).add(message.took());
    }
  }

  /** A send returned. */
  void accepted(String account) {
    account(account).accepted();
  }

  /** A send threw this. */
  void failed(String account, RuntimeException failure) {
    account(account).sendFailed();
    firstFailure.compareAndSet(null, failure);
  }

  Collection<AccountStatistics> accounts() {
    return accounts.values();
  }

  long sent() {
    return accounts.values().stream().mapToLong(AccountStatistics::sent).sum();
  }

  long failed() {
    return accounts.values().stream().mapToLong(AccountStatistics::failed).sum();
  }

  long renewals() {
    return accounts.values().stream().mapToLong(AccountStatistics::renewals).sum();
  }

  long waited() {
    return waited.sum();
  }

  /** Sends that waited until a connection was opened, after the pools had filled. */
  long awaitedConnections() {
    return awaitedConnections.sum();
  }

  /** Sends while a token replaced another one: from the request to the end of the old token. */
  Latencies nearRenewal() {
    return nearRenewal;
  }

  /** All other sends. */
  Latencies otherwise() {
    return otherwise;
  }

  /** The first failure of a send, or null if there was none. */
  @Nullable RuntimeException firstFailure() {
    return firstFailure.get();
  }

  /** From {@link #begin()} to the latest event. */
  Duration elapsed() {
    Instant start = began;
    Instant end = now.get();
    return start == null || end == null ? Duration.ZERO : Duration.between(start, end);
  }

  /** How old the token of this account is now; null for an account without one. */
  @Nullable Duration tokenAge(AccountStatistics account) {
    TokenRenewed token = account.token();
    Instant at = now.get();
    return token == null || at == null ? null : Duration.between(token.at(), later(at, token.at()));
  }

  private AccountStatistics account(String name) {
    AccountStatistics account = accounts.get(name);
    if (account == null) {
      throw new IllegalArgumentException("No account " + name + " in the demo");
    }
    return account;
  }

  private static Instant later(@Nullable Instant one, Instant other) {
    return one == null || one.isBefore(other) ? other : one;
  }
}
