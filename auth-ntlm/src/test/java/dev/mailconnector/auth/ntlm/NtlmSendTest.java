package dev.mailconnector.auth.ntlm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.NtlmServer;
import dev.mailconnector.testkit.NtlmTrait;
import dev.mailconnector.testkit.NtlmVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerMechanism;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpFault;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail through an Exchange server of a company network, over real sockets. */
class NtlmSendTest {
  private static final String PASSWORD = "c0rrect-hörse-battery";
  private static final Secret WRONG = Secret.of("wr0ng-password");
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TestCertificate CERTIFICATE = AUTHORITY.issue("localhost");

  private final SecretHunter hunter =
      SecretHunter.start()
          .secret("password", PASSWORD)
          .secret("answer, which can be guessed at", "TlRMTVNTUAADAAAA");
  private final NtlmServer corp =
      NtlmServer.ofDomain("CORP", "corp.example").user("svc-mail", PASSWORD);
  private final NtlmLogin login = NtlmLogin.of("CORP\\svc-mail", Secret.of(PASSWORD));

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "IMPLICIT"})
  void send_throughExtendedProtection_isSignedAndBound(ServerTls tls) throws Exception {
    NtlmServer strict =
        corp.traits(NtlmTrait.DEMANDS_CHANNEL_BINDING).demandingTarget("SMTPSVC/localhost");
    try (ScriptedSmtpServer server = exchange(strict, tls)) {
      send(server, TlsMode.valueOf(tls.name()), login.workstation("BATCH-7"));

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("NTLM");
    }
    assertThat(strict.verdicts())
        .containsExactly(
            new NtlmVerdict(
                "CORP", "svc-mail", "BATCH-7", "SMTPSVC/localhost", true, true, true, ""));
  }

  @ParameterizedTest
  @CsvSource({
    "svc-mail, svc-mail, CORP",
    "SVC-Mail, SVC-Mail, CORP",
    "corp.example\\svc-mail, svc-mail, CORP.EXAMPLE",
    "svc-mail@CORP, svc-mail, CORP",
    "svc-mail@corp.example, svc-mail@corp.example, ''"
  })
  void send_userInEachForm_isLetIn(String given, String user, String domain) throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS)) {
      send(server, NtlmLogin.of(given, Secret.of(PASSWORD)));
    }
    assertThat(corp.verdicts()).singleElement().extracting(NtlmVerdict::user).isEqualTo(user);
    assertThat(corp.verdicts()).singleElement().extracting(NtlmVerdict::domain).isEqualTo(domain);
  }

  @ParameterizedTest
  @EnumSource
  void send_serverOfAnotherSort_isLetIn(NtlmTrait trait) throws Exception {
    try (ScriptedSmtpServer server = exchange(corp.traits(trait), ServerTls.STARTTLS)) {
      send(server, login);

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void send_serverWithFourKilobytesOfTargetInformation_isLetIn() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp.padding(4096), ServerTls.STARTTLS)) {
      send(server, login);

      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"ntlm supported", "NTLM", "''", "'wait, please'", "AAAA", "====", "TlRMTVNTUAA="})
  void send_initialResponseAnsweredByWords_repeatsIt(String words) throws Exception {
    NtlmServer deaf = corp.traits(NtlmTrait.IGNORES_INITIAL_RESPONSE).words(words);
    try (ScriptedSmtpServer server = exchange(deaf, ServerTls.STARTTLS)) {
      send(server, login);

      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void send_wordsAgainAndAgain_givesUp() throws Exception {
    try (ScriptedSmtpServer server = exchange(new Chatter(), ServerTls.STARTTLS)) {
      MailConnectorException e = failure(server, login);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("goes on with words");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void send_acceptedBeforeAnythingWasProven_isNoLogin() throws Exception {
    try (ScriptedSmtpServer server =
        exchange(new Always(ServerMechanism.Step.accepted("svc-mail")), ServerTls.STARTTLS)) {
      MailConnectorException e = failure(server, login);

      assertThat(e).isInstanceOf(LoginImpossibleException.class);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "535 5.7.3 Authentication unsuccessful",
        "535 5.7.57 Client not authenticated to send mail",
        "504 5.7.4 Unrecognized authentication type"
      })
  void send_refusedAtTheFirstMessage_isOneLoginInTheServersWords(String reply) throws Exception {
    try (ScriptedSmtpServer server =
        exchange(new Always(ServerMechanism.Step.refused(reply)), ServerTls.STARTTLS)) {
      MailConnectorException e = failure(server, login);

      assertThat(e).hasMessageContaining(reply);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void send_wrongPassword_isOneLoginAndAdvice() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS)) {
      MailConnectorException e =
          failure(server, NtlmLogin.of("CORP\\svc-mail", Secret.of("wr0ng-password")));

      assertThat(e)
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("The login of CORP\\svc-mail by NTLM at localhost:")
          .hasMessageContaining("535 5.7.3 Authentication unsuccessful")
          .hasMessageContaining("The server is of the domain CORP (corp.example)")
          .hasMessageContaining("for the user svc-mail of the domain CORP")
          .returns("ntlm-refused", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("BUILTIN\\Administrator")
          .hasMessageContaining("lock-out")
          .hasMessageContaining("Extended Protection")
          .hasMessageContaining("require it. So that")
          .hasMessageNotContaining("NTLMv1")
          .hasMessageNotContaining("differ")
          .hasMessageNotContaining("principal");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "OTHER\\svc-mail, The two domains differ",
    "robot@corp.example, A user principal name need not be the mail address",
    "CORP\\robot@corp.example, A user principal name goes without a domain"
  })
  void send_nameThatIsUnlikely_isSaid(String user, String words) throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS)) {
      assertThat(failure(server, NtlmLogin.of(user, Secret.of(PASSWORD))))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining(words);
    }
  }

  @Test
  void send_domainByItsDnsName_isNotCalledAnother() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS)) {
      assertThat(failure(server, NtlmLogin.of("corp.example\\nobody", Secret.of(PASSWORD))))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageNotContaining("differ");
    }
  }

  @Test
  void send_passwordRotatedMeanwhile_isASecondLoginAndNoMore() throws Exception {
    AtomicInteger reads = new AtomicInteger();
    NtlmLogin rotating =
        NtlmLogin.of(
            "CORP\\svc-mail",
            () -> Secret.of(reads.getAndIncrement() == 0 ? "0ld-password" : PASSWORD));
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS)) {
      send(server, rotating);

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
      assertThat(reads).hasValue(2);
    }
  }

  /** Exchange holds the answer to a refused login back for five seconds (TarpitInterval). */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void sends_wrongPasswordInATarpit_areOneLogin(boolean challengeToo) throws Exception {
    Turnstile tarpit = Turnstile.shut();
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail =
            connector(server, TlsMode.STARTTLS, NtlmLogin.of("CORP\\svc-mail", WRONG))) {
      server.on(
          challengeToo ? Trigger.auth("NTLM") : Trigger.authResponse(), SmtpFault.held(tarpit));
      List<CompletableFuture<MailConnectorException>> sends =
          Stream.generate(
                  () -> CompletableFuture.supplyAsync(() -> failure(mail), NtlmSendTest::onAThread))
              .limit(3)
              .toList();
      tarpit.awaitWaiting(1, SOON);
      server.await(counters -> counters.connectionsOpen() == 3, SOON);
      assertThat(sends).noneMatch(CompletableFuture::isDone);
      tarpit.open();

      for (CompletableFuture<MailConnectorException> send : sends) {
        assertThat(send.get(60, TimeUnit.SECONDS))
            .isInstanceOf(LoginRefusedException.class)
            .hasMessageContaining("535 5.7.3 Authentication unsuccessful");
      }
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "454 4.7.0 Temporary authentication failure", "421 4.3.2 Not available"})
  void send_notAnsweredToTheEnd_isOneLogin(String reply) throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail = connector(server, TlsMode.STARTTLS, login)) {
      server.on(
          Trigger.authResponse(),
          reply.isEmpty() ? SmtpFault.closeBefore() : SmtpFault.reply(reply));

      assertThat(failure(mail).advice()).isEqualTo(Advice.RETRY_LATER);

      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  @Test
  void send_notBoundWhereItIsDemanded_saysHowToBind() throws Exception {
    NtlmServer strict = corp.traits(NtlmTrait.DEMANDS_CHANNEL_BINDING);
    try (ScriptedSmtpServer server = exchange(strict, ServerTls.STARTTLS)) {
      assertThat(failure(server, login.withoutChannelBinding()))
          .hasMessageContaining("requires Extended Protection")
          .hasMessageContaining("remove auth.channel-binding: off");
    }
    assertThat(strict.verdicts().get(0).failure()).isEqualTo("not bound to the channel");
  }

  @Test
  void send_serverThatMayKnowVersion1Only_isToldThatWeDoNot() throws Exception {
    NtlmServer old = corp.traits(NtlmTrait.NO_TARGET_INFO);
    try (ScriptedSmtpServer server = exchange(old, ServerTls.STARTTLS)) {
      assertThat(failure(server, NtlmLogin.of("svc-mail", Secret.of("wr0ng-password"))))
          .hasMessageContaining(
              "The server calls itself CORP, and the login was for the user svc-mail of no domain:")
          .hasMessageContaining("it may know NTLMv1 only")
          .hasMessageContaining("LmCompatibilityLevel");
    }
  }

  @Test
  void send_unencryptedLine_isRefusedBeforeAnythingIsSaid() throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder().tls(ServerTls.NONE).mechanism(corp).start()) {
      assertThat(failure(server, TlsMode.NONE, login))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is not encrypted, so NTLM would show the secret");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  @Test
  void send_namesThatTheServersCodePageMayLack_isGivenUpInWords() throws Exception {
    try (ScriptedSmtpServer server =
        exchange(corp.traits(NtlmTrait.NO_UNICODE), ServerTls.STARTTLS)) {
      assertThat(failure(server, NtlmLogin.of("CORP\\jürgen", Secret.of(PASSWORD))))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("the server takes no Unicode");
    }
  }

  private static ScriptedSmtpServer exchange(ServerMechanism ntlm, ServerTls tls) {
    return builder(ntlm, tls).start();
  }

  private static ScriptedSmtpServerBuilder builder(ServerMechanism ntlm, ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .profile(SmtpProfile.EXCHANGE_SERVER)
        .tls(tls)
        .certificate(CERTIFICATE)
        .mechanism(ntlm);
  }

  private static void send(ScriptedSmtpServer server, NtlmLogin login) throws Exception {
    send(server, TlsMode.STARTTLS, login);
  }

  private static void send(ScriptedSmtpServer server, TlsMode tls, NtlmLogin login)
      throws Exception {
    try (MailConnector mail = connector(server, tls, login)) {
      mail.send(message());
    }
  }

  private static void onAThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private static MailConnectorException failure(MailConnector mail) {
    return catchThrowableOfType(MailConnectorException.class, () -> mail.send(message()));
  }

  private static MailConnectorException failure(ScriptedSmtpServer server, NtlmLogin login)
      throws Exception {
    return failure(server, TlsMode.STARTTLS, login);
  }

  private static MailConnectorException failure(
      ScriptedSmtpServer server, TlsMode tls, NtlmLogin login) throws Exception {
    try (MailConnector mail = connector(server, tls, login)) {
      return failure(mail);
    }
  }

  private static MailConnector connector(ScriptedSmtpServer server, TlsMode tls, NtlmLogin login) {
    return MailConnector.of(
        Account.builder("intranet", new SmtpEndpoint("localhost", server.port(), tls))
            .trust(Trust.context(AUTHORITY.trustingContext()))
            .login(login)
            .build());
  }

  private static MimeMessage message() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("svc-mail@corp.example"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@corp.example"));
    message.setSubject("NTLM");
    message.setText("Hello");
    return message;
  }

  /** Never comes to the point. */
  private static final class Chatter implements ServerMechanism {
    @Override
    public String name() {
      return "NTLM";
    }

    @Override
    public Exchange start(Context context) {
      return response -> new Step.Text("please wait");
    }
  }

  /** Answers everything by this. */
  private record Always(Step step) implements ServerMechanism {
    @Override
    public String name() {
      return "NTLM";
    }

    @Override
    public Exchange start(Context context) {
      return response -> step;
    }
  }
}
