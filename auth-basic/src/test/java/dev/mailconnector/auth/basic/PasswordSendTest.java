package dev.mailconnector.auth.basic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism.Step;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.Trigger;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail by a password, over real sockets, at servers of many sorts. */
class PasswordSendTest {
  private static final String PASSWORD = "c0rrect-hörse-battery";
  private static final String ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
  private static final String SES_PASSWORD = "BMW5RDrXmmVs0lV7GpI4oLkHXpZ4stDsk6q91z1g38Pk";

  private final SecretHunter hunter =
      SecretHunter.start()
          .secret("password", PASSWORD)
          .secret("access key", ACCESS_KEY)
          .secret("SES password", SES_PASSWORD);
  private final PasswordLogin login = PasswordLogin.of("svc-mail", Secret.of(PASSWORD));

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Username:, Password:",
    "User Name\0, Password\0",
    "'', ''",
    "334 Username:, 334 Password:",
    "334 please enter your name, 334 and now the password",
    "Password:, Password:",
    "Login, Secret"
  })
  void login_promptsOfEverySort_areAnsweredByPosition(String first, String second)
      throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.login(first, second, "svc-mail", PASSWORD))) {
      Lab.send(server, login);

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("LOGIN");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"334", "334 ", "334 VXNlcm5hbWU6 ", "334 dXNlcm5hbWU6", "334 =", "334 *"})
  void login_promptAsItStandsOnTheLine_isAnswered(String line) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.builder()
            .mechanisms("LOGIN")
            .password("svc-mail", PASSWORD)
            .on(Trigger.auth("LOGIN"), SmtpFault.reply(line))
            .start()) {
      Lab.send(server, login);

      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Username:", "334 Username:", "334 User Name"})
  void login_promptsInTheOtherOrder_keepsThePasswordToItself(String second) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.login("Password:", second, "svc-mail", PASSWORD))) {
      MailConnectorException e = Lab.failure(server, login);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("asks for the user name where the password is due");
      assertThat(server.sessions().get(0).clientLines())
          .contains("*")
          .doesNotContain(Base64.getEncoder().encodeToString(PASSWORD.getBytes(UTF_8)));
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void login_successAfterTheUserNameAlone_isNoLogin() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(script("LOGIN", Step.challenge(new byte[0]), Step.accepted("svc-mail")))) {
      assertThat(Lab.failure(server, login)).isInstanceOf(LoginImpossibleException.class);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void login_aThirdPrompt_isCancelled() throws Exception {
    Step prompt = Step.challenge(new byte[] {'?'});
    try (ScriptedSmtpServer server = Lab.server(script("LOGIN", prompt, prompt, prompt))) {
      assertThat(Lab.failure(server, login))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("goes on asking");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void cramMd5_askedForByName_isUsedAndWarnedOf() throws Exception {
    try (ScriptedSmtpServer server =
            Lab.builder()
                .mechanisms("PLAIN", "LOGIN", "CRAM-MD5")
                .mechanism(PasswordServer.of(PasswordMechanism.CRAM_MD5, "svc-mail", PASSWORD))
                .start();
        Warnings log = new Warnings()) {
      Lab.send(server, login.onlyBy(PasswordMechanism.CRAM_MD5));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("CRAM-MD5");
      assertThat(log.texts)
          .filteredOn(text -> text.contains("CRAM-MD5"))
          .singleElement()
          .asString()
          .contains("intranet: the login of svc-mail is by CRAM-MD5")
          .contains("does not tell who the server is");
    }
  }

  @Test
  void cramMd5_unasked_isNotUsedEvenIfNothingElseIsOffered() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.of(PasswordMechanism.CRAM_MD5, "svc-mail", PASSWORD))) {
      assertThat(Lab.failure(server, login))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("offers CRAM-MD5 after TLS");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void cramMd5_withoutAChallenge_isNoLogin() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(script("CRAM-MD5", Step.accepted("svc-mail")))) {
      assertThat(Lab.failure(server, login.onlyBy(PasswordMechanism.CRAM_MD5)))
          .isInstanceOf(LoginImpossibleException.class);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999})
  void cramMd5_challengeThatIsNone_isCancelled(int octets) throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.cramMd5(new byte[octets], "svc-mail", PASSWORD))) {
      assertThat(Lab.failure(server, login.onlyBy(PasswordMechanism.CRAM_MD5)))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("was given up: the server's challenge ");
      assertThat(server.sessions().get(0).clientLines()).contains("*");
    }
  }

  @Test
  void plain_authorizationIdentity_reachesTheServer() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.plain("ann@corp.example", "master", PASSWORD))) {
      Lab.send(
          server,
          PasswordLogin.of("master", Secret.of(PASSWORD))
              .authorizationIdentity("ann@corp.example"));

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void authorizationIdentity_serverWithLoginAlone_isNotLoggedInToWithoutIt() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.of(PasswordMechanism.LOGIN, "svc-mail", PASSWORD))) {
      assertThat(Lab.failure(server, login.authorizationIdentity("ann@corp.example")))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("offers LOGIN after TLS; the account logs in by ")
          .hasMessageContaining("auth.authorization-identity, which LOGIN cannot carry")
          .hasMessageContaining("PLAIN");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void authorizationIdentity_refused_isAdvisedOf() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(PasswordServer.plain("", "svc-mail", PASSWORD))) {
      MailConnectorException e =
          Lab.failure(server, login.authorizationIdentity("ann@corp.example"));

      assertThat(e)
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("was to act as ann@corp.example")
          .hasMessageContaining("must give svc-mail that right")
          .hasMessageContaining("Try without it");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void amazonSes_secretAccessKey_goesOutAsThePasswordOfItsRegion() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.plain("", "AKIAIOSFODNN7EXAMPLE", SES_PASSWORD))) {
      Lab.send(server, AmazonSes.login("AKIAIOSFODNN7EXAMPLE", Secret.of(ACCESS_KEY), "eu-west-1"));

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void amazonSes_refused_namesTheRegion() throws Exception {
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.plain("", "AKIAIOSFODNN7EXAMPLE", SES_PASSWORD))) {
      assertThat(
              Lab.failure(
                  server,
                  AmazonSes.login("AKIAIOSFODNN7EXAMPLE", Secret.of(ACCESS_KEY), "us-east-1")))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("The password was made for the region us-east-1.");
    }
  }

  @Test
  void postmark_serverToken_isUserAndPasswordAndInNoOutput() throws Exception {
    SecretSource token = SecretSource.fixed(Secret.of(PASSWORD));
    try (ScriptedSmtpServer server = Lab.server(PasswordServer.plain("", PASSWORD, PASSWORD));
        MailConnector mail =
            MailConnector.of(Lab.account(server, ApiKeyLogin.postmark(token)).build())) {
      mail.send(Lab.message());

      assertThat(server.messages()).hasSize(1);
    }
    try (ScriptedSmtpServer server =
        Lab.server(PasswordServer.plain("", "ann", "0ther-password"))) {
      assertThat(Lab.failure(server, ApiKeyLogin.postmark(token)))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("The login of server token by PLAIN");
    }
  }

  private static PasswordServer.Scripted script(String name, Step... steps) {
    AtomicInteger next = new AtomicInteger();
    List<Step> all = List.of(steps);
    return new PasswordServer.Scripted(name, () -> response -> all.get(next.getAndIncrement()));
  }

  private static final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.mailconnector");
    private final List<String> texts = new CopyOnWriteArrayList<>();

    Warnings() {
      logger.addHandler(this);
    }

    @Override
    public void publish(LogRecord entry) {
      if (entry.getLevel() == Level.WARNING) {
        texts.add(entry.getMessage());
      }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      logger.removeHandler(this);
    }
  }
}
