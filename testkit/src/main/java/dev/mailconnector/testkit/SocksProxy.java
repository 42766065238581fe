package dev.mailconnector.testkit;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A SOCKS5 proxy for tests (RFC 1928; user name and password by RFC 1929) on 127.0.0.1. Knows
 * CONNECT only. Safe for use by several threads.
 */
public final class SocksProxy implements AutoCloseable {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int LOGIN = 2;
  private static final int NONE_ACCEPTABLE = 0xff;
  private static final int CONNECT = 1;
  private static final int NAME = 3;
  private static final int IPV4 = 1;
  private static final int UNREACHABLE = 4;
  private static final int NOT_SUPPORTED = 7;

  private final ProxyTunnels tunnels = new ProxyTunnels("socks", this::serve);
  private final @Nullable String user;
  private final @Nullable String password;

  private SocksProxy(@Nullable String user, @Nullable String password) {
    this.user = user;
    this.password = password;
  }

  /** A proxy that lets everybody through. */
  public static SocksProxy start() {
    return new SocksProxy(null, null).listen();
  }

  /** A proxy that lets only this user through. */
  public static SocksProxy start(String user, String password) {
    return new SocksProxy(user, password).listen();
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

  /** The targets asked for, as {@code host:port}, a name where the client sent a name. */
  public List<String> targets() {
    return tunnels.targets();
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

  private SocksProxy listen() {
    tunnels.start();
    return this;
  }

  private void serve(Socket client) throws IOException {
    DataInputStream in = new DataInputStream(client.getInputStream());
    OutputStream out = client.getOutputStream();
    if (!greet(in, out)) {
      return;
    }
    in.readUnsignedByte();
    int command = in.readUnsignedByte();
    in.readUnsignedByte();
    String host = readHost(in);
    int port = in.readUnsignedShort();
    Integer refusal = tunnels.refusal(client);
    if (refusal != null || command != CONNECT) {
      answer(out, refusal == null ? NOT_SUPPORTED : refusal);
      return;
    }
    Socket target = tunnels.connect(host, port);
    if (target == null) {
      answer(out, UNREACHABLE);
      return;
    }
    try (target) {
      answer(out, 0);
      tunnels.relay(client, target);
    }
  }

  private boolean greet(DataInputStream in, OutputStream out) throws IOException {
    if (in.readUnsignedByte() != VERSION) {
      return false;
    }
    byte[] methods = new byte[in.readUnsignedByte()];
    in.readFully(methods);
    int wanted = user == null ? NO_LOGIN : LOGIN;
    boolean offered = false;
    for (byte method : methods) {
      offered |= method == wanted;
    }
    out.write(new byte[] {VERSION, (byte) (offered ? wanted : NONE_ACCEPTABLE)});
    return offered && (user == null || login(in, out));
  }

  private boolean login(DataInputStream in, OutputStream out) throws IOException {
    in.readUnsignedByte();
    String name = readText(in);
    String secret = readText(in);
    boolean known = name.equals(user) && secret.equals(password);
    out.write(new byte[] {1, (byte) (known ? 0 : 1)});
    return known;
  }

  private static String readText(DataInputStream in) throws IOException {
    byte[] octets = new byte[in.readUnsignedByte()];
    in.readFully(octets);
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static String readHost(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    if (type == NAME) {
      return readText(in);
    }
    byte[] address = new byte[type == IPV4 ? 4 : 16];
    in.readFully(address);
    return InetAddress.getByAddress(address).getHostAddress();
  }

  private static void answer(OutputStream out, int code) throws IOException {
    out.write(new byte[] {VERSION, (byte) code, 0, IPV4, 0, 0, 0, 0, 0, 0});
  }
}
