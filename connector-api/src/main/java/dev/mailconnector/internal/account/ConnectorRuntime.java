package dev.mailconnector.internal.account;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorListener;
import dev.mailconnector.internal.net.SocketOpener;
import dev.mailconnector.internal.net.TlsContexts;
import dev.mailconnector.internal.net.TlsProbe;
import dev.mailconnector.internal.net.Watchdog;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all accounts of one connector share: clocks, threads, randomness, the ear of the listener,
 * what was learnt of servers. Thread-safe.
 */
public final class ConnectorRuntime {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectorRuntime.class);

  private final InstantSource clock;
  private final Ticker ticker;
  private final ScheduledExecutorService scheduler;
  private final Executor workers;
  private final Executor openings;
  private final Executor goodbyes;
  private final RandomGenerator random;
  private final ConnectorListener listener;
  private final Trust platformTrust;
  private final Watchdog watchdog;
  private final SocketOpener sockets;
  private final TlsProbe probe;
  private final LessonBook lessons;
  private final TlsContexts contexts;
  private final Map<Class<?>, Object> shared = new ConcurrentHashMap<>();
  private final AtomicLong connections = new AtomicLong();

  /** Of these parts. */
  public ConnectorRuntime(
      InstantSource clock,
      Ticker ticker,
      ScheduledExecutorService scheduler,
      Executor workers,
      Executor openings,
      Executor lookUps,
      Executor goodbyes,
      RandomGenerator random,
      ConnectorListener listener,
      Trust platformTrust) {
    this.clock = clock;
    this.ticker = ticker;
    this.scheduler = scheduler;
    this.workers = workers;
    this.openings = openings;
    this.goodbyes = goodbyes;
    this.random = random;
    this.listener = listener;
    this.platformTrust = platformTrust;
    this.watchdog = new Watchdog(scheduler);
    this.sockets =
        new SocketOpener(
            lookUps,
            watchdog,
            shared(ProxyLogins.class, () -> new ProxyLogins(clock, ticker, workers)));
    this.probe = new TlsProbe(sockets, scheduler, workers);
    this.lessons = new LessonBook(ticker);
    this.contexts = new TlsContexts(ticker);
  }

  /** The calendar clock. */
  public InstantSource clock() {
    return clock;
  }

  /** The moment by the calendar clock. */
  public Instant now() {
    return clock.instant();
  }

  /** The monotonic clock. */
  public Ticker ticker() {
    return ticker;
  }

  /** For timers. */
  public ScheduledExecutorService scheduler() {
    return scheduler;
  }

  /** For work that blocks. */
  public Executor workers() {
    return workers;
  }

  /** For opening connections before somebody needs them. */
  public Executor openings() {
    return openings;
  }

  /** For saying good-bye. */
  Executor goodbyes() {
    return goodbyes;
  }

  /** Whom this account trusts, with the connector's own choice in place of the platform's. */
  public Trust trust(Account account) {
    return account.trust() instanceof Trust.Platform ? platformTrust : account.trust();
  }

  /** TLS for requests beside the mail, to whom these vouch for. */
  SSLContext tlsContext(Trust trust) {
    return contexts.verifying(trust);
  }

  /** For jitter. */
  public RandomGenerator random() {
    return random;
  }

  /** Opens sockets. */
  public SocketOpener sockets() {
    return sockets;
  }

  /** Finds out why a server is silent. */
  public TlsProbe probe() {
    return probe;
  }

  /** What is known of the servers. */
  LessonBook lessons() {
    return lessons;
  }

  /** What the providers of all accounts share, one of each kind. */
  <T> T shared(Class<T> kind, Supplier<? extends T> maker) {
    return kind.cast(shared.computeIfAbsent(kind, first -> maker.get()));
  }

  /** An id that no other connection of this connector has. */
  public String nextConnectionId(String account) {
    return account + "#" + connections.incrementAndGet();
  }

  /** Tells the listener; whatever it throws ends here. */
  public void publish(ConnectorEvent event) {
    try {
      listener.on(event);
    } catch (Throwable e) {
      // Whatever it is: a mail that is sent must not look like one that failed.
      LOG.warn("The listener failed on {}", event.getClass().getSimpleName(), e);
    }
  }

  /** Closes whatever socket is still open or being opened. */
  public void close() {
    watchdog.close();
  }
}
