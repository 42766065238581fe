package dev.mailconnector.auth.oauth2.internal.renewal;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.RenewalPolicy;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.ConnectorClosedException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Ticker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one account in tokens. FRESH: the held token is returned. STALE: it is returned, and
 * renewed behind. EXPIRED: the caller joins the one request under way, or fails at once while the
 * issuer is left alone after a failure.
 *
 * <p>Requests run on the connector's workers, outside every lock; {@link RenewalState} decides and
 * remembers, this class moves: it reads clocks, launches, publishes and wakes, in the order state,
 * waiters, events.
 */
public final class RefreshingTokenSource implements AutoCloseable {
  private static final Duration SHORTEST_FLIGHT_LIMIT = Duration.ofSeconds(60);

  /**
   * So many HTTP exchanges make one trip of our own sources at most (keyless and federated at
   * Google), each with the whole limit: while one may still come back, there is no second trip.
   */
  private static final int MOST_EXCHANGES = 5;

  private final ProviderContext context;
  private final InstantSource clock;
  private final Ticker ticker;
  private final TokenSource source;
  private final RenewalPolicy policy;
  private final Duration flightLimit;
  private final RenewalState state;
  private final IssuerAccess issuer;
  private final Alarm alarm;
  private final AtomicBoolean closed = new AtomicBoolean();

  /**
   * Holds nothing yet; the first token is requested when somebody needs it. Closes the source when
   * it is closed.
   */
  public RefreshingTokenSource(
      ProviderContext context, TokenSource source, RenewalPolicy policy, CredentialMaker maker) {
    this.context = context;
    this.clock = context.clock();
    this.ticker = context.ticker();
    this.source = source;
    this.policy = policy;
    Duration whole = context.tokenTimeout().multipliedBy(MOST_EXCHANGES + 1);
    this.flightLimit = whole.compareTo(SHORTEST_FLIGHT_LIMIT) > 0 ? whole : SHORTEST_FLIGHT_LIMIT;
    this.state = new RenewalState(maker, policy.always(), flightLimit);
    this.issuer = IssuerAccess.of(context, source.issuer().orElse(null));
    this.alarm = new Alarm(context.scheduler(), ticker, this::wake);
  }

  /**
   * The credential to log in with now. On the fresh path one volatile read, no lock and no
   * allocation.
   *
   * @throws CredentialException if there is none and none can be had in time
   * @throws ConnectorClosedException after {@link #close()}
   */
  public Credential current() {
    HeldToken token = state.held();
    if (token == null || !token.isFresh(ticker.nanos(), clock.millis())) {
      token = renewOrWait();
    }
    token.markUsed();
    return token.credential();
  }

  /**
   * The account is in use. Renews behind where that is due, so that the next {@link #current()}
   * need not wait.
   */
  public void used() {
    HeldToken token = state.held();
    if (token != null) {
      token.markUsed();
      if (!token.isFresh(ticker.nanos(), clock.millis())) {
        enter();
      }
    }
  }

  /** Whether a token is held that may be used for a login, with or without a renewal behind. */
  boolean isServing(long now) {
    HeldToken token = state.held();
    return token != null && token.isUsable(now);
  }

  /** The server refused this credential: forgets its token if it is the one held. */
  public void refused(Credential credential) {
    state.refused(credential.generation());
  }

