package dev.mailconnector.cli.troubleshooting;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.cli.troubleshooting.Provocation.Fault;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.DeadPort;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ProxyFault;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SocksProxy;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Everything that is neither a reply nor the answer of an issuer. */
final class LineFaults {
  private static final String IMAP = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n";

  private static final String MAIL = "mail.example";

  private LineFaults() {}

  static List<Provocation> all() {
    return Stream.of(secrets(), tokens(), proxies(), connections(), tls(), logins(), passwords())
        .flatMap(Function.identity())
        .toList();
  }

  private static Stream<Provocation> secrets() {
    return Stream.of(
        of(
            "secret-file-unusable",
            Chapter.CONFIGURATION,
            "The secret file ... does not exist",
            "a password file that is not there",
            lab ->
                lab.failure(
                    lab.account("localhost", 9, TlsMode.STARTTLS)
                        .login(
                            PasswordLogin.of(
                                Laboratory.USER,
                                SecretSource.file(Path.of("target", "no such file")))))),
        of(
            "secret-unusable",
            Chapter.CONFIGURATION,
            "The password of ... cannot be used",
            "a source that gives an empty password",
            lab ->
                lab.failure(
                    lab.account("localhost", 9, TlsMode.STARTTLS)
                        .login(PasswordLogin.of(Laboratory.USER, () -> Secret.of(""))))),
        of(
            "secret-source-broken",
            Chapter.CONFIGURATION,
            "could not be read: its source failed with a",
            "a source that throws",
            lab ->
                lab.failure(
                    lab.account("localhost", 9, TlsMode.STARTTLS)
                        .login(
                            PasswordLogin.of(
                                Laboratory.USER,
                                () -> {
                                  throw new IllegalStateException("the vault is locked");
                                })))));
  }

