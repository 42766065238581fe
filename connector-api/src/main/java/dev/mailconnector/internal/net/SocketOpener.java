package dev.mailconnector.internal.net;

import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.internal.diagnosis.ConnectRows;
import dev.mailconnector.internal.diagnosis.ProxyRows;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens TCP connections: resolves the name, tries each address, goes through the proxy.
 * Thread-safe.
 */
public final class SocketOpener {
  private final Executor lookUps;
  private final Watchdog watchdog;
  private final ProxyLogins proxyLogins;
  private final Resolver resolver;
  private final ConcurrentMap<String, CompletableFuture<InetAddress[]>> underWay =
      new ConcurrentHashMap<>();

  /**
   * Looks names up by this executor, since a look-up cannot be interrupted, each name once at a
   * time, and has its sockets watched.
   */
  public SocketOpener(Executor lookUps, Watchdog watchdog, ProxyLogins proxyLogins) {
    this(lookUps, watchdog, proxyLogins, InetAddress::getAllByName);
  }

  SocketOpener(Executor lookUps, Watchdog watchdog, ProxyLogins proxyLogins, Resolver resolver) {
    this.lookUps = lookUps;
    this.watchdog = watchdog;
    this.proxyLogins = proxyLogins;
    this.resolver = resolver;
  }

  /** Knows the addresses of a host. */
  @FunctionalInterface
  interface Resolver {
    InetAddress[] addresses(String host) throws UnknownHostException;
  }

  /**
   * An open connection to the server, through the proxy if there is one.
   *
   * @throws OpenException if there is none by the deadline
   */
  public GuardedSocket open(SmtpEndpoint endpoint, @Nullable ProxyServer proxy, Deadline deadline)
      throws OpenException {
    return open(endpoint, proxy, deadline, OpeningWatch.NONE);
  }

  /**
   * The same while somebody watches.
   *
   * @throws OpenException if there is none by the deadline
   */
  public GuardedSocket open(
      SmtpEndpoint endpoint, @Nullable ProxyServer proxy, Deadline deadline, OpeningWatch watch)
      throws OpenException {
    if (deadline.isOver()) {
      throw OpenException.unreachable(
          Stage.CONNECT,
          "No connection to " + endpoint + " was tried: the time was over before",
          ConnectRows.NO_TIME_TO_CONNECT,
          null);
    }
    if (proxy == null) {
      return openDirect(endpoint.host(), endpoint.port(), endpoint.toString(), deadline, watch);
    }
    try (ProxyLogins.Attempt login = login(proxy, endpoint, deadline)) {
      GuardedSocket socket =
          through(proxy, ProxyTunnel.to(proxy, login), endpoint, deadline, watch);
      watch.tunnelled(proxy);
      return socket;
    }
  }

  /**
   * The addresses of a host, as {@link #open} finds them.
   *
   * @throws OpenException if there are none by the deadline
   */
  public List<InetAddress> addresses(String host, Deadline deadline) throws OpenException {
    return List.of(resolve(host, deadline));
  }

  /**
   * Connects to one address, says nothing, and hangs up.
   *
   * @throws IOException if nobody answers there by the deadline
   */
  public void knock(InetSocketAddress address, Deadline deadline) throws IOException {
    connect(address, deadline, deadline).abort();
  }

  private ProxyLogins.@Nullable Attempt login(
      ProxyServer proxy, SmtpEndpoint endpoint, Deadline deadline) throws OpenException {
    if (proxy.user() == null) {
      return null;
    }
    try {
      return proxyLogins.begin(proxy, Duration.ofNanos(deadline.remainingNanos()));
    } catch (IOException | MailConnectorException e) {
      throw ProxyTunnel.notLoggedIn(proxy, endpoint, e);
    }
  }

  /** A proxy may close the connection on which it asks for a login; there is one more then. */
  private GuardedSocket through(
      ProxyServer proxy,
      ProxyTunnel tunnel,
      SmtpEndpoint endpoint,
      Deadline deadline,
      OpeningWatch watch)
      throws OpenException {
    GuardedSocket socket =
        openDirect(proxy.host(), proxy.port(), proxy.toString(), deadline, watch);
    try {
      if (tunnel.open(socket, endpoint)) {
        return socket;
      }
      socket.abort();
      socket =
          openDirect(proxy.host(), proxy.port(), proxy.toString(), deadline, OpeningWatch.NONE);
      if (tunnel.open(socket, endpoint)) {
        return socket;
      }
      throw new EOFException("the proxy closed the connection");
    } catch (IOException e) {
      socket.abort();
      if (e instanceof OpenException known) {
        throw known;
      }
      throw OpenException.unreachable(
          Stage.CONNECT,
          "The " + proxy + " did not open a way to " + endpoint + " (" + describe(e) + ")",
          ProxyRows.PROXY_BLOCKS,
          e);
    }
  }

