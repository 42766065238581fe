package dev.mailconnector.auth.oauth2;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server that chooses TLS 1.1, whatever it is offered. Made of octets, since the JDK's own would
 * refuse to be one (RFC 4346 section 7.4.1.3).
 */
final class OldTlsServer implements AutoCloseable {
  private static final int ALERT = 21;

  private final ServerSocket listener;
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final AtomicInteger answered = new AtomicInteger();
  private final List<Integer> heard = new CopyOnWriteArrayList<>();

  OldTlsServer() {
    try {
      listener = new ServerSocket(0, 50, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    workers.execute(this::listen);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** How often it has chosen TLS 1.1. */
  int answered() {
    return answered.get();
  }

  /** The types of the records that came after the choice, alerts left out. */
  List<Integer> heard() {
    return List.copyOf(heard);
  }

  private void listen() {
    try {
      while (true) {
        Socket socket = listener.accept();
        workers.execute(() -> serve(socket));
      }
    } catch (IOException closed) {
      // By close(), which is how this ends.
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      readRecord(in);
      answered.incrementAndGet();
      socket.getOutputStream().write(serverHello());
      while (true) {
        int type = readRecord(in);
        if (type != ALERT) {
          heard.add(type);
        }
      }
    } catch (IOException gone) {
      // As it should.
    }
  }

  private static int readRecord(DataInputStream in) throws IOException {
    int type = in.readUnsignedByte();
    in.readUnsignedShort();
    in.readFully(new byte[in.readUnsignedShort()]);
    return type;
  }

  /** Version 3.2, 32 octets of randomness, no session, TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA. */
  private static byte[] serverHello() {
    byte[] hello = new byte[5 + 4 + 38];
    byte[] start = {22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2};
    System.arraycopy(start, 0, hello, 0, start.length);
    hello[5 + 4 + 35] = (byte) 0xc0;
    hello[5 + 4 + 36] = 0x13;
    return hello;
  }

  @Override
  public void close() throws IOException {
    listener.close();
    workers.shutdownNow();
  }
}
