package dev.mailconnector.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TestProxiesTest {
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder().profile(SmtpProfile.PLAIN_RELAY).start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void socks_withoutLogin_leadsToTheTargetByName() throws Exception {
    try (SocksProxy proxy = SocksProxy.start();
        Socket socket = new Socket(proxyOf(proxy.host(), proxy.port(), Proxy.Type.SOCKS))) {
      proxy.route("smtp.example.com", server.port());
      socket.connect(InetSocketAddress.createUnresolved("smtp.example.com", 587));

      assertThat(firstLine(socket)).startsWith("220 ");
      assertThat(proxy.targets()).containsExactly("smtp.example.com:587");
      assertThat(proxy.connections()).isEqualTo(1);
      assertThat(proxy.tunnels()).isEqualTo(1);
    }
  }

  @Test
  void socks_whenTheClientHasSaidAll_stillBringsTheAnswers() throws Exception {
    try (SocksProxy proxy = SocksProxy.start();
        Socket socket = new Socket(proxyOf(proxy.host(), proxy.port(), Proxy.Type.SOCKS))) {
      socket.connect(new InetSocketAddress(server.host(), server.port()));
      socket.getOutputStream().write("NOOP\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      socket.shutdownOutput();

      assertThat(reader(socket).lines())
          .map(line -> line.substring(0, 3))
          .containsExactly("220", "250", "221");
    }
  }

  @Test
  void socks_whenTheTargetIsDead_refuses() throws Exception {
    try (SocksProxy proxy = SocksProxy.start();
        DeadPort dead = DeadPort.reserve();
        Socket socket = new Socket(proxyOf(proxy.host(), proxy.port(), Proxy.Type.SOCKS))) {
      assertThatThrownBy(() -> socket.connect(new InetSocketAddress(dead.host(), dead.port())))
          .isInstanceOf(SocketException.class);
      assertThat(proxy.tunnels()).isZero();
    }
  }

  @Test
  void socks_withLogin_letsInWhoKnowsThePassword() throws Exception {
    try (SocksProxy proxy = SocksProxy.start("ada", "secret")) {
      try (Socket socket = new Socket(proxy.host(), proxy.port())) {
        assertThat(exchange(socket, 2, 5, 1, 2)).containsExactly(5, 2);
        assertThat(exchange(socket, 2, 1, 3, 'a', 'd', 'a', 6, 's', 'e', 'c', 'r', 'e', 't'))
            .containsExactly(1, 0);
        int high = server.port() >> 8;
        int low = server.port() & 0xff;
        assertThat(exchange(socket, 10, 5, 1, 0, 1, 127, 0, 0, 1, high, low)[1]).isZero();
        assertThat(firstLine(socket)).startsWith("220 ");
      }
      try (Socket socket = new Socket(proxy.host(), proxy.port())) {
        exchange(socket, 2, 5, 1, 2);
        assertThat(exchange(socket, 2, 1, 3, 'a', 'd', 'a', 1, 'x')).containsExactly(1, 1);
      }
      try (Socket socket = new Socket(proxy.host(), proxy.port())) {
        assertThat(exchange(socket, 2, 5, 1, 0)).containsExactly(5, 0xff);
      }
    }
  }

  @Test
  void socks_withFaults_failsAndRecovers() throws Exception {
    try (SocksProxy proxy = SocksProxy.start()) {
      proxy.fail(ProxyFault.refuse(2));
      assertThat(socksAnswer(proxy)).startsWith(5, 2);
      proxy.fail(ProxyFault.close());
      assertThat(socksAnswer(proxy)).startsWith(-1);
      proxy.fail(ProxyFault.garbage());
      assertThat(socksAnswer(proxy)).startsWith('S', 'S', 'H');
      proxy.recover();
      assertThat(socksAnswer(proxy)).startsWith(5, 0);
    }
  }

  @Test
  void socks_stalled_endsWhenTheProxyIsClosed() throws Exception {
    try (SocksProxy proxy = SocksProxy.start();
        Socket socket = new Socket(proxy.host(), proxy.port())) {
      proxy.fail(ProxyFault.stall());
      exchange(socket, 2, 5, 1, 0);
      socket.getOutputStream().write(new byte[] {5, 1, 0, 1, 127, 0, 0, 1, 1, 1});
      proxy.close();

      assertThat(socket.getInputStream().read()).isNegative();
    }
  }

  @Test
  void http_withoutLogin_leadsToTheTarget() throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start();
        Socket socket = new Socket(proxy.host(), proxy.port())) {
      proxy.route("smtp.example.com", server.port());
      BufferedReader in = send(socket, "CONNECT smtp.example.com:587 HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 Connection established");
      assertThat(in.readLine()).isEmpty();
      assertThat(in.readLine()).startsWith("220 ");
      assertThat(proxy.targets()).containsExactly("smtp.example.com:587");
      assertThat(proxy.requests().get(0)).contains("Host: x");
      assertThat(proxy.tunnels()).isEqualTo(1);
    }
  }

  @Test
  void http_withLogin_asksForItOnTheSameConnection() throws Exception {
    String request = "CONNECT 127.0.0.1:" + server.port() + " HTTP/1.1\r\n";
    try (HttpConnectProxy proxy = HttpConnectProxy.start("ada", "secret");
        Socket socket = new Socket(proxy.host(), proxy.port())) {
      BufferedReader in = send(socket, request + "\r\n");
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 407 Proxy Authentication Required");
      assertThat(in.readLine()).isEqualTo("Proxy-Authenticate: Basic realm=\"testkit\"");
      assertThat(in.readLine()).isEqualTo("Content-Length: 0");
      assertThat(in.readLine()).isEmpty();

      String login = RawSmtpClient.base64("ada:secret");
      send(socket, request + "Proxy-Authorization: Basic " + login + "\r\n\r\n");
      assertThat(in.readLine()).isEqualTo("HTTP/1.1 200 Connection established");
      assertThat(proxy.connections()).isEqualTo(1);
    }
  }

  @Test
  void http_withFaultsAndBadRequests_refuses() throws Exception {
    try (HttpConnectProxy proxy = HttpConnectProxy.start();
        DeadPort dead = DeadPort.reserve()) {
      assertThat(status(proxy, "GET / HTTP/1.1")).contains("405");
      assertThat(status(proxy, "CONNECT 127.0.0.1:" + dead.port() + " HTTP/1.1")).contains("502");
      proxy.fail(ProxyFault.refuse(403));
      assertThat(status(proxy, "CONNECT 127.0.0.1:1 HTTP/1.1")).contains("403");
    }
  }

  private static String status(HttpConnectProxy proxy, String request) throws IOException {
    try (Socket socket = new Socket(proxy.host(), proxy.port())) {
      return send(socket, request + "\r\n\r\n").readLine();
    }
  }

  private int[] socksAnswer(SocksProxy proxy) throws IOException {
    try (Socket socket = new Socket(proxy.host(), proxy.port())) {
      exchange(socket, 2, 5, 1, 0);
      int high = server.port() >> 8;
      int low = server.port() & 0xff;
      return exchange(socket, 10, 5, 1, 0, 1, 127, 0, 0, 1, high, low);
    }
  }

  private static int[] exchange(Socket socket, int answer, int... octets) throws IOException {
    byte[] request = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      request[i] = (byte) octets[i];
    }
    socket.getOutputStream().write(request);
    int[] reply = new int[answer];
    for (int i = 0; i < answer; i++) {
      reply[i] = socket.getInputStream().read();
    }
    return reply;
  }

  private static BufferedReader send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return reader(socket);
  }

  private static String firstLine(Socket socket) throws IOException {
    return reader(socket).readLine();
  }

  private static BufferedReader reader(Socket socket) throws IOException {
    return new BufferedReader(
        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
  }

  private static Proxy proxyOf(String host, int port, Proxy.Type type) {
    return new Proxy(type, new InetSocketAddress(host, port));
  }
}
