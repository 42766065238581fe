package dev.mailconnector.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other programs' configurations, the real transport and a server on a socket. */
class DialectSendTest {
  private static final byte[] MESSAGE =
      "From: robot@contoso.com\r\nTo: ann@example.com\r\nSubject: x\r\n\r\nHello\r\n"
          .getBytes(UTF_8);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NODEMAILER | {host: HOST, port: PORT}",
        "NODEMAILER | {host: HOST, port: PORT, ignoreTLS: true}",
        "NODEMAILER | {host: HOST, port: PORT, auth: {user: '', pass: ''}}",
        "NODEMAILER | {host: HOST, port: PORT, authMethod: NONE, auth: {user: a, pass: b}}",
        "NODEMAILER | {host: HOST, port: PORT, secure: false, tls: {rejectUnauthorized: false}}",
        "TYPEBOT | SMTP_HOST=HOST;SMTP_PORT=PORT;SMTP_USERNAME=;SMTP_PASSWORD=",
        "TYPEBOT | SMTP_HOST=HOST;SMTP_PORT=PORT;SMTP_IGNORE_TLS=true",
        "JAKARTA_MAIL | mail.smtp.host=HOST;mail.smtp.port=PORT",
        "JAKARTA_MAIL | mail.smtp.host=HOST;mail.smtp.port=PORT;mail.smtp.starttls.enable=true",
        "SPRING | spring.mail.host=HOST;spring.mail.port=PORT",
        "URL | smtp://HOST:PORT",
        "URL | smtp://:@HOST:PORT?tls=none"
      })
  void noLogin_atARelayWithoutTls_isDelivered(Dialect dialect, String text) {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder().loginRequired(false).tls(ServerTls.NONE).start();
        MailConnector mail = connector(server, dialect, text)) {
      send(mail);

      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NODEMAILER | STARTTLS | {host: HOST, port: PORT, auth: {user: ann, pass: p#w%},"
            + " tls: {rejectUnauthorized: false}}",
        "NODEMAILER | STARTTLS | {host: HOST, port: PORT, ignoreTLS: true, auth: {user: ann,"
            + " pass: p#w%}, tls: {rejectUnauthorized: false}}",
        "NODEMAILER | STARTTLS | {host: HOST, port: PORT, requireTLS: true, authMethod: login,"
            + " auth: {user: ann, pass: p#w%}, tls: {rejectUnauthorized: false}}",
        "NODEMAILER | IMPLICIT | {host: HOST, port: PORT, secure: true, auth: {user: ann, pass:"
            + " p#w%}, tls: {rejectUnauthorized: false}}",
        "URL | IMPLICIT | smtps://ann:p%23w%25@HOST:PORT?tls.rejectUnauthorized=false",
        "URL | STARTTLS | smtp://ann:p%23w%25@HOST:PORT?tls=starttls&tls.rejectUnauthorized=false"
      })
  void login_overTls_isDelivered(Dialect dialect, ServerTls tls, String text) {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .tls(tls)
                .certificate(TestAuthority.create().issue())
                .password("ann", "p#w%")
                .start();
        MailConnector mail = connector(server, dialect, text)) {
      send(mail);

      assertThat(server.messages())
          .singleElement()
          .satisfies(
              message -> assertThat(message.login()).extracting(Login::user).isEqualTo("ann"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "NODEMAILER | {host: HOST, port: PORT, auth: {user: ann, pass: hunter2-S3cr3t}}",
        "NODEMAILER | {host: HOST, port: PORT, ignoreTLS: true, auth: {user: ann, pass:"
            + " hunter2-S3cr3t}}",
        "TYPEBOT | SMTP_HOST=HOST;SMTP_PORT=PORT;SMTP_IGNORE_TLS=true;SMTP_USERNAME=ann;"
            + "SMTP_PASSWORD=hunter2-S3cr3t",
        "JAKARTA_MAIL | mail.smtp.host=HOST;mail.smtp.port=PORT;mail.smtp.user=ann;"
            + "mail.smtp.password=hunter2-S3cr3t",
        "SPRING | spring.mail.host=HOST;spring.mail.port=PORT;spring.mail.username=ann;"
            + "spring.mail.password=hunter2-S3cr3t;"
            + "spring.mail.properties.mail.smtp.starttls.enable=true",
        "URL | smtp://ann:hunter2-S3cr3t@HOST:PORT?tls=none"
      })
  void login_atAServerWithoutTls_sendsNeitherPasswordNorMail(Dialect dialect, String text) {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .tls(ServerTls.NONE)
                .password("ann", "hunter2-S3cr3t")
                .start();
        MailConnector mail = connector(server, dialect, text)) {
      assertThatThrownBy(() -> send(mail))
          .isInstanceOf(MailConnectorException.class)
          .hasMessageContaining("STARTTLS")
          .hasMessageNotContaining("hunter2");

      assertThat(server.messages()).isEmpty();
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  private static MailConnector connector(ScriptedSmtpServer server, Dialect dialect, String text) {
    String whole =
        text.replaceAll("\\bHOST\\b(?!=)", server.host())
            .replaceAll("\\bPORT\\b(?!=)", String.valueOf(server.port()))
            .replace(';', '\n');
    return MailConfiguration.check(whole, "theirs", dialect, Map.of())
        .configuration()
        .connector()
        .build();
  }

  private static void send(MailConnector mail) {
    mail.send(
        MESSAGE,
        SendOptions.defaults()
            .withEnvelope(new Envelope("robot@contoso.com", List.of("ann@example.com"))));
  }
}
