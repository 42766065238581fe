package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.auth.oauth2.internal.renewal.Circuit.Moment;
import dev.mailconnector.auth.oauth2.internal.renewal.Circuit.Outage;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The issuers that the accounts of one connector ask for tokens: which of them are left alone for
 * now, and whose turn it is. One for each connector. Thread-safe.
 */
final class Issuers {
  private static final int MOST_REQUESTS = 32;
  private static final int MOST_OF_ONE_ISSUER = 8;

  private final ReentrantLock lock = new ReentrantLock();
  private final RequestLanes lanes = new RequestLanes(MOST_REQUESTS, MOST_OF_ONE_ISSUER);

  /** By issuer, and by issuer and client; guarded by the lock. */
  private final Map<Object, Watch> watches = new HashMap<>();

  /** A circuit and how many accounts depend on it. */
  private static final class Watch {
    final Circuit circuit = new Circuit();
    int accounts;
  }

  /** Where the requests of all these accounts wait for their turn. */
  RequestLanes lanes() {
    return lanes;
  }

  /** One more account asks this issuer. */
  void join(IssuerClient client) {
    lock.lock();
    try {
      watches.computeIfAbsent(client, first -> new Watch()).accounts++;
      watches.computeIfAbsent(client.issuer(), first -> new Watch()).accounts++;
    } finally {
      lock.unlock();
    }
  }

  /** One account fewer. */
  void leave(IssuerClient client) {
    lock.lock();
    try {
      unwatch(client);
      unwatch(client.issuer());
    } finally {
      lock.unlock();
    }
  }

  /** How many accounts ask this issuer. */
  int accounts(IssuerClient client) {
    lock.lock();
    try {
      return watch(client.issuer()).accounts;
    } finally {
      lock.unlock();
    }
  }

  /** What forbids a request now. */
  @Nullable Refusal refusal(IssuerClient client, long now) {
    lock.lock();
    try {
      return refused(client, now);
    } finally {
      lock.unlock();
    }
  }

  /** Null if the request may be made now, which it then must be; else what forbids it. */
  @Nullable Refusal ask(IssuerClient client, Object account, long now, Duration limit) {
    lock.lock();
    try {
      Refusal refusal = refused(client, now);
      if (refusal == null) {
        watch(client.issuer()).circuit.asked(account, now, limit);
        watch(client).circuit.asked(account, now, limit);
      }
      return refusal;
    } finally {
      lock.unlock();
    }
  }

  void answered(IssuerClient client, long now) {
    lock.lock();
    try {
      watch(client.issuer()).circuit.answered(now);
      watch(client).circuit.answered(now);
    } finally {
      lock.unlock();
    }
  }

  void toldNothing(IssuerClient client, Object account) {
    lock.lock();
    try {
      watch(client.issuer()).circuit.toldNothing(account);
      watch(client).circuit.toldNothing(account);
    } finally {
      lock.unlock();
    }
  }

  /** Three accounts make an outage of the client, three clients one of the issuer. */
  void failed(IssuerClient client, Object account, Failure failure, double roll, Moment now) {
    lock.lock();
    try {
      watch(client)
          .circuit
          .failed(account, account, failure.said(), failure.retryAfter(), roll, now);
      Circuit whole = watch(client.issuer()).circuit;
      if (failure.reach() == Reach.ISSUER) {
        whole.failed(account, client, failure.said(), failure.retryAfter(), roll, now);
      } else {
        whole.answered(now.nanos());
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A trip did not end in time. It may hang in a store, a file or a vault of this client's, since
   * requests have limits of their own: so it says nothing of the issuer.
   */
  void silent(IssuerClient client, Object account, String said, double roll, Moment now) {
    lock.lock();
    try {
      watch(client).circuit.failed(account, account, said, null, roll, now);
      watch(client.issuer()).circuit.toldNothing(account);
    } finally {
      lock.unlock();
    }
  }

  /** A failure that others may be told of. */
  record Failure(Reach reach, String said, @Nullable Duration retryAfter) {
    static Failure of(TokenException failed) {
      String said = failed.forOthers().orElse("no token");
      return new Failure(failed.reach(), said, failed.retryAfter().orElse(null));
    }
  }

  /**
   * Why a request is not made.
   *
   * @param whom what is left alone, in words
   */
  record Refusal(String whom, Outage outage) {}

  private @Nullable Refusal refused(IssuerClient client, long now) {
    Outage whole = watch(client.issuer()).circuit.outage(now);
    if (whole != null) {
      return new Refusal(client.issuer(), whole);
    }
    Outage own = watch(client).circuit.outage(now);
    return own == null ? null : new Refusal(client.issuer() + " (" + client.client() + ")", own);
  }

  /** An account that has been closed may still have a request under way. */
  private Watch watch(Object key) {
    return Objects.requireNonNullElseGet(watches.get(key), Watch::new);
  }

  private void unwatch(Object key) {
    Watch watch = watches.get(key);
    if (watch != null && --watch.accounts == 0) {
      watches.remove(key);
    }
  }
}