  private GuardedSocket openDirect(
      String host, int port, String name, Deadline deadline, OpeningWatch watch)
      throws OpenException {
    InetAddress[] addresses = resolve(host, deadline);
    watch.resolved(List.of(addresses));
    IOException last = null;
    for (int i = 0; i < addresses.length; i++) {
      // The addresses share what is left, so that one that swallows packets does not starve the
      // rest.
      Deadline share =
          new Deadline(
              deadline.ticker(),
              deadline.ticker().nanos() + deadline.remainingNanos() / (addresses.length - i));
      InetSocketAddress address = new InetSocketAddress(addresses[i], port);
      try {
        GuardedSocket socket = connect(address, share, deadline);
        watch.connected(address);
        return socket;
      } catch (IOException e) {
        watch.unreachable(address, e);
        last = e;
      }
    }
    throw unreachable(name, addresses, last);
  }

  private GuardedSocket connect(InetSocketAddress address, Deadline share, Deadline deadline)
      throws IOException {
    GuardedSocket socket = GuardedSocket.unconnected();
    watchdog.watch(socket);
    try {
      socket.open(address, share);
      socket.limit(deadline);
      return socket;
    } catch (IOException e) {
      socket.abort();
      throw e;
    }
  }

  private InetAddress[] resolve(String host, Deadline deadline) throws OpenException {
    try {
      return lookUp(host).get(Math.max(1, deadline.remainingNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw unknown(host, e.getCause());
    } catch (RejectedExecutionException e) {
      throw OpenException.unreachable(
          Stage.RESOLVE,
          "The host name " + host + " was not looked up: the connector takes no more work",
          ConnectRows.CONNECTOR_CLOSING,
          e);
    } catch (TimeoutException e) {
      throw OpenException.unreachable(
          Stage.RESOLVE,
          "Looking up the host name " + host + " took too long",
          ConnectRows.DNS_SILENT,
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw OpenException.unreachable(
          Stage.RESOLVE, "Interrupted while looking up " + host, ConnectRows.INTERRUPTED, e);
    }
  }

  /** Joins whoever is looking this name up, so that one that hangs holds one thread. */
  private CompletableFuture<InetAddress[]> lookUp(String host) {
    CompletableFuture<InetAddress[]> answer = new CompletableFuture<>();
    CompletableFuture<InetAddress[]> other = underWay.putIfAbsent(host, answer);
    if (other != null) {
      return other;
    }
    try {
      lookUps.execute(() -> answer(host, answer));
      return answer;
    } catch (RejectedExecutionException e) {
      underWay.remove(host, answer);
      answer.completeExceptionally(e);
      throw e;
    }
  }

  private void answer(String host, CompletableFuture<InetAddress[]> answer) {
    try {
      InetAddress[] addresses = resolver.addresses(host);
      underWay.remove(host, answer);
      answer.complete(addresses);
    } catch (UnknownHostException | RuntimeException e) {
      underWay.remove(host, answer);
      answer.completeExceptionally(e);
    }
  }

  private static OpenException unknown(String host, @Nullable Throwable cause) {
    // The JDK has one exception for "no such name" and for "the name server did not answer".
    boolean passing =
        cause != null && String.valueOf(cause.getMessage()).contains("Temporary failure");
    return passing
        ? OpenException.unreachable(
            Stage.RESOLVE,
            "The host name " + host + " could not be looked up (temporary failure)",
            ConnectRows.DNS_TEMPORARY,
            cause)
        : OpenException.misconfigured(
            Stage.RESOLVE,
            "The host name " + host + " does not resolve",
            ConnectRows.HOST_UNKNOWN,
            cause);
  }

  private static OpenException unreachable(
      String name, InetAddress[] addresses, @Nullable IOException last) {
    String where =
        name + (addresses.length == 1 ? "" : " (each of " + addresses.length + " addresses)");
    if (last instanceof ConnectException
        && !(String.valueOf(last.getMessage()).contains("timed out"))) {
      return OpenException.unreachable(
          Stage.CONNECT,
          "Nothing listens at " + where + " (" + describe(last) + ")",
          ConnectRows.NOTHING_LISTENS,
          last);
    }
    if (last != null && describe(last).contains("reset")) {
      return OpenException.unreachable(
          Stage.CONNECT,
          where + " ended the connection as soon as it was open (" + describe(last) + ")",
          ConnectRows.CONNECTION_RESET,
          last);
    }
    return OpenException.unreachable(
        Stage.CONNECT,
        "Could not connect to "
            + where
            + " ("
            + (last == null ? "no address" : describe(last))
            + ")",
        ConnectRows.PACKETS_DROPPED,
        last);
  }

  static String describe(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "timed out";
    }
    if (e instanceof InterruptedIOException) {
      return "interrupted";
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }
}
