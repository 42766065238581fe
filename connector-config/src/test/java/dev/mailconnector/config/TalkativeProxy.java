package dev.mailconnector.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntFunction;

/** An HTTP proxy that answers every request as the test says, and never opens a tunnel. */
final class TalkativeProxy implements AutoCloseable {
  private final ServerSocket listener;
  private final List<String> heads = new CopyOnWriteArrayList<>();

  /** Answers by the number of the request, from 1; an answer with "close" in it is the last. */
  TalkativeProxy(IntFunction<String> answers) throws IOException {
    this(0, answers);
  }

  /** On this port. */
  TalkativeProxy(int port, IntFunction<String> answers) throws IOException {
    listener = new ServerSocket(port, 10, InetAddress.getByName("127.0.0.1"));
    Thread thread = new Thread(() -> serve(answers), "talkative-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return listener.getLocalPort();
  }

  /** The heads of all requests. */
  List<String> heads() {
    return List.copyOf(heads);
  }

  private void serve(IntFunction<String> answers) {
    while (!listener.isClosed()) {
      try (Socket socket = listener.accept()) {
        converse(socket, answers);
      } catch (IOException e) {
        // The client left, or the test is over.
      }
    }
  }

  private void converse(Socket socket, IntFunction<String> answers) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    StringBuilder head = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      head.append((char) c);
      if (head.toString().endsWith("\r\n\r\n")) {
        heads.add(head.toString());
        head.setLength(0);
        String answer = answers.apply(heads.size());
        out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
        if (answer.contains("close")) {
          return;
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
