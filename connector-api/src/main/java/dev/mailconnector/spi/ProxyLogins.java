package dev.mailconnector.spi;

import dev.mailconnector.transport.ProxyServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.security.sasl.SaslClient;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * The logins at proxies of all accounts of a connector, for mail and tokens alike. It sees to it
 * that a wrong password does not lock the proxy's user out: until a proxy has accepted a password,
 * one connection at a time tries it; once it was refused, the password is read again, and an
 * unchanged one is tried again after {@value #FIRST_PAUSE_MINUTES} minutes, then every {@value
 * #PAUSE_MINUTES}, which is more than the half hour in which Windows domains count failures by
 * default. Passwords are read on a worker, and waited for no longer than their caller's patience.
 * Thread-safe.
 */
public final class ProxyLogins {
  private static final int FIRST_PAUSE_MINUTES = 5;
  private static final int PAUSE_MINUTES = 35;

  private final InstantSource clock;
  private final Ticker ticker;
  private final ProxyPasswords passwords;
  private volatile @Nullable List<ProxyMechanism> mechanisms;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition decided = lock.newCondition();

  // Guarded by the lock.
  private final Map<List<Object>, Standing> standings = new Recent<>();

  /** By place and user: the scheme that went without showing the password. */
  private final Map<List<Object>, String> unshown = new Recent<>();

  /** Logins that nobody has tried yet; passwords are read on these workers. */
  public ProxyLogins(InstantSource clock, Ticker ticker, Executor workers) {
    this.clock = clock;
    this.ticker = ticker;
    this.passwords = new ProxyPasswords(workers);
  }

  /** Those of the connector that lends this. */
  public static ProxyLogins of(ProviderContext context) {
    return context.shared(
        ProxyLogins.class,
        () -> new ProxyLogins(context.clock(), context.ticker(), context.workers()));
  }

  /** What the modules on the class path know beside Basic, strongest first. */
  public static List<ProxyMechanism> installed() {
    return ServiceLoader.load(ProxyMechanism.class, ProxyLogins.class.getClassLoader()).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /** The same, looked up once. */
  public List<ProxyMechanism> mechanisms() {
    List<ProxyMechanism> known = mechanisms;
    if (known == null) {
      known = installed();
      mechanisms = known;
    }
    return known;
  }

  /**
   * Begins to log in, once it is this caller's turn. Reads the password if need be.
   *
   * @param patience how long to wait for the password and for a login of somebody else
   * @throws ProxyLoginException if the proxy refused this login and the pause is not over, or it is
   *     not this caller's turn in time
   * @throws dev.mailconnector.failure.CredentialException if the password cannot be read in time
   * @throws java.util.concurrent.RejectedExecutionException if there is no worker to read it
   * @throws IllegalArgumentException if the proxy has no login
   */
  public Attempt begin(ProxyServer proxy, Duration patience) throws IOException {
    String user = proxy.user();
    SecretSource source = proxy.password();
    if (user == null || source == null) {
      throw new IllegalArgumentException("The " + proxy + " has no login");
    }
    String place = proxy.kind() + " " + proxy.host() + ":" + proxy.port();
    long began = ticker.nanos();
    Secret password = password(proxy, place, user, source, patience);
    long left = patience.toNanos() - (ticker.nanos() - began);
    lock.lock();
    try {
      Standing standing =
          standings.computeIfAbsent(List.of(place, user, password), key -> new Standing());
      awaitTurn(proxy, standing, left);
      return new Attempt(proxy, List.of(place, user), password, standing);
    } finally {
      lock.unlock();
    }
  }

  private Secret password(
      ProxyServer proxy, String place, String user, SecretSource source, Duration patience) {
    Secret held = passwords.held(source);
    return held == null || isRefused(List.of(place, user, held))
        ? passwords.read(source, user + " at the " + proxy, patience)
        : held;
  }

  private boolean isRefused(List<Object> login) {
    lock.lock();
    try {
      Standing standing = standings.get(login);
      return standing != null && standing.refusals > 0;
    } finally {
      lock.unlock();
    }
  }

  private void awaitTurn(ProxyServer proxy, Standing standing, long patience) throws IOException {
    long left = patience;
    while (standing.trying) {
      if (left <= 0) {
        throw ProxyLoginException.busy(
            "another login at the "
                + proxy
                + " is not over yet, and until one is accepted there is one at a time");
      }
      try {
        left = decided.awaitNanos(left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted while waiting for a login at the " + proxy);
      }
    }
    long pause = standing.refusals == 0 ? 0 : standing.next - ticker.nanos();
    if (pause > 0) {
      throw ProxyLoginException.paused(
          "the "
              + proxy
              + " refused the login of "
              + proxy.user()
              + " ("
              + standing.answer
              + "); unless the password changes, it is tried again in "
              + (Duration.ofNanos(pause).toMinutes() + 1)
              + " min, since failing logins can lock the user out");
    }
    standing.trying = !standing.proven;
  }

  /** One login, for one connection; to be closed. Used by one thread. */
  public final class Attempt implements AutoCloseable {
    private final ProxyServer proxy;
    private final List<Object> who;
    private final Secret password;
    private final Standing standing;
    private final boolean alone;
    private final int refusalsBefore;
    private boolean over;

    private Attempt(ProxyServer proxy, List<Object> who, Secret password, Standing standing) {
      this.proxy = proxy;
      this.who = who;
      this.password = password;
      this.standing = standing;
      this.alone = standing.trying;
      this.refusalsBefore = standing.refusals;
    }

    /** The password to try. */
    public Secret password() {
      return password;
    }

    /** What may be used beside Basic, strongest first. */
    public List<ProxyMechanism> mechanisms() {
      return ProxyLogins.this.mechanisms();
    }

    /** By which scheme it went the last time, or null. */
    public @Nullable String scheme() {
      lock.lock();
      try {
        return standing.scheme;
      } finally {
        lock.unlock();
      }
    }

    /**
     * Whether Basic may be used, which shows the password: not where another scheme went before, as
     * nobody can tell who answers for a proxy on an unencrypted line.
     */
    public boolean mayShowPassword() {
      lock.lock();
      try {
        return mechanisms().isEmpty() || !unshown.containsKey(who);
      } finally {
        lock.unlock();
      }
    }

    /** A login by this mechanism; the caller disposes of it. */
    public SaslClient start(ProxyMechanism mechanism) throws SaslException {
      return mechanism.start(proxy, password, clock);
    }

    /**
     * The proxy let this login through. Not for a proxy that did not ask: it says nothing of the
     * password.
     *
     * @param scheme how; null if it is not known
     */
    public void accepted(@Nullable String scheme) {
      decide(
          () -> {
            standing.proven = true;
            standing.refusals = 0;
            if (scheme != null) {
              standing.scheme = scheme;
              if (!scheme.equalsIgnoreCase(ProxyAdvice.BASIC)) {
                unshown.put(who, scheme);
              }
            }
          });
    }

    /**
     * The proxy refused user or password.
     *
     * @param answer its words, without secrets
     */
    public void refused(String answer) {
      decide(
          () -> {
            standing.proven = false;
            standing.scheme = null;
            standing.answer = answer;
            // Of several that were under way together one counts.
            if (standing.refusals == refusalsBefore) {
              int minutes = standing.refusals == 0 ? FIRST_PAUSE_MINUTES : PAUSE_MINUTES;
              standing.next = ticker.nanos() + Duration.ofMinutes(minutes).toNanos();
              standing.refusals++;
            }
          });
    }

    /** The scheme that went the last time is no longer offered. */
    public void forgetScheme() {
      lock.lock();
      try {
        standing.scheme = null;
      } finally {
        lock.unlock();
      }
    }

    private void decide(Runnable verdict) {
      lock.lock();
      try {
        if (!over) {
          verdict.run();
        }
      } finally {
        lock.unlock();
      }
      close();
    }

    /** Lets the next one try; whatever has not been decided stays open. */
    @Override
    public void close() {
      lock.lock();
      try {
        if (!over && alone) {
          standing.trying = false;
          decided.signalAll();
        }
        over = true;
      } finally {
        lock.unlock();
      }
    }

    /** Shows no secret. */
    @Override
    public String toString() {
      return "login at the " + proxy;
    }
  }

  /** What is known of one password; guarded by the lock. */
  private static final class Standing {
    private boolean trying;
    private boolean proven;
    private int refusals;
    private long next;
    private String answer = "";
    private @Nullable String scheme;
  }
}
