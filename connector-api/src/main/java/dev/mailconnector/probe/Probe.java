package dev.mailconnector.probe;

import dev.mailconnector.Account;
import dev.mailconnector.event.ConnectorListener;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.ConnectorThreads;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.account.ConnectorRuntime;
import dev.mailconnector.internal.probe.ProbeRun;
import dev.mailconnector.spi.Ticker;
import dev.mailconnector.transport.Trust;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Examines one account: goes the way of a send up to its sender, with the same code, and sends
 * nothing. It says MAIL and RCPT with the account's own address and takes them back with RSET, so
 * that a missing right to send as it is found, and no message comes into being.
 *
 * <p>Logs in once at the most, so that it locks nobody out; a token that the server refuses is not
 * renewed and tried again, as a send would. Opens one connection; others, on which nobody logs in,
 * only where the host has several addresses, where something is to be found out about a certificate
 * that was refused, or about other ports where this one does not answer. A token of a user is asked
 * for as by a send, so its refresh token may be replaced.
 *
 * <p>Immutable and thread-safe; each {@link #run} has threads of its own, unless it was given some,
 * and leaves none behind.
 */
public final class Probe {
  private final Account account;
  private final InstantSource clock;
  private final Ticker ticker;
  private final @Nullable ScheduledExecutorService scheduler;
  private final @Nullable Executor executor;
  private final ClassLoader classLoader;
  private final Trust platformTrust;
  private final Duration limit;
  private final List<Integer> otherPorts;
  private final ProbeListener listener;

  private Probe(Builder builder) {
    this.account = builder.account;
    this.clock = builder.clock;
    this.ticker = builder.ticker;
    this.scheduler = builder.scheduler;
    this.executor = builder.executor;
    this.classLoader = builder.classLoader;
    this.platformTrust = builder.platformTrust;
    this.limit = builder.limit;
    this.otherPorts = builder.otherPorts;
    this.listener = builder.listener;
  }

  /** A probe of this account with defaults for everything else. */
  public static Probe of(Account account) {
    return builder(account).build();
  }

  /** Starts a probe of this account. */
  public static Builder builder(Account account) {
    return new Builder(account);
  }

  /**
   * Examines the account. Whatever is wrong with it is in the report; only a fault of the listener
   * is thrown.
   */
  public ProbeReport run() {
    ConnectorThreads threads = new ConnectorThreads(scheduler, executor, classLoader);
    ConnectorRuntime runtime = runtime(threads);
    try {
      return new ProbeRun(account, runtime, Deadline.in(limit, ticker), otherPorts, listener).run();
    } finally {
      runtime.close();
      threads.close(Deadline.in(Duration.ZERO, ticker));
    }
  }

  private ConnectorRuntime runtime(ConnectorThreads threads) {
    ConnectorListener nobody = event -> {};
    return new ConnectorRuntime(
        clock,
        ticker,
        threads.scheduler(),
        threads.workers(),
        threads.openings(),
        threads.lookUps(),
        threads.goodbyes(),
        new SecureRandom(),
        nobody,
        platformTrust);
  }

  @Override
  public String toString() {
    return "probe of " + account;
  }

  /** Collects the settings of a probe. Not thread-safe. */
  public static final class Builder {
    private static final Duration SHORTEST = Duration.ofMillis(1);

    private final Account account;
    private InstantSource clock = Clocks.calendar();
    private Ticker ticker = Clocks.monotonic();
    private @Nullable ScheduledExecutorService scheduler;
    private @Nullable Executor executor;
    private ClassLoader classLoader = Probe.class.getClassLoader();
    private Trust platformTrust = Trust.platform();
    private Duration limit = Duration.ofMinutes(2);
    private List<Integer> otherPorts = List.of(465, 587, 25, 2525);
    private ProbeListener listener = step -> {};

    private Builder(Account account) {
      this.account = account;
    }

    /** The calendar clock: for certificates and tokens. Default: the machine's. */
    public Builder clock(InstantSource value) {
      this.clock = value;
      return this;
    }

    /** The monotonic clock: for waits and the time of each step. Default: the machine's. */
    public Builder ticker(Ticker value) {
      this.ticker = value;
      return this;
    }

    /** For timers. Default: a thread of its own. */
    public Builder scheduler(ScheduledExecutorService value) {
      this.scheduler = value;
      return this;
    }

    /** For work that blocks. Default: threads of its own. */
    public Builder executor(Executor value) {
      this.executor = value;
      return this;
    }

    /** The context class loader of its threads. Default: that of this library. */
    public Builder classLoader(ClassLoader value) {
      this.classLoader = value;
      return this;
    }

    /**
     * Whom the account trusts where it trusts {@link Trust#platform()}. Default: the trust store of
     * the Java runtime.
     */
    public Builder sslContext(SSLContext value) {
      this.platformTrust = Trust.context(value);
      return this;
    }

    /**
     * The end of all waiting; the account's own timeouts hold where they are shorter. Default: two
     * minutes.
     */
    public Builder limit(Duration value) {
      if (value.compareTo(SHORTEST) < 0) {
        throw ConfigurationException.of(
            "limit", value.toString(), "A duration of at least 1 ms is needed.");
      }
      this.limit = value;
      return this;
    }

    /**
     * The ports that are looked at where the account's own does not answer. Default: 465, 587, 25
     * and 2525.
     */
    public Builder otherPorts(List<Integer> value) {
      this.otherPorts = List.copyOf(value);
      return this;
    }

    /** Hears the steps as they end. Default: nobody. */
    public Builder listener(ProbeListener value) {
      this.listener = value;
      return this;
    }

    /** The probe. */
    public Probe build() {
      return new Probe(this);
    }
  }
}
