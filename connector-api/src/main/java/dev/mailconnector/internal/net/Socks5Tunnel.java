package dev.mailconnector.internal.net;

import dev.mailconnector.internal.diagnosis.ProxyRows;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** SOCKS version 5 (RFC 1928) with user name and password (RFC 1929). */
record Socks5Tunnel(ProxyServer proxy, ProxyLogins.@Nullable Attempt attempt)
    implements ProxyTunnel {
  private static final int VERSION = 5;
  private static final int NO_LOGIN = 0;
  private static final int PASSWORD_LOGIN = 2;

  @Override
  public boolean open(GuardedSocket socket, SmtpEndpoint target) throws IOException {
    InputStream in = socket.getInputStream();
    boolean anonymous = attempt == null;
    socket
        .getOutputStream()
        .write(
            anonymous
                ? new byte[] {VERSION, 1, NO_LOGIN}
                : new byte[] {VERSION, 2, NO_LOGIN, PASSWORD_LOGIN});
    expectVersion(target, ProxyTunnel.next(in));
    int chosen = ProxyTunnel.next(in);
    if (chosen == PASSWORD_LOGIN && attempt != null) {
      login(attempt, socket, in, target);
    } else if (chosen != NO_LOGIN) {
      throw ProxyTunnel.refused(
          proxy,
          target,
          anonymous ? "it wants a login" : "it does not take a user name and password",
          anonymous
              ? ProxyRows.SOCKS_LOGIN_MISSING.remedy()
              : ProxyRows.SOCKS_LOGIN_UNKNOWN.remedy());
    }
    connect(socket, in, target);
    return true;
  }

  private void login(
      ProxyLogins.Attempt login, GuardedSocket socket, InputStream in, SmtpEndpoint target)
      throws IOException {
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(1);
    writeShort(message, String.valueOf(proxy.user()), target);
    writeShort(message, login.password().reveal(), target);
    socket.getOutputStream().write(message.toByteArray());
    ProxyTunnel.next(in);
    int status = ProxyTunnel.next(in);
    if (status != 0) {
      login.refused("status " + status);
      throw ProxyTunnel.refused(
          proxy,
          target,
          "it refused the login of " + proxy.user(),
          ProxyRows.SOCKS_LOGIN_REFUSED.remedy());
    }
    login.accepted(null);
  }

  private void writeShort(ByteArrayOutputStream message, String text, SmtpEndpoint target)
      throws OpenException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > 255) {
      throw ProxyTunnel.refused(
          proxy,
          target,
          "SOCKS5 takes at most 255 bytes for a name or password",
          ProxyRows.SOCKS_NAME_TOO_LONG.remedy());
    }
    message.write(bytes.length);
    message.writeBytes(bytes);
  }

  private void connect(GuardedSocket socket, InputStream in, SmtpEndpoint target)
      throws IOException {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(new byte[] {VERSION, 1, 0, 3});
    writeShort(request, target.host(), target);
    request.write(target.port() >> 8);
    request.write(target.port());
    socket.getOutputStream().write(request.toByteArray());
    expectVersion(target, ProxyTunnel.next(in));
    int answer = ProxyTunnel.next(in);
    if (answer != 0) {
      throw ProxyTunnel.refused(proxy, target, meaning(answer), ProxyRows.SOCKS_REFUSES.remedy());
    }
    ProxyTunnel.next(in);
    int type = ProxyTunnel.next(in);
    int length = type == 1 ? 4 : type == 4 ? 16 : ProxyTunnel.next(in);
    for (int i = 0; i < length + 2; i++) {
      ProxyTunnel.next(in);
    }
  }

  private void expectVersion(SmtpEndpoint target, int version) throws OpenException {
    if (version != VERSION) {
      throw ProxyTunnel.refused(
          proxy, target, "it does not speak SOCKS5", ProxyRows.SOCKS_OTHER.remedy());
    }
  }

  private static String meaning(int answer) {
    return switch (answer) {
      case 1 -> "general failure";
      case 2 -> "its rules do not allow the connection";
      case 3 -> "network unreachable";
      case 4 -> "host unreachable, or its name does not resolve at the proxy";
      case 5 -> "connection refused by the mail server";
      case 6 -> "time to live expired";
      case 7 -> "command not supported";
      case 8 -> "address type not supported";
      default -> "unknown answer " + answer;
    };
  }
}
