package dev.mailconnector.testkit;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Says to a server exactly what a test tells it to. */
final class RawSmtpClient implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 10_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private RawSmtpClient(Socket socket) throws IOException {
    socket.setSoTimeout(PATIENCE_MILLIS);
    use(socket);
  }

  static RawSmtpClient connect(ScriptedSmtpServer server) throws IOException {
    return new RawSmtpClient(new Socket(server.host(), server.port()));
  }

  static RawSmtpClient connectTls(ScriptedSmtpServer server, SSLContext context)
      throws IOException {
    RawSmtpClient client = connect(server);
    client.startTls(context);
    return client;
  }

  /** Connected, greeted, and past EHLO. */
  static RawSmtpClient ready(ScriptedSmtpServer server) throws IOException {
    RawSmtpClient client = connect(server);
    client.reply();
    client.say("EHLO client.example");
    return client;
  }

  void startTls(SSLContext context) throws IOException {
    SSLSocket tls =
        (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
    tls.startHandshake();
    use(tls);
  }

  /** Sends a line and reads the reply. */
  String say(String line) throws IOException {
    send(line + "\r\n");
    return reply();
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  void send(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
  }

  /** The next reply, its lines separated by \n; null at the end of the stream. */
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = line();
      if (line == null) {
        return null;
      }
      reply.append(reply.length() == 0 ? "" : "\n").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
    }
  }

  int read() throws IOException {
    return in.read();
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String xoauth2(String user, String token) {
    return base64("user=" + user + "\1auth=Bearer " + token + "\1\1");
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void use(Socket next) throws IOException {
    socket = next;
    in = new BufferedInputStream(next.getInputStream());
    out = next.getOutputStream();
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet = in.read();
    if (octet < 0) {
      return null;
    }
    while (octet >= 0 && octet != '\n') {
      line.write(octet);
      octet = in.read();
    }
    return line.toString(StandardCharsets.UTF_8).replaceAll("\r$", "");
  }
}
