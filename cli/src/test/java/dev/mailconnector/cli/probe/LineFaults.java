package dev.mailconnector.cli.probe;

import static dev.mailconnector.cli.probe.ProbeLab.HOST;
import static dev.mailconnector.cli.probe.ProbeLab.USER;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.SocksProxy;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.EntraError;
import dev.mailconnector.testkit.issuer.MicrosoftIssuer;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

/** Faults between this machine and the server's EHLO. */
final class LineFaults {
  /** RFC 8446 section 6: a fatal alert, protocol_version. */
  private static final byte[] TOO_OLD = {21, 3, 1, 0, 2, 2, 70};

  private LineFaults() {}

  static List<Fault> rows() {
    return List.of(
        new Fault(
            "STARTTLS server, account says implicit",
            "tls: implicit at a server that greets in clear",
            "tls-mode-starttls-expected",
            lab -> lab.first(lab.password(lab.server(s -> {}).port(), TlsMode.IMPLICIT))),
        new Fault(
            "TLS from the first byte, account says starttls",
            "tls: starttls at a server that waits for a ClientHello",
            "tls-mode-implicit-expected",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(s -> s.tls(ServerTls.IMPLICIT)).port(), TlsMode.STARTTLS))),
        new Fault(
            "nothing listens",
            "a port of 127.0.0.1 that is bound and not listened at",
            "nothing-listens",
            lab -> lab.first(lab.password(lab.keep(DeadPort.reserve()).port(), TlsMode.STARTTLS))),
        new Fault(
            "nothing listens, another port does",
            "the same, with a server with STARTTLS among the other ports",
            "nothing-listens",
            lab -> {
              lab.otherPorts(lab.server(s -> {}).port());
              return lab.first(lab.password(lab.keep(DeadPort.reserve()).port(), TlsMode.STARTTLS));
            }),
        new Fault(
            "filtered port",
            "a listener whose queue is full, so that the system drops what asks for a connection",
            "port-filtered",
            lab ->
                lab.first(
                    lab.password(lab.keep(RawPort.filtered()).port(), TlsMode.STARTTLS)
                        .timeouts(Timeouts.defaults().withConnect(Duration.ofMillis(400))))),
        new Fault(
            "name that does not resolve",
            "a host below .invalid (or, where no name server answers, the resolver's silence)",
            unknownHost(),
            lab ->
                lab.first(
                    Account.builder("robot", SmtpEndpoint.submission("mail.invalid")).from(USER))),
        new Fault(
            "web server at the port",
            "HTTP/1.1 400 in place of a greeting",
            "http-answers-for-smtp",
            lab ->
                lab.first(
                    lab.password(
                        lab.keep(RawPort.saying("HTTP/1.1 400 Bad Request\r\n\r\n")).port(),
                        TlsMode.STARTTLS))),
        proxy(
            "HTTP proxy wants a login",
            "407 to CONNECT",
            "proxy-login-missing",
            lab -> lab.keep(HttpConnectProxy.start("fred", "geheim-geheim")),
            false),
        proxy(
            "HTTP proxy refuses the login",
            "407 to CONNECT with a wrong password",
            "proxy-login-refused",
            lab -> lab.keep(HttpConnectProxy.start("fred", "geheim-geheim")),
            true),
        proxy(
            "HTTP proxy blocks the port",
            "403 to CONNECT",
            "proxy-refuses-connect",
            lab -> failing(lab, ProxyFault.refuse(403)),
            false),
        new Fault(
            "HTTP proxy that is none",
            "a mail server's greeting in answer to CONNECT",
            "proxy-no-http",
            lab ->
                lab.first(
                    lab.password(lab.server(s -> {}))
                        .proxy(
                            ProxyServer.http(
                                HOST, lab.keep(RawPort.saying("220 mail ESMTP\r\n\r\n")).port())))),
        new Fault(
            "SOCKS proxy wants a login",
            "no method without one is accepted",
            "socks-login-missing",
            lab -> {
              SocksProxy proxy = lab.keep(SocksProxy.start("fred", "geheim-geheim"));
              return lab.first(
                  lab.password(lab.server(s -> {}))
                      .proxy(ProxyServer.socks5(proxy.host(), proxy.port())));
            }),
        new Fault(
            "SOCKS proxy refuses",
            "reply field 2, not allowed by its rules",
            "socks-refuses",
            lab -> {
              SocksProxy proxy = lab.keep(SocksProxy.start());
              proxy.fail(ProxyFault.refuse(2));
              return lab.first(
                  lab.password(lab.server(s -> {}))
                      .proxy(ProxyServer.socks5(proxy.host(), proxy.port())));
            }),
        certificate("expired certificate", "certificate-expired", a -> a.issueExpired(HOST)),
        certificate(
            "certificate of tomorrow", "certificate-not-yet-valid", a -> a.issueNotYetValid(HOST)),
        certificate(
            "certificate for another name",
            "certificate-other-name",
            TestAuthority::issueForWrongName),
        certificate(
            "certificate of an unknown CA",
            "certificate-untrusted",
            a -> TestAuthority.create().issue(HOST)),
        certificate("self-signed certificate", "certificate-self-signed", a -> a.selfSigned(HOST)),
        certificate(
            "intermediate certificate missing",
            "certificate-chain-incomplete",
            a -> a.issueWithoutIntermediate(HOST)),
        new Fault(
            "certificate about to expire",
            "one of eleven days with twelve hours left",
            "certificate-expires-soon",
            lab -> {
              Instant then = Instant.now().minus(Duration.ofHours(9 * 24 + 12));
              TestAuthority old = TestAuthority.create(InstantSource.fixed(then));
              ScriptedSmtpServer server = lab.server(s -> s.certificate(old.issue(HOST)));
              return lab.first(lab.password(server).trust(Trust.context(old.trustingContext())));
            }),
        new Fault(
            "certificate that nobody checks",
            "trust.verify: none at a self-signed server",
            "certificate-not-checked",
            lab ->
                lab.first(
                    lab.password(lab.server(s -> s.certificate(lab.authority().selfSigned(HOST))))
                        .trust(Trust.dangerouslyNone()))),
        new Fault(
            "another key than the pinned one",
            "trust.pin-sha256 with the pin of another key",
            "pin-other-key",
            lab ->
                lab.first(
                    lab.password(lab.server(s -> {})).trust(Trust.pin("A".repeat(43) + "=")))),
        new Fault(
            "TLS version too old",
            "the alert protocol_version in answer to a ClientHello for TLS 1.2 and 1.3",
            "tls-version-too-old",
            lab ->
                lab.first(
                    lab.password(lab.keep(RawPort.answering(TOO_OLD)).port(), TlsMode.IMPLICIT))),
        new Fault(
            "server chooses TLS 1.1",
            "a ServerHello with version 3.2",
            "tls-version-too-old",
            lab ->
                lab.first(
                    lab.password(
                        lab.keep(RawPort.answering(oldServerHello())).port(), TlsMode.IMPLICIT))),
        new Fault(
            "no cipher in common",
            "the alert handshake_failure after STARTTLS",
            "tls-version-too-old",
            lab ->
                lab.first(lab.password(lab.server(s -> s.on(Trigger.tls(), SmtpFault.tlsFail()))))),
        new Fault(
            "connection cut in the handshake",
            "the connection is closed in answer to a ClientHello",
            "tls-cut",
            lab ->
                lab.first(
                    lab.password(
                        lab.keep(RawPort.answering(new byte[0])).port(), TlsMode.IMPLICIT))),
        greeting("server busy", "421 4.3.2 Service not available", "greeting-busy"),
        greeting("too many connections", "421 4.7.0 Too many connections", "greeting-busy"),
        greeting("address blocked", "554 5.7.1 Client host blocked", "greeting-blocked"),
        new Fault(
            "IMAP server at the port",
            "* OK IMAP4rev1 in place of a greeting",
            "port-not-smtp",
            lab ->
                lab.first(
                    lab.password(
                        lab.keep(RawPort.saying("* OK IMAP4rev1 ready\r\n")).port(),
                        TlsMode.STARTTLS))),
        new Fault(
            "name in EHLO refused",
            "504 5.5.2 Helo command rejected to EHLO",
            "ehlo-name-refused",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.reply(
                                    "EHLO",
                                    "504 5.5.2 <app>: Helo command rejected: need a name"))))),
        new Fault(
            "connection cut before the greeting",
            "the connection is closed at once",
            "connection-cut",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(s -> s.on(Trigger.connect(), SmtpFault.closeBefore()))))),
        new Fault(
            "EHLO refused",
            "550 5.7.1 to EHLO",
            "greeting-blocked",
            lab ->
                lab.first(lab.password(lab.server(s -> s.reply("EHLO", "550 5.7.1 Who are you"))))),
        new Fault(
            "no STARTTLS",
            "a server without TLS, tls: starttls",
            "starttls-not-offered",
            lab -> lab.first(lab.password(lab.server(s -> s.tls(ServerTls.NONE))))),
        new Fault(
            "STARTTLS out of order",
            "454 4.7.0 to STARTTLS",
            "starttls-refused",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(s -> s.reply("STARTTLS", "454 4.7.0 TLS not available"))))),
        new Fault(
            "TLS only if offered, and not offered",
            "a relay without TLS, tls: starttls-if-offered",
            "line-not-encrypted",
            lab ->
                lab.first(
                    lab.account(
                        lab.server(s -> s.profile(SmtpProfile.PLAIN_RELAY).tls(ServerTls.NONE))
                            .port(),
                        TlsMode.STARTTLS_IF_OFFERED))),
        new Fault(
            "clock of this machine wrong",
            "a date in the greeting that is two days off",
            "clock-wrong",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.greeting(
                                    "220 mail ESMTP ready at Sat, 1 Jan 2022 11:12:20 +0000"))))),
        new Fault(
            "certificate that seems expired by a wrong clock",
            "a date in the greeting that is off, and an expired certificate",
            "clock-wrong",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.greeting("220 mail ESMTP ready at Sat, 1 Jan 2022 11:12:20 +0000")
                                    .certificate(lab.authority().issueExpired(HOST)))))),
        new Fault(
            "certificate that signed itself, and a clock that is off",
            "a date in the greeting that is off, and a certificate of nobody else",
            "certificate-self-signed",
            lab ->
                lab.first(
                    lab.password(
                        lab.server(
                            s ->
                                s.greeting("220 mail ESMTP ready at Sat, 1 Jan 2022 11:12:20 +0000")
                                    .certificate(lab.authority().selfSigned(HOST)))))),
        new Fault(
            "token refused for its secret, and a clock that is off",
            "a date in the greeting that is off, and AADSTS7000215 of the issuer",
            "aadsts-7000215",
            lab -> {
              MicrosoftIssuer issuer = lab.microsoft();
              issuer.failAll(EntraError.INVALID_SECRET);
              return lab.first(
                  lab.microsoft(
                      lab.server(
                          s ->
                              s.greeting("220 mail ESMTP ready at Sat, 1 Jan 2022 11:12:20 +0000")),
                      issuer));
            }));
  }

  private static String unknownHost() {
    try {
      InetAddress.getByName("mail.invalid");
      return "none";
    } catch (UnknownHostException e) {
      return String.valueOf(e.getMessage()).contains("Temporary failure")
          ? "dns-temporary-failure"
          : "host-unknown";
    }
  }

  private static HttpConnectProxy failing(ProbeLab lab, ProxyFault fault) {
    HttpConnectProxy proxy = lab.keep(HttpConnectProxy.start());
    proxy.fail(fault);
    return proxy;
  }

  private static Fault proxy(
      String name,
      String how,
      String expected,
      Function<ProbeLab, HttpConnectProxy> proxies,
      boolean login) {
    return new Fault(
        name,
        how,
        expected,
        lab -> {
          HttpConnectProxy proxy = proxies.apply(lab);
          ProxyServer server = ProxyServer.http(proxy.host(), proxy.port());
          return lab.first(
              lab.password(lab.server(s -> {}))
                  .proxy(login ? server.login("fred", Secret.of("wrong-wrong")) : server));
        });
  }

  private static Fault certificate(
      String name, String expected, Function<TestAuthority, TestCertificate> certificate) {
    return new Fault(
        name,
        "the server's certificate, made so",
        expected,
        lab ->
            lab.first(
                lab.password(lab.server(s -> s.certificate(certificate.apply(lab.authority()))))));
  }

  private static Fault greeting(String name, String greeting, String expected) {
    return new Fault(
        name,
        "the greeting " + greeting,
        expected,
        lab -> lab.first(lab.password(lab.server(s -> s.greeting(greeting)))));
  }

  /** RFC 4346 section 7.4.1.3, with TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA, which each JDK offers. */
  private static byte[] oldServerHello() {
    byte[] hello = new byte[5 + 4 + 38];
    byte[] head = {22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2};
    System.arraycopy(head, 0, hello, 0, head.length);
    hello[hello.length - 3] = (byte) 0xc0;
    hello[hello.length - 2] = 0x13;
    return hello;
  }

  /** Another password than the server's. */
  static PasswordLogin wrongPassword() {
    return PasswordLogin.of(USER, Secret.of("wr0ng-horse-battery"));
  }
}