  private static Stream<Provocation> tokens() {
    return Stream.of(
        answered("issuer-overloaded", "HTTP 429", IssuerFault.oauthError(429, "x", "Slower")),
        answered("token-error-unknown", "an error code of no table", error("tea_is_cold")),
        answered("no-token-endpoint", "HTTP 404", IssuerFault.html(404)),
        answered("not-a-token-answer", "HTTP 403 with a page", IssuerFault.html(403)),
        answered("issuer-redirects", "HTTP 302", IssuerFault.html(302)),
        answered("issuer-proxy-login-wanted", "HTTP 407", IssuerFault.html(407)),
        answered("token-answer-malformed", "no access_token", IssuerFault.json(200, "{}")),
        of(
            "issuer-unreachable",
            Chapter.TOKEN,
            "The token request ... failed: ... Connection refused",
            "an issuer's port on which nothing listens",
            lab -> {
              try (DeadPort port = DeadPort.reserve()) {
                return lab.failure(
                    lab.account("localhost", 9, TlsMode.STARTTLS)
                        .login(
                            GenericOAuth2.at(URI.create("https://localhost:" + port.port() + "/t"))
                                .clientCredentials("mailer", Secret.of("x"))
                                .login(Laboratory.USER)));
              }
            }),
        of(
            "issuer-certificate-untrusted",
            Chapter.TOKEN,
            "the certificate was refused",
            "an issuer with a certificate of an unknown CA",
            lab ->
                lab.failure(
                    Account.builder("robot", new SmtpEndpoint("localhost", 9, TlsMode.STARTTLS))
                        .login(
                            GenericOAuth2.at(lab.issuer().tokenEndpoint())
                                .clientCredentials("mailer", Secret.of("x"))
                                .login(Laboratory.USER)))),
        of(
            "issuer-proxy-refuses",
            Chapter.TOKEN,
            "the proxy ... answered 403 to CONNECT",
            "a proxy that opens no way to the issuer",
            lab -> {
              try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
                proxy.fail(ProxyFault.refuse(403));
                return lab.failure(
                    lab.account("localhost", 9, TlsMode.STARTTLS)
                        .login(
                            lab.client()
                                .proxy(ProxyServer.http(proxy.host(), proxy.port()))
                                .login(Laboratory.USER)));
              }
            }));
  }

  private static Stream<Provocation> proxies() {
    return Stream.of(
        http("proxy-refuses-connect", "HTTP/1.1 403", ProxyFault.refuse(403)),
        http("proxy-blocks", "did not open a way to", ProxyFault.close()),
        socks("socks-refuses", "its rules do not allow the connection", ProxyFault.refuse(2)),
        socks("socks-other-protocol", "it does not speak SOCKS5", ProxyFault.garbage()),
        of(
            "proxy-login-missing",
            Chapter.CONNECT,
            "HTTP/1.1 407 Proxy Authentication Required (no login set)",
            "a proxy that wants a login",
            lab -> {
              try (HttpConnectProxy proxy = HttpConnectProxy.start("fred", "geheim")) {
                return lab.failure(mail(lab).proxy(ProxyServer.http(proxy.host(), proxy.port())));
              }
            }),
        of(
            "proxy-login-refused",
            Chapter.CONNECT,
            "HTTP/1.1 407 Proxy Authentication Required (after a login)",
            "a proxy that gets a wrong password",
            lab -> {
              try (HttpConnectProxy proxy = HttpConnectProxy.start("fred", "geheim")) {
                return lab.failure(
                    mail(lab)
                        .proxy(
                            ProxyServer.http(proxy.host(), proxy.port())
                                .login("fred", Secret.of("falsch"))));
              }
            }),
        of(
            "socks-login-missing",
            Chapter.CONNECT,
            "it wants a login",
            "a SOCKS5 proxy that wants a login",
            lab -> {
              try (SocksProxy proxy = SocksProxy.start("fred", "geheim")) {
                return lab.failure(mail(lab).proxy(ProxyServer.socks5(proxy.host(), proxy.port())));
              }
            }),
        of(
            "socks-login-refused",
            Chapter.CONNECT,
            "it refused the login of",
            "a SOCKS5 proxy that gets a wrong password",
            lab -> {
              try (SocksProxy proxy = SocksProxy.start("fred", "geheim")) {
                return lab.failure(
                    mail(lab)
                        .proxy(
                            ProxyServer.socks5(proxy.host(), proxy.port())
                                .login("fred", Secret.of("falsch"))));
              }
            }));
  }

  private static Stream<Provocation> connections() {
    return Stream.of(
        of(
            "nothing-listens",
            Chapter.CONNECT,
            "Nothing listens at ... (Connection refused)",
            "a port on which nothing listens",
            lab -> {
              try (DeadPort port = DeadPort.reserve()) {
                return lab.failure(lab.account("localhost", port.port(), TlsMode.STARTTLS));
              }
            }),
        of(
            "connection-cut",
            Chapter.GREETING,
            "did not greet (it closed the connection)",
            "a server that closes the connection in place of a greeting",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE)
                      .on(Trigger.connect(), new SmtpFault.CloseBefore())
                      .start()) {
                return lab.failure(lab.inClear(server));
              }
            }),
        of(
            "port-not-smtp",
            Chapter.GREETING,
            "did not greet (it said \"...\", which is no SMTP reply)",
            "a server of IMAP at the port",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE)
                      .on(Trigger.connect(), SmtpFault.garbage(IMAP.getBytes(US_ASCII)))
                      .start()) {
                return lab.failure(lab.inClear(server));
              }
            }),
        of(
            "greeting-silent",
            Chapter.GREETING,
            "did not greet (timed out)",
            "a server that takes the connection and says nothing",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE).on(Trigger.connect(), SmtpFault.stall()).start()) {
                return lab.failure(
                    lab.inClear(server)
                        .timeouts(Timeouts.defaults().withGreeting(Duration.ofMillis(300))));
              }
            }),
        of(
            "login-unanswered",
            Chapter.AUTH,
            "broke during the login of ... (timed out)",
            "a server that does not answer AUTH",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE).on(Trigger.auth("PLAIN"), SmtpFault.stall()).start()) {
                return lab.failure(
                    lab.inClear(server)
                        .timeouts(Timeouts.defaults().withCommand(Duration.ofSeconds(2))));
              }
            }),
        of(
            "message-part-fails",
            Chapter.MAIL,
            "The message could not be written out",
            "a message that fails where it is written",
            lab -> lab.failure(lab.account("localhost", 9, TlsMode.STARTTLS), new Failing())),
        broken("transaction-cut", "The connection to ... broke at", Trigger.command("MAIL")),
        broken("delivery-unknown", "but its reply did not come", Trigger.contentEnd()),
        broken("login-cut", "broke during the login of", Trigger.auth("PLAIN")));
  }

  private static Stream<Provocation> tls() {
    return Stream.of(
        modes(
            "tls-mode-starttls-expected",
            "does not speak TLS from the first byte",
            ServerTls.STARTTLS,
            TlsMode.IMPLICIT),
        modes(
            "tls-mode-implicit-expected",
            "stays silent because it expects TLS from the first byte",
            ServerTls.IMPLICIT,
            TlsMode.STARTTLS),
        modes("starttls-not-offered", "does not offer STARTTLS", ServerTls.NONE, TlsMode.STARTTLS),
        modes(
            "login-needs-tls",
            "is not encrypted, so PLAIN would show the secret",
            ServerTls.NONE,
            TlsMode.NONE),
        certified(
            "certificate-expired",
            "its certificate has expired",
            lab -> lab.authority().issueExpired("localhost")),
        certified(
            "certificate-not-yet-valid",
            "its certificate is not valid yet",
            lab -> lab.authority().issueNotYetValid("localhost")),
        certified(
            "certificate-other-name",
            "its certificate is for another name (No subject alternative DNS name matching)",
            lab -> lab.authority().issueForWrongName()),
        certified(
            "certificate-untrusted",
            "its certificate comes from a CA that is not trusted here (unable to find valid"
                + " certification path to requested target)",
            lab -> lab.authority().selfSigned("localhost")));
  }

  private static Stream<Provocation> logins() {
    return Stream.of(
        of(
            "login-not-offered",
            Chapter.AUTH,
            "offers no login at all (no AUTH in its EHLO reply after TLS)",
            "a server without AUTH",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.STARTTLS).withhold("AUTH").start()) {
                return lab.failure(lab.account("localhost", server.port(), TlsMode.STARTTLS));
              }
            }),
        of(
            "login-after-tls-only",
            Chapter.AUTH,
            "offers no login at all (no AUTH in its EHLO reply on an unencrypted line)",
            "a server without AUTH on an unencrypted line",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE).withhold("AUTH").start()) {
                return lab.failure(lab.inClear(server));
              }
            }),
        of(
            "mechanism-not-offered",
            Chapter.AUTH,
            "offers XOAUTH2 after TLS; the account logs in by PLAIN",
            "a server that takes tokens only",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE).mechanisms("XOAUTH2").start()) {
                return lab.failure(lab.inClear(server));
              }
            }),
        of(
            "mechanism-variant-not-offered",
            Chapter.AUTH,
            "offers LOGIN after TLS; the account logs in by PLAIN",
            "a server that takes passwords by LOGIN only",
            lab -> {
              try (ScriptedSmtpServer server =
                  lab.server(ServerTls.NONE).mechanisms("LOGIN").start()) {
                return lab.failure(lab.inClear(server));
              }
            }),
        of(
            "password-authorization-identity",
            Chapter.AUTH,
            "535 (with auth.authorization-identity)",
            "a server that refuses a login that acts as somebody else",
            lab -> {
              try (ScriptedSmtpServer server = lab.saying("AUTH", "535 5.7.8 No")) {
                return lab.failure(
                    lab.inClear(server)
                        .login(
                            PasswordLogin.of(Laboratory.USER, Secret.of("geheim"))
                                .onlyBy(PasswordMechanism.PLAIN)
                                .authorizationIdentity("boss@example.com")));
              }
            }));
  }

  /** Services whose passwords are known, by their hosts. */
  private static Stream<Provocation> passwords() {
    return Map.ofEntries(
            Map.entry("amazon-ses", "email-smtp.eu-west-1.amazonaws.com"),
            Map.entry("azure-communication-services", "smtp.azurecomm.net"),
            Map.entry("sendgrid", "smtp.sendgrid.net"),
            Map.entry("mailgun", "smtp.mailgun.org"),
            Map.entry("postmark", "smtp.postmarkapp.com"),
            Map.entry("sparkpost", "smtp.sparkpostmail.com"),
            Map.entry("mailjet", "in-v3.mailjet.com"),
            Map.entry("brevo", "smtp-relay.brevo.com"),
            Map.entry("yahoo", "smtp.mail.yahoo.com"),
            Map.entry("aol", "smtp.aol.com"),
            Map.entry("fastmail", "smtp.fastmail.com"),
            Map.entry("zoho", "smtp.zoho.eu"),
            Map.entry("icloud", "smtp.mail.me.com"),
            Map.entry("gmail", "smtp.gmail.com"))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .map(
            each ->
                of(
                    "password-" + each.getKey(),
                    Chapter.AUTH,
                    "535 at " + each.getValue() + " (with a password)",
                    "a scripted server in the place of the host refuses a password",
                    lab -> lab.refusedPasswordAt(each.getValue())));
  }

  private static IssuerFault error(String code) {
    return IssuerFault.oauthError(400, code, "Told by the test.");
  }

  private static Provocation answered(String id, String symptom, IssuerFault fault) {
    return of(
        id, Chapter.TOKEN, symptom, "a scripted issuer answers so", lab -> lab.failureOf(fault));
  }

  private static Account.Builder mail(Laboratory lab) {
    return lab.account(MAIL, 587, TlsMode.STARTTLS);
  }

  private static Provocation http(String id, String symptom, ProxyFault fault) {
    return of(
        id,
        Chapter.CONNECT,
        symptom,
        "a scripted HTTP proxy does so",
        lab -> {
          try (HttpConnectProxy proxy = HttpConnectProxy.start()) {
            proxy.fail(fault);
            return lab.failure(mail(lab).proxy(ProxyServer.http(proxy.host(), proxy.port())));
          }
        });
  }

  private static Provocation socks(String id, String symptom, ProxyFault fault) {
    return of(
        id,
        Chapter.CONNECT,
        symptom,
        "a scripted SOCKS5 proxy does so",
        lab -> {
          try (SocksProxy proxy = SocksProxy.start()) {
            proxy.fail(fault);
            return lab.failure(mail(lab).proxy(ProxyServer.socks5(proxy.host(), proxy.port())));
          }
        });
  }

  private static Provocation broken(String id, String symptom, Trigger place) {
    return of(
        id,
        place.equals(Trigger.auth("PLAIN")) ? Chapter.AUTH : Chapter.MAIL,
        symptom,
        "a scripted server closes the connection in place of its reply",
        lab -> {
          try (ScriptedSmtpServer server =
              lab.server(ServerTls.NONE)
                  .withhold("PIPELINING", "CHUNKING")
                  .on(place, new SmtpFault.CloseBefore())
                  .start()) {
            return lab.failure(lab.inClear(server));
          }
        });
  }

  private static Provocation modes(String id, String symptom, ServerTls server, TlsMode account) {
    return of(
        id,
        Chapter.TLS,
        symptom,
        "a server of tls " + server + " and an account of tls " + account,
        lab -> {
          try (ScriptedSmtpServer scripted = lab.server(server).start()) {
            return lab.failure(
                lab.account("localhost", scripted.port(), account)
                    .timeouts(Timeouts.defaults().withGreeting(Duration.ofHours(1))));
          }
        });
  }

  private static Provocation certified(
      String id, String symptom, Function<Laboratory, TestCertificate> certificate) {
    return of(
        id,
        Chapter.TLS,
        symptom,
        "a server with such a certificate",
        lab -> {
          try (ScriptedSmtpServer server =
              lab.server(ServerTls.STARTTLS).certificate(certificate.apply(lab)).start()) {
            return lab.failure(lab.account("localhost", server.port(), TlsMode.STARTTLS));
          }
        });
  }

  private static Provocation of(
      String id, Chapter chapter, String symptom, String how, Fault fault) {
    return new Provocation(id, chapter, symptom, how, fault);
  }

  private static final class Failing extends MimeMessage {
    Failing() {
      super((Session) null);
    }

    @Override
    public void writeTo(OutputStream out, String[] ignored) {
      throw new IllegalStateException("the report is gone");
    }
  }
}
