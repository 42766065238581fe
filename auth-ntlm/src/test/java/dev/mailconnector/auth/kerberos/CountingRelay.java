package dev.mailconnector.auth.kerberos;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a KDC and counts what it is asked by TCP (RFC 4120 section 7.2.2). */
final class CountingRelay {
  private static final int AS_REQ = 0x6a;
  private static final int TGS_REQ = 0x6c;

  private final ServerSocket listener;
  private final int kdcPort;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "kdc-relay");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicInteger logins = new AtomicInteger();
  private final AtomicInteger services = new AtomicInteger();

  private CountingRelay(ServerSocket listener, int kdcPort) {
    this.listener = listener;
    this.kdcPort = kdcPort;
  }

  static CountingRelay to(int kdcPort) throws IOException {
    CountingRelay relay =
        new CountingRelay(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), kdcPort);
    relay.threads.execute(relay::listen);
    return relay;
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How often a ticket-granting ticket was asked for, each step counted. */
  int logins() {
    return logins.get();
  }

  /** How often a ticket for a service was asked for. */
  int services() {
    return services.get();
  }

  private void listen() {
    try {
      while (true) {
        Socket client = listener.accept();
        threads.execute(() -> relay(client));
      }
    } catch (IOException e) {
      // Closed.
    }
  }

  private void relay(Socket client) {
    try (client;
        Socket kdc = new Socket(InetAddress.getLoopbackAddress(), kdcPort)) {
      byte[] request = message(client);
      (request[0] == TGS_REQ ? services : request[0] == AS_REQ ? logins : new AtomicInteger())
          .incrementAndGet();
      write(kdc, request);
      write(client, message(kdc));
    } catch (IOException e) {
      // The client finds out by itself.
    }
  }

  private static byte[] message(Socket from) throws IOException {
    DataInputStream in = new DataInputStream(from.getInputStream());
    return in.readNBytes(in.readInt());
  }

  private static void write(Socket to, byte[] message) throws IOException {
    byte[] framed = new byte[4 + message.length];
    java.nio.ByteBuffer.wrap(framed).putInt(message.length).put(message);
    OutputStream out = to.getOutputStream();
    out.write(framed);
    out.flush();
  }
}
