package dev.mailconnector.internal.net;

import dev.mailconnector.failure.Remedy;
import dev.mailconnector.internal.diagnosis.ProxyRows;
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
          proxy, target, "an endless header", ProxyRows.PROXY_NO_HTTP.remedy());
    } catch (SaslException e) {
      throw ProxyTunnel.refused(
          proxy,
          target,
          "the login was given up: " + e.getMessage(),
          ProxyRows.PROXY_LOGIN_FAILED.remedy());
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
          throw refused(target, answer, ProxyRows.PROXY_ENDS_LOGIN.remedy());
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
              ? ProxyRows.PROXY_REFUSES_CONNECT.remedy()
              : ProxyRows.PROXY_NO_HTTP.remedy());
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
      return refused(target, answer, advice.onMissingLogin(answer.challenges()));
    }
    login.refused("\"" + login.scrubbed(answer.status()) + "\"");
    return refused(target, answer, advice.onRefusal(answer.challenges()));
  }

  private OpenException refused(SmtpEndpoint target, ProxyAnswer answer, Remedy remedy) {
    String said = login == null ? answer.status() : login.scrubbed(answer.status());
    return ProxyTunnel.refused(proxy, target, "\"" + said + "\"", remedy);
  }
}
