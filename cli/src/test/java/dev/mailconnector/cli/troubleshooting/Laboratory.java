package dev.mailconnector.cli.troubleshooting;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.auth.oauth2.GenericOAuth2;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.HttpConnectProxy;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.issuer.GenericIssuer;
import dev.mailconnector.testkit.issuer.IssuerFault;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** Servers, proxies, one issuer and accounts, to break. */
final class Laboratory implements AutoCloseable {
  static final String USER = "robot@example.com";
  private static final byte[] MESSAGE =
      "From: robot@example.com\r\nTo: ann@example.com\r\nSubject: Tea\r\n\r\nIs ready.\r\n"
          .getBytes(StandardCharsets.US_ASCII);
  private static final Timeouts TIMEOUTS =
      Timeouts.defaults()
          .withConnect(Duration.ofSeconds(30))
          .withGreeting(Duration.ofSeconds(30))
          .withCommand(Duration.ofSeconds(30))
          .withToken(Duration.ofSeconds(30));

  private final TestAuthority authority = TestAuthority.create();
  private final TestCertificate certificate = authority.issue("localhost", "127.0.0.1");
  private final GenericIssuer issuer = GenericIssuer.start(certificate);

  TestAuthority authority() {
    return authority;
  }

  GenericIssuer issuer() {
    return issuer;
  }

  ScriptedSmtpServerBuilder server(ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .tls(tls)
        .certificate(certificate)
        .mechanisms("PLAIN")
        .password(USER, "geheim");
  }

  /** A server that gives this reply at this stage of a conversation in clear. */
  ScriptedSmtpServer saying(String stage, String reply) {
    ScriptedSmtpServerBuilder server =
        stage.equals("STARTTLS") ? server(ServerTls.STARTTLS) : server(ServerTls.NONE);
    SmtpFault fault = new SmtpFault.Reply(List.of(reply));
    Trigger place =
        switch (stage) {
          case "GREETING" -> Trigger.connect();
          case "AUTH" -> Trigger.auth("PLAIN");
          case "CONTENT" -> Trigger.contentEnd();
          default -> Trigger.command(stage);
        };
    return server.on(place, fault).start();
  }

  Account.Builder account(String host, int port, TlsMode tls) {
    return Account.builder("robot", new SmtpEndpoint(host, port, tls))
        .trust(Trust.context(authority.trustingContext()))
        .ehloName("client.example")
        .timeouts(TIMEOUTS)
        .login(PasswordLogin.of(USER, Secret.of("geheim")).onlyBy(PasswordMechanism.PLAIN));
  }

  /** What a send over this account fails by. */
  MailConnectorException failure(Account.Builder account) {
    try (MailConnector connector = MailConnector.of(account.build())) {
      connector.send(
          MESSAGE, SendOptions.defaults().withEnvelope(Envelope.of(USER, "ann@example.com")));
    } catch (MailConnectorException expected) {
      return expected;
    }
    throw new AssertionError("The message was sent");
  }

  /** What a send of this message fails by. */
  MailConnectorException failure(Account.Builder account, MimeMessage message) throws Exception {
    message.setFrom(USER);
    message.setText("Is ready.");
    try (MailConnector connector = MailConnector.of(account.build())) {
      connector.send(
          message, SendOptions.defaults().withEnvelope(Envelope.of(USER, "ann@example.com")));
    } catch (MailConnectorException expected) {
      return expected;
    }
    throw new AssertionError("The message was sent");
  }

  /** What a send meets at a server that gives this reply at this stage. */
  MailConnectorException failureOf(String stage, String reply) {
    try (ScriptedSmtpServer server = saying(stage, reply)) {
      return failure(
          stage.equals("STARTTLS")
              ? account("localhost", server.port(), TlsMode.STARTTLS)
              : inClear(server));
    }
  }

  Account.Builder inClear(ScriptedSmtpServer server) {
    return account("localhost", server.port(), TlsMode.NONE).dangerouslyAllowCleartextCredentials();
  }

  /** What a refused password at this host is told; the host leads to a server of ours. */
  MailConnectorException refusedPasswordAt(String host) {
    try (ScriptedSmtpServer server = saying("AUTH", "535 5.7.8 Authentication failed");
        HttpConnectProxy proxy = HttpConnectProxy.start()) {
      proxy.route(host, server.port());
      return failure(
          account(host, 587, TlsMode.NONE)
              .dangerouslyAllowCleartextCredentials()
              .proxy(ProxyServer.http(proxy.host(), proxy.port())));
    }
  }

  /** What a send fails by whose issuer answers so. */
  MailConnectorException failureOf(IssuerFault fault) {
    return tokenFailure(fault, client -> client);
  }

  MailConnectorException tokenFailure(
      IssuerFault fault, UnaryOperator<GenericOAuth2.Client> change) {
    issuer.failAll(fault);
    try {
      return failure(
          account("localhost", 9, TlsMode.STARTTLS).login(change.apply(client()).login(USER)));
    } finally {
      issuer.recover();
    }
  }

  GenericOAuth2.Client client() {
    return GenericOAuth2.at(issuer.tokenEndpoint())
        .clientCredentials("mailer", Secret.of("x"))
        .trust(Trust.context(authority.trustingContext()));
  }

  @Override
  public void close() {
    issuer.close();
  }
}
