package dev.mailconnector.auth.oauth2.internal.warning;

import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorEvent.TokenRenewalFailed;
import dev.mailconnector.event.ConnectorEvent.TokenRenewed;
import dev.mailconnector.event.ConnectorEvent.TokenUnchanged;
import dev.mailconnector.event.CredentialEnd;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.event.CredentialWarning;
import dev.mailconnector.spi.ProviderContext;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Watches what ends in one login, and warns. The renewal engine publishes through its {@link
 * #context()}, so that it hears every renewal and failure; each renewal is followed by a look at
 * what else ends. Accounts that nobody uses are looked at by a timer: once within ten minutes of
 * the start, then when something comes near, and daily. Thread-safe.
 */
public final class CredentialWatch implements AutoCloseable {
  private static final Duration FIRST_LOOK = Duration.ofMinutes(10);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(10);

  private final ProviderContext context;
  private final TokenSource source;
  private final @Nullable String command;
  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.
  private final Map<String, Integer> told = new HashMap<>();
  private List<CredentialEnd> ends = List.of();
  private @Nullable Instant tokenEndsAt;
  private @Nullable Instant renewAt;
  private @Nullable Streak failing;
  private @Nullable Future<?> timer;
  private boolean closed;

  /**
   * Watches the login whose tokens come from this source.
   *
   * @param command what asks for a consent, or null where nothing does
   */
  public CredentialWatch(ProviderContext context, TokenSource source, @Nullable String command) {
    this.context = context;
    this.source = source;
    this.command = command;
    setTimer(Duration.ofNanos((long) (FIRST_LOOK.toNanos() * context.random().nextDouble())));
  }

  /** What the engine is lent: the same, and the watch hears what is published. */
  public ProviderContext context() {
    return new HeardContext(context, this::publish);
  }

  /** How the login stands. */
  public CredentialHealth health() {
    Instant now = context.clock().instant();
    lock.lock();
    try {
      List<CredentialWarning> warnings = new ArrayList<>();
      if (failing != null) {
        warnings.add(failing.warning(now));
      }
      ends.stream()
          .filter(end -> Stages.of(end, now) > Stages.NONE)
          .forEach(end -> warnings.add(ending(end, now)));
      return new CredentialHealth(
          tokenEndsAt, renewAt, failing == null ? null : failing.since(), ends, warnings);
    } finally {
      lock.unlock();
    }
  }

  private void publish(ConnectorEvent event) {
    context.publish(event);
    if (event instanceof TokenRenewed renewed) {
      renewed(renewed.expiresAt(), renewed.renewAt(), renewed.at());
    } else if (event instanceof TokenUnchanged unchanged) {
      renewed(unchanged.expiresAt(), unchanged.renewAt(), unchanged.at());
    } else if (event instanceof TokenRenewalFailed failed) {
      failed(failed);
    }
  }

  private void renewed(Instant end, Instant renewal, Instant at) {
    Streak over;
    lock.lock();
    try {
      over = failing;
      failing = null;
      tokenEndsAt = end;
      renewAt = renewal;
    } finally {
      lock.unlock();
    }
    if (over != null) {
      context.publish(
          new ConnectorEvent.TokenRenewalRecovered(
              context.account(), at, over.since(), over.attempts()));
    }
    look();
  }

  private void failed(TokenRenewalFailed failed) {
    CredentialWarning warning = null;
    lock.lock();
    try {
      if (failing == null) {
        failing = new Streak(failed, command);
        warning = failing.warning(failed.at());
      } else if (failing.add(failed)) {
        warning = failing.warning(failed.at());
      }
    } finally {
      lock.unlock();
    }
    if (warning != null) {
      context.publish(warning);
    }
  }

  /** Asks what ends when, tells what is near and was not told, and sets the timer for the rest. */
  private void look() {
    List<CredentialEnd> found;
    try {
      found = List.copyOf(source.ends());
    } catch (RuntimeException broken) {
      // A source that cannot say must not harm the token that it has just brought.
      setTimer(LONGEST_PAUSE);
      return;
    }
    Instant now = context.clock().instant();
    List<CredentialWarning> warnings = new ArrayList<>();
    lock.lock();
    try {
      if (closed) {
        return;
      }
      ends = found;
      for (CredentialEnd end : found) {
        int stage = Stages.of(end, now);
        Integer before = told.put(end.part() + " " + end.name(), stage);
        if (stage > (before == null ? Stages.NONE : before)) {
          warnings.add(ending(end, now));
        }
      }
    } finally {
      lock.unlock();
    }
    warnings.forEach(context::publish);
    setTimer(
        found.stream()
            .map(end -> within(Duration.between(now, Stages.next(end, now))))
            .min(Duration::compareTo)
            .orElse(LONGEST_PAUSE));
  }

  private CredentialWarning ending(CredentialEnd end, Instant now) {
    return CredentialWarning.Ending.of(context.account(), now, end, command);
  }

  private static Duration within(Duration wanted) {
    if (wanted.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
  }

  private void setTimer(Duration delay) {
    lock.lock();
    try {
      if (timer != null) {
        timer.cancel(false);
      }
      timer =
          closed
              ? null
              : context
                  .scheduler()
                  .schedule(this::lookOnWorker, delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException shutDown) {
      timer = null;
    } finally {
      lock.unlock();
    }
  }

  private void lookOnWorker() {
    boolean taken = false;
    try {
      context.workers().execute(this::look);
      taken = true;
    } finally {
      // Busy, or out of threads: the account is idle, and nothing else would bring it up again.
      if (!taken) {
        setTimer(FIRST_LOOK);
      }
    }
  }

  /** Ends the timer. A look under way tells at most what it has found already. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (timer != null) {
        timer.cancel(false);
      }
    } finally {
      lock.unlock();
    }
  }
}
