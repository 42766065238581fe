package dev.mailconnector.live;

import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** A bare connection to a mail server: lines go out, replies come in verbatim. */
final class SmtpLine implements AutoCloseable {
  private static final int CONNECT_MILLIS = 10_000;
  private static final int READ_MILLIS = 120_000;
  private static final int LONGEST_REPLY = 64 * 1024;

  private final SSLContext tls;
  private final SmtpEndpoint endpoint;
  private Socket socket;
  private InputStream in;
  private String greeting = "";
  private String ehloBeforeTls = "";
  private String ehlo = "";

  private SmtpLine(SmtpEndpoint endpoint, SSLContext tls) throws IOException {
    this.endpoint = endpoint;
    this.tls = tls;
    this.socket = new Socket();
    this.in = InputStream.nullInputStream();
  }

  /** Connects, encrypts and says EHLO. */
  static SmtpLine open(SmtpEndpoint endpoint, SSLContext tls) throws IOException {
    SmtpLine line = new SmtpLine(endpoint, tls);
    try {
      line.begin();
      return line;
    } catch (IOException e) {
      line.close();
      throw e;
    }
  }

  private void begin() throws IOException {
    socket.connect(new InetSocketAddress(endpoint.host(), endpoint.port()), CONNECT_MILLIS);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(READ_MILLIS);
    in = new BufferedInputStream(socket.getInputStream());
    if (endpoint.tls() == TlsMode.IMPLICIT) {
      encrypt();
      greeting = read();
    } else {
      greeting = read();
      ehloBeforeTls = say("EHLO live.mailconnector.invalid");
      String ready = say("STARTTLS");
      if (!ready.startsWith("220")) {
        throw new IOException("STARTTLS: " + ready);
      }
      encrypt();
    }
    ehlo = say("EHLO live.mailconnector.invalid");
  }

  private void encrypt() throws IOException {
    SSLSocket encrypted =
        (SSLSocket)
            tls.getSocketFactory().createSocket(socket, endpoint.host(), endpoint.port(), true);
    SSLParameters parameters = encrypted.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    encrypted.setSSLParameters(parameters);
    encrypted.startHandshake();
    socket = encrypted;
    in = new BufferedInputStream(socket.getInputStream());
  }

  String greeting() {
    return greeting;
  }

  /** What was offered before TLS; empty where TLS came first. */
  String ehloBeforeTls() {
    return ehloBeforeTls;
  }

  String ehlo() {
    return ehlo;
  }

  String tlsProtocol() {
    return ((SSLSocket) socket).getSession().getProtocol();
  }

  /** The keyword with its parameters as it was offered, or an empty text. */
  String offer(String keyword) {
    return ehlo.lines()
        .skip(1)
        .map(line -> line.substring(Math.min(4, line.length())))
        .filter(line -> line.toUpperCase(Locale.ROOT).split("[ =]", 2)[0].equals(keyword))
        .findFirst()
        .orElse("");
  }

  boolean offersLogin(String mechanism) {
    List<String> words = Arrays.asList(offer("AUTH").toUpperCase(Locale.ROOT).split("[ =]", -1));
    return words.contains(mechanism);
  }

  /** One command and its reply. */
  String say(String command) throws IOException {
    send(command + "\r\n");
    return read();
  }

  void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  /** One reply, all its lines. */
  String read() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = readLine();
      reply.append(reply.isEmpty() ? "" : "\n").append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      if (reply.length() > LONGEST_REPLY) {
        throw new IOException("The reply does not end.");
      }
    }
  }

  private String readLine() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    while (true) {
      int octet = in.read();
      if (octet == '\n') {
        return line.toString(StandardCharsets.UTF_8).replaceFirst("\r$", "");
      }
      if (octet < 0 || line.size() > LONGEST_REPLY) {
        throw new IOException("The server closed the connection after: " + line);
      }
      line.write(octet);
    }
  }

  /** Says good-bye only with the socket: a flow has what it wanted. */
  @Override
  public void close() throws IOException {
    socket.close();
  }
}
