package dev.mailconnector.benchmarks.peer;

import dev.mailconnector.Account;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.TransactionLevel;
import dev.mailconnector.transport.Trust;
import java.util.Properties;
import javax.net.ssl.SSLContext;

/**
 * Where the peers send to, and what.
 *
 * @param port the sink's, on {@link #HOST}
 * @param tls whether TLS is spoken from the first byte; then there is a login too
 * @param trust knows the sink's authority
 * @param connections how many connections, and threads
 * @param letter the message
 */
public record Target(int port, boolean tls, SSLContext trust, int connections, Letter letter) {
  /** The sink's address. */
  public static final String HOST = "127.0.0.1";

  static final String USER = "robot@example.com";
  static final String PASSWORD = "benchmark";

  /** The same at another port. */
  public Target at(int otherPort) {
    return new Target(otherPort, tls, trust, connections, letter);
  }

  /** An account of Mail Connector. */
  public Account account(TransactionLevel level) {
    Account.Builder account =
        Account.builder("sink", new SmtpEndpoint(HOST, port, tls ? TlsMode.IMPLICIT : TlsMode.NONE))
            .trust(Trust.context(trust))
            .ehloName("bench.example.com")
            .transactionLevel(level)
            .pool(PoolSettings.defaults().withMaxConnections(connections));
    if (tls) {
      account.login(PasswordLogin.of(USER, Secret.of(PASSWORD)));
    }
    return account.build();
  }

  /** The settings of an Angus session. */
  public Properties angus() {
    Properties settings = new Properties();
    settings.put("mail.transport.protocol", "smtp");
    settings.put("mail.smtp.host", HOST);
    settings.put("mail.smtp.port", String.valueOf(port));
    settings.put("mail.smtp.localhost", "bench.example.com");
    if (tls) {
      settings.put("mail.smtp.auth", "true");
      settings.put("mail.smtp.auth.mechanisms", "PLAIN");
      settings.put("mail.smtp.ssl.enable", "true");
      settings.put("mail.smtp.ssl.socketFactory", trust.getSocketFactory());
    }
    return settings;
  }
}
