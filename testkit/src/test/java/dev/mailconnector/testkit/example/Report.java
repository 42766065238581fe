package dev.mailconnector.testkit.example;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** Stands for the application that a reader of the README wants to test. */
final class Report {
  private Report() {}

  static void send(String host, int port, Path caFile, String user, String password)
      throws Exception {
    String login = base64("\0" + user + "\0" + password);
    try (Socket plain = new Socket(host, port)) {
      say(plain, null);
      say(plain, "EHLO app.example");
      say(plain, "STARTTLS");
      try (Socket tls = trusting(caFile).getSocketFactory().createSocket(plain, host, port, true)) {
        say(tls, "EHLO app.example");
        say(tls, "AUTH PLAIN " + login);
        say(tls, "MAIL FROM:<" + user + ">");
        say(tls, "RCPT TO:<boss@example.com>");
        say(tls, "DATA");
        say(tls, "Subject: Report\r\n\r\nAll is well.\r\n.");
      }
    }
  }

  /** A new reader for each reply is safe here: the server never speaks unasked. */
  private static void say(Socket socket, String line) throws IOException {
    if (line != null) {
      Writer out = new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.UTF_8);
      out.write(line + "\r\n");
      out.flush();
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    String reply = in.readLine();
    while (reply != null && reply.startsWith("-", 3)) {
      reply = in.readLine();
    }
    if (reply == null) {
      throw new IOException("There was no reply; the message may have been sent");
    }
    if (reply.charAt(0) > '3') {
      throw new IOException(reply);
    }
  }

  private static SSLContext trusting(Path caFile) throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var file = Files.newInputStream(caFile)) {
      store.setCertificateEntry(
          "ca", CertificateFactory.getInstance("X.509").generateCertificate(file));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
