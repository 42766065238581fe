package dev.mailconnector.auth.basic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.transport.Timeouts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Passwords that change, or fail to, between a refusal and the login after it. */
class RotatedPasswordTest {
  private static final String OLD = "0ld-c0rrect-horse";
  private static final String NEW = "n3w-battery-staple";

  @TempDir private Path folder;
  private final AtomicInteger reads = new AtomicInteger();
  private final SecretHunter hunter = SecretHunter.start().secret("old", OLD).secret("new", NEW);

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN", "CRAM_MD5"})
  void file_replacedMeanwhile_isExactlyOneSecondLogin(PasswordMechanism mechanism)
      throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), OLD + "\n");
    SecretSource source = afterwards(file, () -> Files.writeString(file, NEW + "\r\n"));
    try (ScriptedSmtpServer server = server(mechanism)) {
      Lab.send(server, login(source).onlyBy(mechanism));

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
      assertThat(server.messages()).hasSize(1);
      assertThat(reads).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN", "CRAM_MD5"})
  void file_withTheSamePassword_isNoSecondLogin(PasswordMechanism mechanism) throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), OLD);
    SecretSource source = afterwards(file, () -> Files.writeString(file, OLD + "\n"));
    try (ScriptedSmtpServer server = server(mechanism)) {
      assertThat(Lab.failure(server, login(source).onlyBy(mechanism)))
          .isInstanceOf(LoginRefusedException.class);

      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
      assertThat(reads).hasValue(2);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"PLAIN", "LOGIN", "CRAM_MD5"})
  void newPassword_refusedAsWell_isNoThirdLogin(PasswordMechanism mechanism) throws Exception {
    SecretSource source = () -> Secret.of("wr0ng-password-" + reads.incrementAndGet());
    try (ScriptedSmtpServer server = server(mechanism)) {
      assertThat(Lab.failure(server, login(source).onlyBy(mechanism)))
          .isInstanceOf(LoginRefusedException.class);

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
    }
  }

  @Test
  void password_thatWorks_isReadOnceForManyConnections() throws Exception {
    SecretSource source =
        () -> {
          reads.incrementAndGet();
          return Secret.of(NEW);
        };
    try (ScriptedSmtpServer server = server(PasswordMechanism.PLAIN);
        MailConnector mail = MailConnector.of(Lab.account(server, login(source)).build())) {
      mail.send(Lab.message());
      mail.evictConnections();
      mail.send(Lab.message());

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
      assertThat(reads).hasValue(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "VANISHES, does not exist",
    "EMPTY, The password is empty.",
    "LINE_BREAK, The password is empty.",
    "HUGE, is larger than 64 KiB",
    "NOT_UTF8, is not UTF-8",
    "FOLDER, cannot be read",
    "NUL, NUL character"
  })
  void file_spoiltMeanwhile_isNoSecondLoginAndSaysWhatIsWrong(Spoiling spoiling, String words)
      throws Exception {
    Path file = Files.writeString(folder.resolve("secret"), OLD);
    SecretSource source = afterwards(file, () -> spoiling.apply(file));
    try (ScriptedSmtpServer server = server(PasswordMechanism.PLAIN)) {
      MailConnectorException e = Lab.failure(server, login(source));

      assertThat(e).isInstanceOf(CredentialException.class).hasMessageContaining(words);
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void supplier_failsAfterTheRefusal_isNoSecondLogin() throws Exception {
    SecretSource source =
        () -> {
          if (reads.getAndIncrement() > 0) {
            throw new IllegalStateException("vault is sealed");
          }
          return Secret.of(OLD);
        };
    try (ScriptedSmtpServer server = server(PasswordMechanism.PLAIN);
        MailConnector mail = MailConnector.of(Lab.account(server, login(source)).build())) {
      assertThat(Lab.failure(mail))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("its source failed with a java.lang.IllegalStateException");
      assertThat(Lab.failure(mail)).isInstanceOf(MailConnectorException.class);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void supplier_hangsBeforeTheFirstLogin_failsWithTheLimitBeforeASocketOpens() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    SecretSource source =
        () -> {
          try {
            never.await();
          } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
          }
          return Secret.of(NEW);
        };
    Timeouts impatient =
        Timeouts.defaults().withToken(Duration.ofMillis(50)).withShutdown(Duration.ofMillis(50));
    try (ScriptedSmtpServer server = server(PasswordMechanism.PLAIN);
        MailConnector mail =
            MailConnector.of(Lab.account(server, login(source)).timeouts(impatient).build())) {
      MailConnectorException e = Lab.failure(mail);

      assertThat(e)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("The password of svc-mail was not read within");
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(server.sessions()).isEmpty();
      never.countDown();
    }
  }

  private enum Spoiling {
    VANISHES,
    EMPTY,
    LINE_BREAK,
    HUGE,
    NOT_UTF8,
    FOLDER,
    NUL;

    void apply(Path file) throws IOException {
      Files.delete(file);
      switch (this) {
        case VANISHES -> {}
        case EMPTY -> Files.createFile(file);
        case LINE_BREAK -> Files.writeString(file, "\r\n");
        case HUGE -> Files.writeString(file, "x".repeat(64 * 1024 + 1));
        case NOT_UTF8 -> Files.write(file, new byte[] {(byte) 0xff, 'x'});
        case FOLDER -> Files.createDirectory(file);
        case NUL -> Files.writeString(file, "abc\0def");
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  /** The file, and what happens to it after it was read for the first time. */
  private SecretSource afterwards(Path file, Step step) {
    return () -> {
      Secret secret = SecretSource.file(file).read();
      if (reads.getAndIncrement() == 0) {
        try {
          step.run();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return secret;
    };
  }

  private static PasswordLogin login(SecretSource source) {
    return PasswordLogin.of("svc-mail", source);
  }

  private static ScriptedSmtpServer server(PasswordMechanism mechanism) {
    return Lab.server(PasswordServer.of(mechanism, "svc-mail", NEW));
  }
}
