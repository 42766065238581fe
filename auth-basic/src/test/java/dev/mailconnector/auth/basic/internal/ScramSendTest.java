package dev.mailconnector.auth.basic.internal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.auth.basic.PasswordLogin;
import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScramServer;
import dev.mailconnector.testkit.ScramVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.Trigger;
import dev.mailconnector.transport.PoolSettings;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail by SCRAM over real sockets. */
class ScramSendTest {
  private static final String PASSWORD = "c0rrect-horse-battery";
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TestCertificate CERTIFICATE = AUTHORITY.issue("localhost");

  private final SecretHunter hunter = SecretHunter.start().secret("password", PASSWORD);
  private final PasswordLogin login = PasswordLogin.of("ann", Secret.of(PASSWORD));

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-1, STARTTLS, TLSv1.2",
    "SCRAM-SHA-1-PLUS, IMPLICIT, TLSv1.2",
    "SCRAM-SHA-256, IMPLICIT, TLSv1.3",
    "SCRAM-SHA-256-PLUS, STARTTLS, TLSv1.3",
    "SCRAM-SHA-256-PLUS, STARTTLS, TLSv1.2"
  })
  void send_byEachMechanismAsked_isLetIn(String name, ServerTls tls, String protocol)
      throws Exception {
    ScramServer scram = ScramServer.named(name).user("ann", PASSWORD);
    try (ScriptedSmtpServer server = offering(scram).tls(tls).tlsProtocols(protocol).start()) {
      send(account(server, TlsMode.valueOf(tls.name())), forced(name));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo(name);
    }
    String binding =
        protocol.equals("TLSv1.3") && Runtime.version().feature() >= 25
            ? "tls-exporter"
            : "tls-server-end-point";
    assertThat(scram.verdicts())
        .containsExactly(
            new ScramVerdict(name.endsWith("-PLUS") ? "p=" + binding + ",," : "y,,", "ann", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "SCRAM-SHA-1, fyko+d2lbbFgONRv9qkxdawL, 3rfcNHYJY1ZVvWVs7j, QSXCR+Q6sek8bf92,"
        + " v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=",
    "SCRAM-SHA-256, rOprNGfwEbeRWgbNEkqO, %hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
        + " W22ZaJ0SNY7soEsUEjb6gQ==, dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ="
  })
  void send_examplesOfTheStandards_areTheSameOnTheWire(
      String name, String ours, String theirs, String salt, String proof) throws Exception {
    ScramServer scram =
        ScramServer.named(name)
            .user("user", "pencil")
            .nonce(theirs)
            .salted(Base64.getDecoder().decode(salt), 4096);
    PasswordPlan plan = PasswordPlan.of("user", List.of(PasswordMechanism.named(name)));
    CredentialProviderFactory fixed =
        context ->
            new SecretCredentialProvider(
                context,
                "user",
                SecretSource.fixed(Secret.of("pencil")),
                new PasswordCredentials(plan, () -> ours, new OfferMemory("x", false)));
    // Without TLS there is nothing to bind to: "n", as in the examples.
    try (ScriptedSmtpServer server = offering(scram).tls(ServerTls.NONE).start()) {
      send(account(server, TlsMode.NONE).dangerouslyAllowCleartextCredentials(), fixed);

      assertThat(server.sessions().get(0).clientLines())
          .containsSubsequence(
              "AUTH " + name + " " + base64("n,,n=user,r=" + ours),
              base64("c=biws,r=" + ours + theirs + ",p=" + proof),
              "");
    }
  }

  /** Lost on the way it would let the user act as itself, and nobody would know. */
  @Test
  void send_actingAsSomebodyElse_saysSoInWhatIsProved() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD);
    try (ScriptedSmtpServer server = offering(scram).start()) {
      send(account(server, TlsMode.STARTTLS), login.authorizationIdentity("sales"));
    }

    assertThat(scram.verdicts()).containsExactly(new ScramVerdict("y,a=sales,", "ann", ""));
  }

  @Test
  void send_everyLogin_hasANonceOfItsOwn() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD);
    try (ScriptedSmtpServer server = offering(scram).start();
        MailConnector mail =
            MailConnector.of(account(server, TlsMode.STARTTLS).login(login).build())) {
      mail.send(message());
      mail.send(message());

      assertThat(
              server.sessions().stream()
                  .flatMap(session -> session.clientLines().stream())
                  .filter(line -> line.startsWith("AUTH SCRAM-SHA-256 ")))
          .hasSize(2)
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void send_everythingOffered_takesTheStrongestThatFits() throws Exception {
    try (ScriptedSmtpServer server = offeringAll().start()) {
      send(account(server, TlsMode.STARTTLS), login);

      assertThat(server.messages().get(0).login().mechanism())
          .isEqualTo(Runtime.version().feature() >= 25 ? "SCRAM-SHA-256-PLUS" : "SCRAM-SHA-256");
    }
  }

  @EnabledForJreRange(min = JRE.JAVA_25)
  @Test
  void send_bindingOfferedForTheOlderHashAlone_isPreferred() throws Exception {
    ScramServer plus = ScramServer.named("SCRAM-SHA-1-PLUS").user("ann", PASSWORD);
    ScramServer bare = ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD);
    try (ScriptedSmtpServer server = offering(plus).mechanism(bare).start()) {
      send(account(server, TlsMode.STARTTLS), login);
    }
    assertThat(plus.verdicts()).containsExactly(new ScramVerdict("p=tls-exporter,,", "ann", ""));
    assertThat(bare.verdicts()).isEmpty();
  }

  @Test
  void send_passwordThatSaslprepForbids_goesByPlain() throws Exception {
    String tabbed = PASSWORD + "\tand a tab";
    try (ScriptedSmtpServer server = offeringAll().password("ann", tabbed).start()) {
      send(account(server, TlsMode.STARTTLS), PasswordLogin.of("ann", Secret.of(tabbed)));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("PLAIN");
    }
  }

  @Test
  void send_passwordThatSaslprepForbidsAndNothingElseOffered_saysWhy() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD);
    try (ScriptedSmtpServer server = offering(scram).start()) {
      assertThat(
              failure(
                  account(server, TlsMode.STARTTLS),
                  PasswordLogin.of("ann", Secret.of(PASSWORD + "\t"))))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("by SCRAM-SHA-256 at localhost:")
          .hasMessageContaining("could not begin: the password has a character that");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "v=AAAA", "v={v}AA", "v=%%%", "hello"})
  void send_serverWithoutItsProof_sendsNoMail(String serverFinal) throws Exception {
    ScramServer scram =
        ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD).serverFinal(serverFinal);
    try (ScriptedSmtpServer server = offering(scram).start()) {
      MailConnectorException e = failure(account(server, TlsMode.STARTTLS), login);

      assertThat(e).isInstanceOf(LoginImpossibleException.class);
      assertThat(e.getMessage()).containsAnyOf("is done before it proved who it is", "signature");
      assertThat(server.counters().commands("MAIL")).isZero();
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void send_successRightAfterTheName_sendsNoMail() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD);
    try (ScriptedSmtpServer server =
        offering(scram)
            .on(Trigger.auth("SCRAM-SHA-256"), SmtpFault.reply("235 2.7.0 Welcome"))
            .start()) {
      assertThat(failure(account(server, TlsMode.STARTTLS), login))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is done before it proved who it is");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void send_wrongPassword_isOneLoginAndAdvice() throws Exception {
    ScramServer scram = ScramServer.named("SCRAM-SHA-256").user("ann", "an0ther-password");
    try (ScriptedSmtpServer server = offering(scram.explaining()).start()) {
      MailConnectorException e = failure(account(server, TlsMode.STARTTLS), login);

      assertThat(e)
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("The login of ann by SCRAM-SHA-256 at localhost:")
          .hasMessageContaining("The server says e=invalid-proof (the password is wrong).")
          .returns("scram-refused", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("set auth.mechanism: PLAIN on this account, over TLS");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void send_passwordRotatedMeanwhile_isASecondLoginAndNoMore() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    PasswordLogin rotating =
        PasswordLogin.of(
            "ann", () -> Secret.of(reads.getAndIncrement() == 0 ? "0ld-password" : PASSWORD));
    try (ScriptedSmtpServer server = offeringAll().start()) {
      send(account(server, TlsMode.STARTTLS), rotating);

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
    }
  }

  @Test
  void send_manInTheMiddleWithACertificateOfHisOwn_isFoundByTheBinding() throws Exception {
    ScramServer elsewhere =
        ScramServer.named("SCRAM-SHA-256-PLUS").user("ann", PASSWORD).bindings("tls-unique");
    try (ScriptedSmtpServer server = offering(elsewhere.explaining()).start()) {
      assertThat(failure(account(server, TlsMode.STARTTLS), forced("SCRAM-SHA-256-PLUS")))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("it does not know this type of channel binding")
          .hasMessageContaining("auth.mechanism: SCRAM-SHA-256 does not bind");
    }
  }

  @Test
  void send_offerOfBindingTakenAway_isFoundByTheServer() throws Exception {
    ScramServer scram =
        ScramServer.named("SCRAM-SHA-256")
            .user("ann", PASSWORD)
            .bindings("tls-exporter")
            .explaining();
    try (ScriptedSmtpServer server = offering(scram).start()) {
      assertThat(failure(account(server, TlsMode.STARTTLS), login))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("its offer did not arrive here");
    }
  }

  @Test
  void send_mechanismForcedButNotOffered_namesBoth() throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder().certificate(CERTIFICATE).mechanisms("PLAIN").start()) {
      assertThat(failure(account(server, TlsMode.STARTTLS), forced("SCRAM-SHA-256")))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("offers PLAIN after TLS; the account logs in by SCRAM-SHA-256");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void send_unencryptedLine_isRefusedBeforeAnythingIsSaid() throws Exception {
    try (ScriptedSmtpServer server = offeringAll().tls(ServerTls.NONE).start()) {
      assertThat(failure(account(server, TlsMode.NONE), login))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is not encrypted, so SCRAM-SHA-256 would show the secret");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void send_weakerOfferOnALineThatNobodyVerifies_doesNotShowThePassword() throws Exception {
    try (ScriptedSmtpServer server = weakerFromTheSecondConnectionOn().start()) {
      Account.Builder account = account(server, TlsMode.STARTTLS).trust(Trust.dangerouslyNone());
      try (MailConnector mail = MailConnector.of(account.login(login).build())) {
        mail.send(message());
        MimeMessage second = message();
        MailConnectorException e =
            catchThrowableOfType(MailConnectorException.class, () -> mail.send(second));

        assertThat(e)
            .isInstanceOf(LoginImpossibleException.class)
            .hasMessageContaining("this account has logged in by SCRAM-SHA-256 before")
            .hasMessageContaining("now it offers PLAIN, LOGIN")
            .hasMessageContaining("trust.verify: none");
      }
      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void send_weakerOfferOfAVerifiedServer_isTaken() throws Exception {
    try (ScriptedSmtpServer server = weakerFromTheSecondConnectionOn().start()) {
      try (MailConnector mail =
          MailConnector.of(account(server, TlsMode.STARTTLS).login(login).build())) {
        mail.send(message());
        mail.send(message());
      }
      assertThat(server.messages())
          .extracting(message -> message.login().mechanism())
          .containsExactly("SCRAM-SHA-256", "PLAIN");
    }
  }

  /** Every connection says EHLO twice, before and after TLS. */
  private static ScriptedSmtpServerBuilder weakerFromTheSecondConnectionOn() {
    return offering(ScramServer.named("SCRAM-SHA-256").user("ann", PASSWORD))
        .mechanisms("PLAIN", "LOGIN", "SCRAM-SHA-256")
        .password("ann", PASSWORD)
        .on(
            Trigger.command("EHLO").nth(4),
            SmtpFault.reply("250-localhost", "250 AUTH PLAIN LOGIN"));
  }

  private static ScriptedSmtpServerBuilder offering(ScramServer scram) {
    return ScriptedSmtpServer.builder()
        .certificate(CERTIFICATE)
        .mechanisms(scram.name())
        .mechanism(scram);
  }

  private static ScriptedSmtpServerBuilder offeringAll() {
    ScriptedSmtpServerBuilder all =
        ScriptedSmtpServer.builder()
            .certificate(CERTIFICATE)
            .password("ann", PASSWORD)
            .mechanisms(
                "LOGIN",
                "PLAIN",
                "SCRAM-SHA-1",
                "SCRAM-SHA-1-PLUS",
                "SCRAM-SHA-256",
                "SCRAM-SHA-256-PLUS");
    List.of("SCRAM-SHA-1", "SCRAM-SHA-1-PLUS", "SCRAM-SHA-256", "SCRAM-SHA-256-PLUS")
        .forEach(name -> all.mechanism(ScramServer.named(name).user("ann", PASSWORD)));
    return all;
  }

  private PasswordLogin forced(String name) {
    return login.onlyBy(PasswordMechanism.named(name));
  }

  private static Account.Builder account(ScriptedSmtpServer server, TlsMode tls) {
    return Account.builder("intranet", new SmtpEndpoint("localhost", server.port(), tls))
        .pool(PoolSettings.defaults().withMaxMessages(1))
        .trust(Trust.context(AUTHORITY.trustingContext()));
  }

  private static void send(Account.Builder account, CredentialProviderFactory login)
      throws Exception {
    try (MailConnector mail = MailConnector.of(account.login(login).build())) {
      mail.send(message());
    }
  }

  private static MailConnectorException failure(
      Account.Builder account, CredentialProviderFactory login) throws Exception {
    MimeMessage message = message();
    try (MailConnector mail = MailConnector.of(account.login(login).build())) {
      return catchThrowableOfType(MailConnectorException.class, () -> mail.send(message));
    }
  }

  private static MimeMessage message() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("ann@corp.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("bob@corp.example"));
    message.setSubject("SCRAM");
    message.setText("Hello");
    return message;
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }
}
