package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Properties;

/** Servers that want a login, and mail for them. */
final class Lab {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TestCertificate CERTIFICATE = AUTHORITY.issue("localhost");

  private Lab() {}

  /** A server with this mechanism alone. */
  static ScriptedSmtpServer server(ServerMechanism mechanism) {
    return builder().mechanisms(mechanism.name()).mechanism(mechanism).start();
  }

  static ScriptedSmtpServerBuilder builder() {
    return ScriptedSmtpServer.builder()
        .profile(SmtpProfile.POSTFIX)
        .tls(ServerTls.STARTTLS)
        .certificate(CERTIFICATE)
        .loginRequired(true);
  }

  static Account.Builder account(ScriptedSmtpServer server, CredentialProviderFactory login) {
    return Account.builder(
            "intranet", new SmtpEndpoint("localhost", server.port(), TlsMode.STARTTLS))
        .trust(Trust.context(AUTHORITY.trustingContext()))
        .login(login);
  }

  static void send(ScriptedSmtpServer server, CredentialProviderFactory login) throws Exception {
    try (MailConnector mail = MailConnector.of(account(server, login).build())) {
      mail.send(message());
    }
  }

  static MailConnectorException failure(ScriptedSmtpServer server, CredentialProviderFactory login)
      throws Exception {
    try (MailConnector mail = MailConnector.of(account(server, login).build())) {
      return failure(mail);
    }
  }

  static MailConnectorException failure(MailConnector mail) throws Exception {
    MimeMessage message = message();
    return catchThrowableOfType(MailConnectorException.class, () -> mail.send(message));
  }

  static MimeMessage message() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("svc-mail@corp.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@corp.example"));
    message.setSubject("Passwords");
    message.setText("Hello");
    return message;
  }
}
