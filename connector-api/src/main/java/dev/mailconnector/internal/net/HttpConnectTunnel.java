package dev.mailconnector.internal.net;

import dev.mailconnector.spi.ProxyAdvice;
import dev.mailconnector.spi.ProxyLogins;
import dev.mailconnector.spi.ProxyMechanism;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.security.sasl.SaslException;
import org.jspecify.annotations.Nullable;

/**
 * HTTP CONNECT (RFC 9110 section 9.3.6), with a login where a user is set: Basic (RFC 7617), or in
 * several steps on one connection. Used by one thread, for one way.
 */
final class HttpConnectTunnel implements ProxyTunnel {
  private static final int WANTS_LOGIN = 407;

  private final ProxyServer proxy;
  private final @Nullable HttpProxyLogin login;
  private final ProxyAdvice advice;

  HttpConnectTunnel(ProxyServer proxy, ProxyLogins.@Nullable Attempt attempt) {
    this.proxy = proxy;
    this.login = attempt == null ? null : new HttpProxyLogin(attempt, String.valueOf(proxy.user()));
    List<String> known = new ArrayList<>();
    (attempt == null ? ProxyLogins.installed() : attempt.mechanisms())
        .stream().map(ProxyMechanism::scheme).forEach(known::add);
    if (attempt == null || attempt.mayShowPassword()) {
      known.add(HttpProxyLogin.BASIC);
    }
    this.advice = new ProxyAdvice("proxy", known);
  }

  @Override
  public boolean open(GuardedSocket socket, SmtpEndpoint target) throws IOException {
    try {
      return ask(socket, target);
    } catch (ProxyAnswer.EndlessException e) {
      throw ProxyTunnel.refused(
          proxy, target, "an endless header", "Check proxy: this is no HTTP proxy.");
    } catch (SaslException e) {
      throw ProxyTunnel.refused(
          proxy,
          target,
          "the login was given up: " + e.getMessage(),
          "Check proxy.user; ask whoever runs the proxy which login it takes.");
    } finally {
      if (login != null) {
        login.dispose();
      }
    }
  }

  private boolean ask(GuardedSocket socket, SmtpEndpoint target) throws IOException {
    ProxyAnswer answer = exchange(socket, target);
    while (answer.code() == WANTS_LOGIN && login != null && login.goesOn(answer.challenges())) {
      if (!answer.skipBody(socket.getInputStream())) {
        if (login.isUnderWay()) {
          throw refused(
              target,
              answer,
              "The proxy ends the connection in the middle of a login that takes several steps on"
                  + " one: whoever runs it must see to it that it, and whatever stands before it,"
                  + " keeps the connection open.");
        }
        return false;
      }
      answer = exchange(socket, target);
    }
    if (answer.code() == WANTS_LOGIN) {
      throw notLoggedIn(target, answer);
    }
    if (answer.code() / 100 != 2) {
      throw refused(
          target,
          answer,
          answer.isHttp()
              ? "Ask whoever runs the proxy whether it allows CONNECT to that host and port."
              : "Check proxy: it does not speak HTTP.");
    }
    if (login != null) {
      login.accepted();
    }
    return true;
  }

  private ProxyAnswer exchange(GuardedSocket socket, SmtpEndpoint target) throws IOException {
    StringBuilder request = new StringBuilder();
    request
        .append("CONNECT ")
        .append(target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(target)
        .append("\r\n");
    if (login != null) {
      request.append("Proxy-Connection: Keep-Alive\r\n");
      if (login.hasMessage()) {
        request.append("Proxy-Authorization: ").append(login.message()).append("\r\n");
      }
    }
    request.append("\r\n");
    socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
    return ProxyAnswer.read(socket.getInputStream());
  }

  private OpenException notLoggedIn(SmtpEndpoint target, ProxyAnswer answer) {
    if (login == null) {
      return refused(target, answer, advice.onMissingLogin(answer.challenges()).strip());
    }
    login.refused("\"" + login.scrubbed(answer.status()) + "\"");
    return refused(target, answer, advice.onRefusal(answer.challenges()));
  }

  private OpenException refused(SmtpEndpoint target, ProxyAnswer answer, String remedy) {
    String said = login == null ? answer.status() : login.scrubbed(answer.status());
    return ProxyTunnel.refused(proxy, target, "\"" + said + "\"", remedy);
  }
}
