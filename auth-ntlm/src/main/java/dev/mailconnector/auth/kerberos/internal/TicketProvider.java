package dev.mailconnector.auth.kerberos.internal;

import dev.mailconnector.event.ConnectorEvent.WaitReason;
import dev.mailconnector.event.CredentialHealth;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.reply.SmtpReply;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.CredentialProvider;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.transport.SmtpEndpoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The tickets of one account. One trip to the KDC at a time, on a worker; a ticket in use is
 * renewed behind the sends before it ends, and served meanwhile. After a failure the KDC is left
 * alone for a while, the longest after one that counts towards a lock-out. Thread-safe; the trip is
 * made outside the lock.
 */
public final class TicketProvider implements CredentialProvider {
  /** A vault is not asked by every send that fails in a pause. */
  private static final Duration LOOKS_APART = Duration.ofSeconds(1);

  private final ProviderContext context;
  private final KerberosPlan plan;
  private final TicketSource source;
  private final TicketEvents events;
  private final ReentrantLock lock = new ReentrantLock();

  /** Guarded by the lock, like all below. */
  private @Nullable KerberosCredential held;

  private @Nullable Instant renewAt;
  private @Nullable TicketFlight flight;
  private @Nullable TicketPause pause;

  /** When a pause may be looked into once more, by the ticker. */
  private long nextLook;

  private @Nullable Future<?> timer;
  private boolean refused;
  private boolean closed;

  /** Whether the account has sent since the ticket came. */
  private volatile boolean used;

  TicketProvider(ProviderContext context, KerberosPlan plan, TicketSource source) {
    this.context = context;
    this.plan = plan;
    this.source = source;
    this.events = new TicketEvents(context);
  }

  /**
   * A provider of tickets for the mail server of this account.
   *
   * @throws ConfigurationException if there is no account
   */
  public static TicketProvider of(ProviderContext context, KerberosPlan plan) {
    SmtpEndpoint endpoint = context.endpoint();
    if (endpoint == null) {
      throw ConfigurationException.of(
          "auth.type", "kerberos", "A ticket is made for a mail server, and there is none here.");
    }
    String service = plan.serviceAt(endpoint.host());
    return new TicketProvider(context, plan, new JgssTicketSource(plan, service));
  }