  /**
   * Stops renewal, lets go of the token and tells everybody who waits. A request under way ends by
   * itself, or because its source is closed; its answer is dropped.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    ConnectorClosedException failure = ConnectorClosedException.ofAccount(context.account(), null);
    Flight last = state.close(failure);
    if (last != null) {
      last.wake(failure);
    }
    setAlarm();
    issuer.close();
    source.close();
  }

  private HeldToken renewOrWait() {
    long since = ticker.nanos();
    Entry entry = enter();
    if (entry instanceof Entry.Serve serve) {
      return serve.token();
    }
    if (entry instanceof Entry.FailFast failFast) {
      throw failFast.failure().shared();
    }
    Entry.Await await = (Entry.Await) entry;
    try {
      return await(await.flight().landing());
    } finally {
      Duration waited = Duration.ofNanos(ticker.nanos() - since);
      context.publish(
          new ConnectorEvent.TokenWaited(
              context.account(), clock.instant(), await.reason(), waited));
    }
  }

  private Entry enter() {
    giveUpOverdue();
    long now = ticker.nanos();
    boolean issuerIsBack = state.isHeldOff() && issuer.refusal(now) == null;
    Entry entry = state.enter(now, clock.millis(), issuerIsBack);
    if (entry instanceof Entry.Serve serve && serve.launch() != null) {
      launch(serve.launch());
    } else if (entry instanceof Entry.Await await && await.launch()) {
      launch(await.flight());
    }
    return entry;
  }

  private HeldToken await(CompletableFuture<HeldToken> landing) {
    Duration limit = context.tokenTimeout();
    try {
      return landing.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException failed) {
      throw Objects.requireNonNull((MailConnectorException) failed.getCause()).shared();
    } catch (TimeoutException timeout) {
      throw told(FlightFailures.late(limit));
    } catch (InterruptedException interrupt) {
      Thread.currentThread().interrupt();
      throw told(FlightFailures.interrupted(interrupt));
    }
  }

  private void wake() {
    giveUpOverdue();
    Flight flight = state.wake(ticker.nanos());
    if (flight == null) {
      setAlarm();
    } else {
      launch(flight);
    }
  }

  private void launch(Flight flight) {
    setAlarm();
    Issuers.Refusal refusal = issuer.refusal(ticker.nanos());
    if (refusal != null) {
      holdOff(flight, refusal);
      return;
    }
    issuer.submit(
        context.workers(),
        new RequestLanes.Work() {
          @Override
          public void run() {
            fly(flight);
          }

          @Override
          public void rejected(RejectedExecutionException full) {
            land(flight, FlightFailures.unmanned(full));
          }
        });
  }

  private void fly(Flight flight) {
    long started = ticker.nanos();
    if (!state.begin(flight, started)) {
      return;
    }
    Issuers.Refusal refusal = issuer.ask(started, flightLimit);
    if (refusal != null) {
      holdOff(flight, refusal);
      return;
    }
    try {
      setAlarm();
      context.publish(new ConnectorEvent.TokenRequested(context.account(), clock.instant()));
      AccessToken token = source.fetch();
      issuer.answered(ticker.nanos());
      land(flight, token, started);
    } catch (TokenException failed) {
      tellOthers(failed);
      land(flight, failed);
    } catch (Throwable fault) {
      issuer.toldNothing();
      land(flight, FlightFailures.broken(fault));
      if (fault instanceof VirtualMachineError) {
        throw fault;
      }
    }
  }

  /** What a closed account meets may come of its closing alone. */
  private void tellOthers(TokenException failed) {
    if (closed.get()) {
      issuer.toldNothing();
    } else {
      issuer.failed(failed, context.random().nextDouble(), moment());
    }
  }

  private Circuit.Moment moment() {
    return new Circuit.Moment(ticker.nanos(), clock.instant());
  }

  private void land(Flight flight, AccessToken token, long started) {
    Deadlines deadlines =
        Deadlines.of(token, policy, state.isBeginning(), context.random().nextDouble());
    long now = ticker.nanos();
    Instant at = clock.instant();
    RenewalState.Landing landing = state.arrived(flight, token, deadlines, now, at);
    if (landing == null) {
      return;
    }
    HeldToken taken = landing.token();
    flight.wake(taken);
    if (landing.younger() != null) {
      landing.younger().wake(taken);
    }
    setAlarm();
    String account = context.account();
    Instant end = taken.endsAtInstant();
    Instant renewAt = taken.renewAtInstant();
    long generation = landing.generation();
    Duration took = Duration.ofNanos(now - started);
    context.publish(
        landing.isNew()
            ? new ConnectorEvent.TokenRenewed(account, at, generation, end, renewAt, took)
            : new ConnectorEvent.TokenUnchanged(account, at, generation, end, renewAt));
  }

  private void land(Flight flight, TokenException failed) {
    CredentialException failure = told(failed);
    setback(
        flight,
        failure,
        failed.permanent(),
        state.failed(
            flight,
            failure,
            failed.permanent(),
            failed.retryAfter().orElse(null),
            context.random().nextDouble(),
            ticker.nanos()));
  }

  private void holdOff(Flight flight, Issuers.Refusal refusal) {
    long now = ticker.nanos();
    CredentialException failure = told(IssuerAccess.failure(refusal, now));
    Duration pause = issuer.pause(refusal, context.random().nextDouble(), now);
    setback(flight, failure, false, state.holdOff(flight, failure, pause, now));
  }

  private void giveUpOverdue() {
    long now = ticker.nanos();
    RenewalState.Late late = state.overdue(now);
    if (late == null) {
      return;
    }
    CredentialException failure =
        told(late.underWay() ? FlightFailures.unanswered(flightLimit) : FlightFailures.unserved());
    double roll = context.random().nextDouble();
    RenewalState.Setback setback = state.giveUp(late, failure, roll, now);
    if (setback != null && late.underWay()) {
      issuer.silent(flightLimit, roll, moment());
    }
    setback(late.flight(), failure, false, setback);
  }

  private void setback(
      Flight flight,
      CredentialException failure,
      boolean permanent,
      RenewalState.@Nullable Setback setback) {
    if (setback == null) {
      return;
    }
    flight.wake(failure);
    setAlarm();
    Instant at = clock.instant();
    context.publish(
        new ConnectorEvent.TokenRenewalFailed(
            context.account(),
            at,
            permanent,
            failure,
            setback.failures(),
            at.plus(setback.pause()),
            setback.usableUntil()));
  }

  private CredentialException told(TokenException failed) {
    return failed.toCredentialException(context.account());
  }

  private void setAlarm() {
    alarm.set(state.nextWake(ticker.nanos()));
  }
}
