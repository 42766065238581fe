package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.testkit.Turnstile;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many logins with a wrong password a server sees, by either way to say it. */
class PasswordLockOutTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TestAuthority AUTHORITY = TestAuthority.create();

  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .tls(ServerTls.STARTTLS)
          .certificate(AUTHORITY.issue("localhost"))
          .mechanisms("PLAIN", "LOGIN")
          .password("svc-mail", "right")
          .start();

  @AfterEach
  void close() {
    server.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN"})
  void sends_wrongPasswordInATarpit_areOneLogin(PasswordMechanism mechanism) throws Exception {
    Turnstile tarpit = Turnstile.shut();
    server.on(lastStep(mechanism), SmtpFault.held(tarpit));
    try (MailConnector mail = connector(SecretSource.fixed(Secret.of("wrong")), mechanism)) {
      List<CompletableFuture<MailConnectorException>> sends =
          Stream.generate(() -> CompletableFuture.supplyAsync(() -> failure(mail), this::onAThread))
              .limit(3)
              .toList();
      tarpit.awaitWaiting(1, SOON);
      server.await(counters -> counters.connectionsOpen() == 3, SOON);
      assertThat(sends).noneMatch(CompletableFuture::isDone);
      tarpit.open();

      for (CompletableFuture<MailConnectorException> send : sends) {
        assertThat(send.get(60, TimeUnit.SECONDS)).isInstanceOf(LoginRefusedException.class);
      }
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "PLAIN, ''",
    "LOGIN, ''",
    "PLAIN, 454 4.7.0 Temporary authentication failure",
    "LOGIN, 454 4.7.0 Temporary authentication failure",
    "PLAIN, 421 4.7.0 Too many errors",
    "LOGIN, 421 4.7.0 Too many errors"
  })
  void send_notAnswered_isOneLogin(PasswordMechanism mechanism, String reply) {
    server.on(
        lastStep(mechanism), reply.isEmpty() ? SmtpFault.closeBefore() : SmtpFault.reply(reply));
    try (MailConnector mail = connector(SecretSource.fixed(Secret.of("right")), mechanism)) {
      assertThat(failure(mail).advice()).isEqualTo(Advice.RETRY_LATER);

      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN"})
  void send_passwordChangedMeanwhile_isOneFailedLoginAndAGoodOne(PasswordMechanism mechanism)
      throws Exception {
    AtomicReference<String> file = new AtomicReference<>("wrong");
    Turnstile slow = Turnstile.shut();
    server.on(lastStep(mechanism).nth(1), SmtpFault.held(slow));
    try (MailConnector mail = connector(() -> Secret.of(file.get()), mechanism)) {
      CompletableFuture<MailConnectorException> send =
          CompletableFuture.supplyAsync(() -> failure(mail), this::onAThread);
      slow.awaitWaiting(1, SOON);
      file.set("right");
      slow.open();

      assertThat(send.get(60, TimeUnit.SECONDS)).isNull();
      assertThat(server.counters().loginsRefused()).isEqualTo(1);
      assertThat(server.counters().loginsAccepted()).isEqualTo(1);
    }
  }

  private static Trigger lastStep(PasswordMechanism mechanism) {
    return mechanism == PasswordMechanism.PLAIN
        ? Trigger.auth("PLAIN")
        : Trigger.authResponse().nth(2);
  }

  private void onAThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private MailConnector connector(SecretSource password, PasswordMechanism mechanism) {
    return MailConnector.of(
        Account.builder("intranet", new SmtpEndpoint("localhost", server.port(), TlsMode.STARTTLS))
            .trust(Trust.context(AUTHORITY.trustingContext()))
            .login(PasswordLogin.of("svc-mail", password).onlyBy(mechanism))
            .build());
  }

  private static MailConnectorException failure(MailConnector mail) {
    return catchThrowableOfType(MailConnectorException.class, () -> mail.send(message()));
  }

  private static MimeMessage message() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("svc-mail@corp.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@corp.example"));
    message.setSubject("Hello");
    message.setText("Hello");
    return message;
  }
}