  @Override
  public String identity() {
    lock.lock();
    try {
      return held == null ? plan.client() : held.ticket().client();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public Credential current() {
    KerberosCredential ready;
    TicketFlight joined;
    boolean launches = false;
    lock.lock();
    try {
      failIfClosed();
      Instant now = context.clock().instant();
      ready = isUsable(now) ? held : null;
      if (flight == null && (ready == null ? mayAsk() || mayLook() : isDue(now) && mayAsk())) {
        flight = newFlight();
        launches = true;
      }
      joined = flight;
      if (ready == null && joined == null) {
        throw Objects.requireNonNull(pause).again(context.ticker().nanos());
      }
      if (ready == null) {
        Objects.requireNonNull(joined).join();
      }
    } finally {
      lock.unlock();
    }
    if (launches) {
      launch(Objects.requireNonNull(joined));
    }
    return ready == null ? await(Objects.requireNonNull(joined)) : ready;
  }

  private TicketFlight newFlight() {
    WaitReason reason =
        held == null
            ? WaitReason.FIRST
            : refused ? WaitReason.REFUSED : pause == null ? WaitReason.LAPSED : WaitReason.OUTAGE;
    return new TicketFlight(
        context.account(), reason, mayAsk() ? null : pause, context.ticker().nanos());
  }

  private boolean mayAsk() {
    return pause == null || pause.isOver(context.ticker().nanos());
  }

  /** Whether to look, within a pause, if the origin has changed: it costs little. */
  private boolean mayLook() {
    return pause != null && pause.mayBeCorrected() && context.ticker().nanos() - nextLook >= 0;
  }

  private boolean isUsable(Instant now) {
    return held != null
        && !refused
        && now.isBefore(TicketTimes.usableUntil(held.issuedAt(), held.expiresAt()));
  }

  private boolean isDue(Instant now) {
    return renewAt != null && !now.isBefore(renewAt);
  }

  private Credential await(TicketFlight joined) {
    long from = context.ticker().nanos();
    try {
      Credential credential = joined.await(from, context.tokenTimeout());
      Duration waited = Duration.ofNanos(context.ticker().nanos() - from);
      events.waited(joined.reason(), waited);
      return credential;
    } catch (TimeoutException e) {
      TicketPause standing = joined.pause();
      if (standing != null) {
        throw standing.again(context.ticker().nanos());
      }
      throw tooSlow(
          "within " + context.tokenTimeout().toSeconds() + " s",
          "The KDC is slow or silent: ask whoever runs it. The request goes on until Java gives it"
              + " up (kdc_timeout and max_retries in krb5.conf), and a ticket that still comes is"
              + " used.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw tooSlow("before this thread was interrupted", "Send again.");
    }
  }

  private CredentialException tooSlow(String when, String remedy) {
    return new CredentialException(
        FailureDetail.of(
            Stage.CREDENTIAL,
            "No Kerberos ticket of " + plan.client() + " came " + when,
            Advice.RETRY_LATER,
            new Remedy(KerberosRows.SLOW, remedy)));
  }

  private void launch(TicketFlight launched) {
    try {
      context
          .shared(TicketTrips.class, TicketTrips::new)
          .submit(plan.realm(), context.workers(), () -> fly(launched));
    } catch (RejectedExecutionException e) {
      if (launched.pause() != null) {
        unchanged(launched, launched.pause());
        return;
      }
      failed(
          launched,
          new TicketFailure(
              tooSlow("since no thread was free to ask for it", "Send again later.").detail(),
              TicketFailure.Kind.PASSING),
          null);
    }
  }

  private void fly(TicketFlight flown) {
    if (isClosed()) {
      flown.closed();
      return;
    }
    long began = context.ticker().nanos();
    Object stamp = null;
    try {
      stamp = source.stamp();
      TicketPause standing = flown.pause();
      if (standing != null && !standing.isAboutAnother(stamp)) {
        unchanged(flown, standing);
        return;
      }
      events.requested();
      landed(flown, source.fetch(), began);
    } catch (TicketFailure e) {
      failed(flown, e, stamp);
    } catch (RuntimeException | Error e) {
      // Whatever it was, the next trip must not wait for this one.
      failed(flown, new KerberosErrors(plan, "the mail server").ofTheUnexpected(e), stamp);
      throw e;
    }
  }

  /** The origin is what it was when it failed: the pause goes on. */
  private void unchanged(TicketFlight flown, TicketPause standing) {
    long now = context.ticker().nanos();
    lock.lock();
    try {
      flight = null;
      nextLook = now + LOOKS_APART.toNanos();
      if (closed) {
        flown.closed();
        return;
      }
    } finally {
      lock.unlock();
    }
    flown.failed(standing.again(now));
  }

  private void landed(TicketFlight flown, Ticket ticket, long began) {
    Instant now = context.clock().instant();
    KerberosCredential credential;
    Instant nextRenewal;
    boolean unchanged;
    lock.lock();
    try {
      flight = null;
      if (closed) {
        flown.closed();
        return;
      }
      unchanged = isUnchanged(ticket);
      credential = unchanged && held != null ? held : issue(ticket, now);
      nextRenewal =
          unchanged
              ? TicketTimes.nextLook(now, credential.expiresAt())
              : TicketTimes.renewal(now, credential.expiresAt(), context.random().nextDouble());
      used = unchanged ? used : flown.isAwaited();
      held = credential;
      renewAt = nextRenewal;
      refused = false;
      pause = null;
      arm(Duration.between(now, nextRenewal));
    } finally {
      lock.unlock();
    }
    flown.landed(credential);
    if (unchanged) {
      events.unchanged(credential, now, nextRenewal);
    } else {
      Duration took = Duration.ofNanos(context.ticker().nanos() - began);
      events.renewed(credential, now, nextRenewal, took);
    }
  }

  private boolean isUnchanged(Ticket ticket) {
    return held != null
        && !refused
        && ticket.isOfSameOrigin(held.ticket())
        && !ticket.expiresAt().isAfter(held.expiresAt());
  }

  private KerberosCredential issue(Ticket ticket, Instant now) {
    long generation = held == null ? 1 : held.generation() + 1;
    return KerberosCredential.of(ticket, generation, now, context.clock());
  }

  private void failed(TicketFlight flown, TicketFailure failure, @Nullable Object stamp) {
    Instant now = context.clock().instant();
    TicketPause next;
    Instant usableUntil = null;
    Duration length;
    lock.lock();
    try {
      flight = null;
      if (closed) {
        flown.closed();
        return;
      }
      long ticks = context.ticker().nanos();
      next = TicketPause.after(pause, failure, now, ticks, stamp);
      length = Duration.ofNanos(next.until() - ticks);
      pause = next;
      nextLook = next.nextLook(ticks);
      if (isUsable(now) && held != null) {
        usableUntil = TicketTimes.usableUntil(held.issuedAt(), held.expiresAt());
        arm(length);
      }
    } finally {
      lock.unlock();
    }
    flown.failed(new CredentialException(failure.detail()));
    events.failed(failure, next.failures(), now, now.plus(length), usableUntil);
  }

  /** Under the lock. */
  private void arm(Duration delay) {
    if (timer != null) {
      timer.cancel(false);
    }
    try {
      timer =
          context
              .scheduler()
              .schedule(this::renewIfUsed, Math.max(0, delay.toNanos()), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      // The connector closes, or the application has shut its scheduler down: a send that finds
      // the ticket due has it renewed.
      timer = null;
    }
  }

  private void renewIfUsed() {
    TicketFlight renewal;
    lock.lock();
    try {
      if (closed || flight != null || !used || !mayAsk()) {
        return;
      }
      renewal = newFlight();
      flight = renewal;
    } finally {
      lock.unlock();
    }
    launch(renewal);
  }

  @Override
  public void refused(Credential credential, SmtpReply reply) {
    lock.lock();
    try {
      refused |= held != null && held.generation() == credential.generation();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void used() {
    used = true;
  }

  @Override
  public CredentialHealth health() {
    lock.lock();
    try {
      return new CredentialHealth(
          held == null ? null : held.expiresAt(),
          renewAt,
          pause == null ? null : pause.since(),
          List.of(),
          List.of());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      held = null;
      if (flight != null) {
        // Nobody waits for what JGSS still does.
        flight.closed();
      }
      if (timer != null) {
        timer.cancel(false);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  private void failIfClosed() {
    if (closed) {
      throw ConnectorClosedException.ofAccount(context.account(), null);
    }
  }

  @Override
  public String toString() {
    return "Kerberos tickets of " + plan.client();
  }
}
