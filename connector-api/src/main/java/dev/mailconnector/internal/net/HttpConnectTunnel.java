package dev.mailconnector.internal.net;

import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretScrubber;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** HTTP CONNECT (RFC 9110 section 9.3.6), with Basic (RFC 7617) where a user is set. */
record HttpConnectTunnel(ProxyServer proxy) implements ProxyTunnel {
  private static final int LONGEST_HEADER = 16 * 1024;

  @Override
  public void open(GuardedSocket socket, SmtpEndpoint target) throws IOException {
    StringBuilder request = new StringBuilder();
    request
        .append("CONNECT ")
        .append(target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(target)
        .append("\r\n");
    Secret password = proxy.password();
    if (password != null) {
      request.append("Proxy-Authorization: Basic ").append(basic(password)).append("\r\n");
    }
    request.append("\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    String status = readHeader(socket.getInputStream(), target);
    String[] words = status.split(" ", 3);
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("2\\d\\d")) {
      throw ProxyTunnel.refused(
          proxy, target, "\"" + withoutPassword(status) + "\"", remedy(words));
    }
  }

  private String basic(Secret password) {
    byte[] login = (proxy.user() + ":" + password.reveal()).getBytes(StandardCharsets.UTF_8);
    return Base64.getEncoder().encodeToString(login);
  }

  private String withoutPassword(String status) {
    Secret password = proxy.password();
    return password == null
        ? status
        : SecretScrubber.of(List.of(password, Secret.of(basic(password))))
            .keeping(String.valueOf(proxy.user()))
            .scrub(status);
  }

  /** Reads byte by byte, since what follows the empty line belongs to the mail server. */
  private String readHeader(InputStream in, SmtpEndpoint target) throws IOException {
    StringBuilder header = new StringBuilder();
    int lineEnds = 0;
    while (lineEnds < 2) {
      char c = (char) ProxyTunnel.next(in);
      header.append(c);
      lineEnds = c == '\n' ? lineEnds + 1 : c == '\r' ? lineEnds : 0;
      if (header.length() > LONGEST_HEADER) {
        throw ProxyTunnel.refused(
            proxy, target, "an endless header", "Check proxy: this is no HTTP proxy.");
      }
    }
    return header.substring(0, header.indexOf("\n")).strip().replaceAll("\\p{Cntrl}", "?");
  }

  private static String remedy(String[] words) {
    if (words.length < 2 || !words[0].startsWith("HTTP/")) {
      return "Check proxy: it does not speak HTTP.";
    }
    return words[1].equals("407")
        ? "Set proxy.user and proxy.password; only Basic is supported here."
        : "Ask whoever runs the proxy whether it allows CONNECT to that host and port.";
  }
}
