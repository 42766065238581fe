package dev.mailconnector.internal.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Lab;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.Clocks;
import dev.mailconnector.internal.ConnectorThreads;
import dev.mailconnector.internal.Deadline;
import dev.mailconnector.spi.ProxyLoginException;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SilentServer;
import dev.mailconnector.testkit.SocksProxy;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SocketOpenerTest {
  private final ManualScheduler scheduler =
      new ManualScheduler(SettableClock.at("2026-11-21T10:00:00Z"));
  private final Watchdog watchdog = new Watchdog(scheduler);
  private final ProxyLogins logins =
      new ProxyLogins(Clocks.calendar(), Clocks.monotonic(), Runnable::run);

  @Test
  void open_socket_sendsSmallPacketsAtOnce() throws Exception {
    try (SilentServer server = SilentServer.start();
        GuardedSocket socket =
            opener("127.0.0.1").open(endpoint(server.port()), null, seconds(5))) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
  }

  @Test
  void open_firstAddressDead_takesTheNext() throws Exception {
    try (SilentServer server = SilentServer.start();
        GuardedSocket socket =
            opener("127.0.0.2", "127.0.0.3", "127.0.0.1")
                .open(endpoint(server.port()), null, seconds(5))) {
      assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void open_firstAddressSwallowsPackets_leavesTimeForTheNext() throws Exception {
    try (SilentServer server = SilentServer.start();
        SwallowingPort swallowing = new SwallowingPort("127.0.0.2", server.port());
        GuardedSocket socket =
            opener("127.0.0.2", "127.0.0.1").open(endpoint(server.port()), null, seconds(2))) {
      assertThat(swallowing.isFull()).isTrue();
      assertThat(socket.getInetAddress().getHostAddress()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void open_portThatSwallowsPackets_endsAtTheLimit() throws Exception {
    try (SwallowingPort port = new SwallowingPort("127.0.0.1", 0)) {
      assertThatThrownBy(
              () ->
                  opener("127.0.0.1")
                      .open(
                          endpoint(port.port()),
                          null,
                          Deadline.in(Duration.ofMillis(400), Clocks.monotonic())))
          .isInstanceOfSatisfying(
              OpenException.class,
              e -> {
                assertThat(e.stage()).isEqualTo(Stage.CONNECT);
                assertThat(e.remedy().diagnosis().id()).isEqualTo("port-filtered");
                assertThat(e.needsConfiguration()).isFalse();
                assertThat(e.remedy().text())
                    .contains("a firewall drops the packets")
                    .contains("port 25");
              })
          .hasMessage("Could not connect to mail.example:" + port.port() + " (timed out)");
    }
  }

  @Test
  void open_nobodyListensAnywhere_saysHowManyAddresses() {
    try (DeadPort port = DeadPort.reserve()) {
      assertThatThrownBy(
              () -> opener("127.0.0.2", "127.0.0.1").open(endpoint(port.port()), null, seconds(5)))
          .isInstanceOf(OpenException.class)
          .hasMessageContaining(
              "Nothing listens at mail.example:" + port.port() + " (each of 2 addresses)")
          .hasMessageContaining("Connection refused");
    }
  }

  @Test
  void open_proxyThatDoesNotListen_namesTheProxy() {
    try (DeadPort port = DeadPort.reserve()) {
      assertThatThrownBy(
              () ->
                  opener("127.0.0.1")
                      .open(
                          endpoint(587),
                          ProxyServer.socks5("proxy.example", port.port()),
                          seconds(5)))
          .isInstanceOf(OpenException.class)
          .hasMessageContaining("Nothing listens at SOCKS5 proxy proxy.example:" + port.port());
    }
  }

  @Test
  void open_proxyThatAsksForNoLogin_provesNoPassword() throws Exception {
    try (SilentServer server = SilentServer.start();
        SocksProxy socks = SocksProxy.start()) {
      socks.route("mail.example", server.port());
      ProxyServer proxy =
          ProxyServer.socks5(socks.host(), socks.port()).login("fred", Secret.of("wrong-word"));
      opener("127.0.0.1").open(endpoint(server.port()), proxy, seconds(5)).close();

      assertThatTriedOneAtATime(proxy);
    }
  }

  @Test
  void open_proxyThatForbidsTheHost_provesNoPassword() throws Exception {
    try (HttpConnectProxy http = HttpConnectProxy.start()) {
      http.fail(ProxyFault.refuse(403));
      ProxyServer proxy =
          ProxyServer.http(http.host(), http.port()).login("fred", Secret.of("wrong-word"));
      assertThatThrownBy(() -> opener("127.0.0.1").open(endpoint(587), proxy, seconds(5)))
          .isInstanceOf(OpenException.class)
          .hasMessageContaining("403");

      assertThatTriedOneAtATime(proxy);
    }
  }

  private void assertThatTriedOneAtATime(ProxyServer proxy) throws IOException {
    try (ProxyLogins.Attempt first = logins.begin(proxy, Duration.ZERO)) {
      assertThatThrownBy(() -> logins.begin(proxy, Duration.ZERO))
          .as("beside %s", first)
          .isInstanceOf(ProxyLoginException.class)
          .hasMessageContaining("one at a time");
    }
  }

  @Test
  void open_unknownName_needsAHuman() {
    SocketOpener opener =
        new SocketOpener(
            Runnable::run,
            watchdog,
            logins,
            host -> {
              throw new UnknownHostException(host + ": Name or service not known");
            });

    assertThatThrownBy(() -> opener.open(endpoint(587), null, seconds(5)))
        .isInstanceOfSatisfying(
            OpenException.class,
            e -> {
              assertThat(e.stage()).isEqualTo(Stage.RESOLVE);
              assertThat(e.remedy().diagnosis().id()).isEqualTo("host-unknown");
              assertThat(e.needsConfiguration()).isTrue();
              assertThat(e.remedy().text()).contains("Check its spelling");
            })
        .hasMessage("The host name mail.example does not resolve");
  }

  @Test
  void open_nameServerThatDoesNotAnswer_mayRecover() {
    SocketOpener opener =
        new SocketOpener(
            Runnable::run,
            watchdog,
            logins,
            host -> {
              throw new UnknownHostException(host + ": Temporary failure in name resolution");
            });

    assertThatThrownBy(() -> opener.open(endpoint(587), null, seconds(5)))
        .isInstanceOfSatisfying(
            OpenException.class,
            e -> {
              assertThat(e.needsConfiguration()).isFalse();
              assertThat(e.remedy().diagnosis().id()).isEqualTo("dns-temporary-failure");
            })
        .hasMessage("The host name mail.example could not be looked up (temporary failure)");
  }

  @Test
  void open_lookUpWithoutEnd_endsAtTheLimit() {
    CountDownLatch over = new CountDownLatch(1);
    ExecutorService workers = Executors.newSingleThreadExecutor();
    try {
      SocketOpener opener =
          new SocketOpener(
              workers,
              watchdog,
              logins,
              host -> {
                awaitQuietly(over);
                return new InetAddress[0];
              });

      assertThatThrownBy(
              () ->
                  opener.open(
                      endpoint(587), null, Deadline.in(Duration.ofMillis(200), Clocks.monotonic())))
          .isInstanceOfSatisfying(
              OpenException.class,
              e -> assertThat(e.remedy().diagnosis().id()).isEqualTo("dns-silent"))
          .hasMessage("Looking up the host name mail.example took too long");
    } finally {
      over.countDown();
      workers.shutdown();
    }
  }

  @Test
  void open_afterTheDeadline_blamesNeitherNameNorNetwork() {
    assertThatThrownBy(() -> opener("127.0.0.1").open(endpoint(587), null, seconds(0)))
        .isInstanceOfSatisfying(
            OpenException.class,
            e -> assertThat(e.remedy().diagnosis().id()).isEqualTo("no-time-to-connect"))
        .hasMessageContaining("was tried: the time was over before");
  }

  @Test
  void open_whileLookUpsOfAnotherNameHang_getsItsOwnAnswer() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger hanging = new AtomicInteger();
    ConnectorThreads threads = new ConnectorThreads(null, null, getClass().getClassLoader());
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      SocketOpener opener =
          new SocketOpener(
              threads.lookUps(),
              watchdog,
              logins,
              host -> {
                if (host.equals("hung.example")) {
                  hanging.incrementAndGet();
                  awaitQuietly(over);
                }
                return new InetAddress[] {InetAddress.getLoopbackAddress()};
              });
      SmtpEndpoint hung = new SmtpEndpoint("hung.example", server.getLocalPort(), TlsMode.NONE);
      List<CompletableFuture<GuardedSocket>> waiting =
          IntStream.range(0, 20)
              .mapToObj(i -> Lab.async(() -> opener.open(hung, null, seconds(30))))
              .toList();
      Lab.until(() -> hanging.get() > 0);

      opener.open(endpoint(server.getLocalPort()), null, seconds(10)).abort();

      assertThat(hanging).hasValue(1);
      over.countDown();
      waiting.forEach(socket -> socket.join().abort());
    } finally {
      over.countDown();
      threads.close(seconds(10));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void open_withoutWorkers_isNoCrash() {
    SocketOpener opener =
        new SocketOpener(
            task -> {
              throw new RejectedExecutionException("closed");
            },
            watchdog,
            logins);

    assertThatThrownBy(() -> opener.open(endpoint(587), null, seconds(5)))
        .isInstanceOfSatisfying(
            OpenException.class,
            e -> assertThat(e.remedy().diagnosis().id()).isEqualTo("connector-closing"))
        .hasMessageContaining("mail.example was not looked up");
  }

  @Test
  void socket_atRest_canNeitherBeReadNorWritten() throws Exception {
    try (SilentServer server = SilentServer.start();
        GuardedSocket socket =
            opener("127.0.0.1").open(endpoint(server.port()), null, seconds(5))) {
      socket.rest();

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessage("no command is under way");
      assertThatThrownBy(() -> socket.getOutputStream().write(1))
          .isInstanceOf(SocketException.class)
          .hasMessage("no command is under way");
    }
  }

  @Test
  void watchdog_closesWhatIsOverdueAndThenForgetsIt() throws Exception {
    SettableClock clock = scheduler.clock();
    try (SilentServer server = SilentServer.start();
        GuardedSocket overdue =
            opener("127.0.0.1").open(endpoint(server.port()), null, seconds(5));
        GuardedSocket resting =
            opener("127.0.0.1").open(endpoint(server.port()), null, seconds(5))) {
      resting.rest();
      overdue.limit(Deadline.in(Duration.ofSeconds(1), clock::nanoTime));
      scheduler.advance(Duration.ofMillis(900));
      assertThat(overdue.isClosed()).isFalse();

      scheduler.advance(Duration.ofMillis(400));

      assertThat(overdue.isClosed()).isTrue();
      assertThat(resting.isClosed()).isFalse();
      assertThatThrownBy(() -> overdue.getInputStream()).isInstanceOf(SocketException.class);

      resting.abort();
      scheduler.advance(Duration.ofSeconds(1));
      assertThat(scheduler.pending()).isZero();
    }
  }

  private SocketOpener opener(String... addresses) {
    return new SocketOpener(
        Runnable::run,
        watchdog,
        logins,
        host -> {
          InetAddress[] all = new InetAddress[addresses.length];
          for (int i = 0; i < all.length; i++) {
            all[i] = InetAddress.getByName(addresses[i]);
          }
          return all;
        });
  }

  private static SmtpEndpoint endpoint(int port) {
    return new SmtpEndpoint("mail.example", port, TlsMode.NONE);
  }

  private static Deadline seconds(int seconds) {
    return Deadline.in(Duration.ofSeconds(seconds), Clocks.monotonic());
  }

  /** A port whose queue is full, so that the kernel drops what comes: like a firewall. */
  private static final class SwallowingPort implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Socket> queue = new ArrayList<>();
    private boolean full;

    SwallowingPort(String address, int port) throws IOException {
      listener = new ServerSocket(port, 1, InetAddress.getByName(address));
      while (!full && queue.size() < 16) {
        Socket socket = new Socket();
        queue.add(socket);
        try {
          socket.connect(new InetSocketAddress(address, listener.getLocalPort()), 200);
        } catch (IOException e) {
          full = true;
        }
      }
    }

    boolean isFull() {
      return full;
    }

    int port() {
      return listener.getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (Socket socket : queue) {
        socket.close();
      }
      listener.close();
    }
  }
}
