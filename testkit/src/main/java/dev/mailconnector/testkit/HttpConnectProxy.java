package dev.mailconnector.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An HTTP proxy for tests that knows CONNECT (RFC 9110, section 9.3.6), with Basic authentication
 * or a mechanism such as {@link NtlmServer} if asked to, on 127.0.0.1. Safe for use by several
 * threads.
 */
public final class HttpConnectProxy implements AutoCloseable {
  private static final byte[] ESTABLISHED =
      "HTTP/1.1 200 Connection established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEAD_LIMIT = 64 * 1024;
  private static final Pattern CONNECT = Pattern.compile("CONNECT (\\S+):(\\d{1,5}) HTTP/1\\.1");

  private final ProxyTunnels tunnels = new ProxyTunnels("http-proxy", this::serve);
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final ProxyDoor door;

  private HttpConnectProxy(ProxyDoor door) {
    this.door = door;
  }

  /** A proxy that lets everybody through. */
  public static HttpConnectProxy start() {
    return new HttpConnectProxy(ProxyDoor.open()).listen();
  }

  /** A proxy that lets only this user through and answers others by 407. */
  public static HttpConnectProxy start(String user, String password) {
    return new HttpConnectProxy(ProxyDoor.basic(user, password)).listen();
  }

  /**
   * A proxy that lets only those through whom this mechanism accepts, in as many steps as it takes
   * on one connection, and answers others by 407.
   */
  public static HttpConnectProxy start(ServerMechanism mechanism) {
    return new HttpConnectProxy(ProxyDoor.of(mechanism)).listen();
  }

  /** The address the proxy listens on: 127.0.0.1. */
  public String host() {
    return LoopbackListener.HOST;
  }

  /** The port the proxy listens on. */
  public int port() {
    return tunnels.port();
  }

  /** How many connections came so far, refused ones included. */
  public int connections() {
    return tunnels.clients().total();
  }

  /** How many connections got through to their target so far. */
  public int tunnels() {
    return tunnels.tunnels().total();
  }

  /** The targets asked for, as {@code host:port}. */
  public List<String> targets() {
    return tunnels.targets();
  }

  /** The heads of all requests, header fields included, as they came. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** Leads connections to this host, whatever their port, to a port of 127.0.0.1. */
  public void route(String host, int port) {
    tunnels.route(host, port);
  }

  /** From now on requests meet this fault. */
  public void fail(ProxyFault fault) {
    tunnels.fault(fault);
  }

  /** From now on requests are served again. */
  public void recover() {
    tunnels.fault(null);
  }

  /** Closes the proxy and all its tunnels. */
  @Override
  public void close() {
    tunnels.close();
  }

  private HttpConnectProxy listen() {
    tunnels.start();
    return this;
  }

  private void serve(Socket client) throws IOException {
    ProxyDoor.Visit visit = door.visit();
    String head = readHead(client.getInputStream());
    while (!head.isEmpty()) {
      requests.add(head);
      Integer refusal = tunnels.refusal(client);
      if (refusal != null) {
        answer(client, refusal + " Refused by the test");
        return;
      }
      String challenge = visit.challenge(head);
      if (challenge == null) {
        tunnel(client, head);
        return;
      }
      answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: " + challenge);
      head = readHead(client.getInputStream());
    }
  }

  private void tunnel(Socket client, String head) throws IOException {
    Matcher request = CONNECT.matcher(head);
    if (!request.lookingAt()) {
      answer(client, "405 Method Not Allowed");
      return;
    }
    String host = request.group(1).replaceAll("^\\[|\\]$", "");
    int port = Integer.parseInt(request.group(2));
    Socket target = tunnels.connect(host, port);
    if (target == null) {
      answer(client, "502 Bad Gateway");
      return;
    }
    try (target) {
      client.getOutputStream().write(ESTABLISHED);
      tunnels.relay(client, target);
    }
  }

  private static void answer(Socket client, String statusAndHeaders) throws IOException {
    String text = "HTTP/1.1 " + statusAndHeaders + "\r\nContent-Length: 0\r\n\r\n";
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  /** Reads octet by octet: what follows the head belongs to the tunnel. */
  private static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int octet = in.read();
    while (octet >= 0 && head.size() < HEAD_LIMIT) {
      head.write(octet);
      String text = octet == '\n' ? head.toString(StandardCharsets.ISO_8859_1) : "";
      if (text.endsWith("\r\n\r\n")) {
        return text;
      }
      octet = in.read();
    }
    return "";
  }
}
