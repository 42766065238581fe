package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.IssuerClient;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenException.Reach;
import dev.mailconnector.auth.oauth2.internal.diagnosis.TripRows;
import dev.mailconnector.auth.oauth2.internal.renewal.Circuit.Moment;
import dev.mailconnector.auth.oauth2.internal.renewal.Circuit.Outage;
import dev.mailconnector.auth.oauth2.internal.renewal.Issuers.Failure;
import dev.mailconnector.auth.oauth2.internal.renewal.Issuers.Refusal;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.spi.ProviderContext;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One account's way to its issuer, which it shares with others: whether it may ask, and what became
 * of it. Thread-safe.
 */
final class IssuerAccess implements AutoCloseable {
  /** After an outage each account adds so much to the time over which they come back. */
  private static final Duration SPREAD_OF_ONE = Duration.ofMillis(50);

  private static final Duration LONGEST_SPREAD = Duration.ofMinutes(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final String UNNAMED = "";

  private final Issuers issuers;
  private final @Nullable IssuerClient client;

  private IssuerAccess(Issuers issuers, @Nullable IssuerClient client) {
    this.issuers = issuers;
    this.client = client;
    if (client != null) {
      issuers.join(client);
    }
  }

  /** The way of this account; without an issuer it is nobody's but its own. */
  static IssuerAccess of(ProviderContext context, @Nullable IssuerClient client) {
    return new IssuerAccess(context.shared(Issuers.class, Issuers::new), client);
  }

  /** Why no request may be made now, or null. */
  @Nullable Refusal refusal(long now) {
    return client == null ? null : issuers.refusal(client, now);
  }

  /**
   * Before a request: null if it may be made, which it then must be, and one of the methods below
   * be called when it has ended.
   *
   * @param limit how long the request may take
   */
  @Nullable Refusal ask(long now, Duration limit) {
    return client == null ? null : issuers.ask(client, this, now, limit);
  }

  /** The request brought a token. */
  void answered(long now) {
    if (client != null) {
      issuers.answered(client, now);
    }
  }

  /** The request brought none. */
  void failed(TokenException failure, double roll, Moment now) {
    if (client == null) {
      return;
    }
    if (failure.reach() != Reach.ACCOUNT) {
      issuers.failed(client, this, Failure.of(failure), roll, now);
    } else if (failure.answered()) {
      issuers.answered(client, now.nanos());
    } else {
      issuers.toldNothing(client, this);
    }
  }

  /** The request did not end in time. */
  void silent(Duration limit, double roll, Moment now) {
    if (client != null) {
      String said = "no answer within " + limit.toSeconds() + " s";
      issuers.silent(client, this, said, roll, now);
    }
  }

  /** The request ended in a fault of ours. */
  void toldNothing() {
    if (client != null) {
      issuers.toldNothing(client, this);
    }
  }

  /** Has this done by a worker when the issuer's turn comes. */
  void submit(Executor workers, RequestLanes.Work work) {
    issuers.lanes().submit(client == null ? UNNAMED : client.issuer(), workers, work);
  }

  /**
   * How long this account waits after a refusal: until the issuer is tried again and, so that not
   * all come back at once, some time more. Whoever sends need not wait for that.
   */
  Duration pause(Refusal refusal, double roll, long now) {
    int accounts = client == null ? 1 : issuers.accounts(client);
    Duration wish = SPREAD_OF_ONE.multipliedBy(accounts);
    Duration spread = wish.compareTo(LONGEST_SPREAD) < 0 ? wish : LONGEST_SPREAD;
    long left = Math.max(SHORTEST_PAUSE.toNanos(), refusal.outage().until() - now);
    return Duration.ofNanos(left + (long) (spread.toNanos() * roll));
  }

  /** A refusal as a failure of a request that was never made. */
  static TokenException failure(Refusal refusal, long now) {
    Outage outage = refusal.outage();
    long left = Math.max(SHORTEST_PAUSE.toNanos(), outage.until() - now);
    return TokenException.temporary(
        "No token was asked for: "
            + refusal.whom()
            + " has given no account a token since "
            + outage.since().truncatedTo(ChronoUnit.SECONDS)
            + ", the last time for this reason",
        outage.said(),
        new Remedy(
            TripRows.LEFT_ALONE,
            "It is left alone until "
                + outage.untilInstant().truncatedTo(ChronoUnit.SECONDS)
                + " and then tried by one account; all follow when that one has a token. If this stays,"
                + " whoever runs the issuer, or the network on the way to it, must act."),
        Duration.ofNanos(left),
        null);
  }

  @Override
  public void close() {
    if (client != null) {
      issuers.leave(client);
    }
  }
}
