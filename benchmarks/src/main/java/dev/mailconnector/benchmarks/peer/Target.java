package dev.mailconnector.benchmarks.peer;

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

  /** The settings of an Angus session. */
  Properties angus() {
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
