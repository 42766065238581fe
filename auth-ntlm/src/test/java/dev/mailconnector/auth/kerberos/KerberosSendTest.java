package dev.mailconnector.auth.kerberos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.LoginImpossibleException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.KerberosServer;
import dev.mailconnector.testkit.KerberosTrait;
import dev.mailconnector.testkit.KerberosVerdict;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SmtpProfile;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Timeouts;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail with tickets of a KDC in this JVM, over real sockets. */
class KerberosSendTest {
  private static final TestAuthority AUTHORITY = TestAuthority.create();
  private static final TestCertificate CERTIFICATE = AUTHORITY.issue("localhost");
  private static final TestRealm REALM = TestRealm.get();

  private final SecretHunter hunter = SecretHunter.start().secret("password", TestRealm.PASSWORD);
  private final KerberosServer corp = KerberosServer.of(TestRealm.SERVICE, REALM.serviceKeytab());
  private final KerberosLogin login = KerberosLogin.ofKeytab(TestRealm.USER, REALM.userKeytab());

  @AfterEach
  void nothingLeaked() {
    hunter.assertNothingLeaked();
    hunter.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"STARTTLS", "IMPLICIT"})
  void send_byKeytab_isLetInAndDelegatesNothing(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, tls);
        MailConnector mail =
            MailConnector.of(account(server, TlsMode.valueOf(tls.name()), login).build())) {
      mail.send(message());

      assertThat(server.messages().get(0).login().mechanism()).isEqualTo("GSSAPI");
      assertThat(server.messages().get(0).login().user()).isEqualTo(TestRealm.USER);
    }
    assertThat(corp.verdicts()).containsExactly(new KerberosVerdict(TestRealm.USER, "", false, ""));
  }

  @Test
  void send_byPasswordInTheDefaultRealm_isLetIn() throws Exception {
    send(KerberosLogin.ofPassword("svc-mail", Secret.of(TestRealm.PASSWORD)), corp);

    assertThat(corp.verdicts()).singleElement().matches(KerberosVerdict::isAccepted);
  }

  @Test
  void send_byTicketCache_isLetInWithoutALogin(@TempDir Path folder) throws Exception {
    Path cache = folder.resolve("cache");
    REALM.kinit(cache);
    int logins = REALM.relay().logins();

    send(KerberosLogin.ofTicketCache(cache), corp);

    assertThat(corp.verdicts()).singleElement().matches(KerberosVerdict::isAccepted);
    assertThat(REALM.relay().logins()).isEqualTo(logins);
  }

  @Test
  void send_onNewConnections_asksTheKdcNoMore() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail = MailConnector.of(account(server, TlsMode.STARTTLS, login).build())) {
      mail.send(message());
      int logins = REALM.relay().logins();
      int services = REALM.relay().services();
      mail.evictConnections();
      mail.send(message());

      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
      assertThat(REALM.relay().logins()).isEqualTo(logins);
      assertThat(REALM.relay().services()).isEqualTo(services);
    }
  }

  @Test
  void send_ticketLongerThanACommand_isSentWhenTheServerAsksForIt() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail = MailConnector.of(account(server, TlsMode.STARTTLS, login).build())) {
      mail.send(message());

      List<String> lines = server.sessions().get(0).clientLines();
      assertThat(lines).contains("AUTH GSSAPI");
      assertThat(lines.get(lines.indexOf("AUTH GSSAPI") + 1)).hasSizeGreaterThan(512 - 14);
    }
  }

  @Test
  void send_servicePrincipalOfExchange_isAskedFor() throws Exception {
    KerberosServer exchange = KerberosServer.of(TestRealm.EXCHANGE, REALM.exchangeKeytab());

    send(login.servicePrincipal("SMTPSVC/mail01.corp.test"), exchange);

    assertThat(exchange.verdicts()).singleElement().matches(KerberosVerdict::isAccepted);
  }

  @ParameterizedTest
  @EnumSource(names = {"IGNORES_INITIAL_RESPONSE", "ACCEPTS_EARLY"})
  void send_serverWithMannersOfExchange_isLetIn(KerberosTrait trait) throws Exception {
    send(login, corp.traits(trait));

    assertThat(corp.verdicts()).singleElement().matches(KerberosVerdict::isAccepted);
  }

  @Test
  void send_successBeforeTheLayersWithoutTls_failsClosed() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder()
                .tls(ServerTls.NONE)
                .mechanism(corp.traits(KerberosTrait.ACCEPTS_EARLY))
                .start();
        MailConnector mail =
            MailConnector.of(
                account(server, TlsMode.NONE, login)
                    .dangerouslyAllowCleartextCredentials()
                    .build())) {
      MailConnectorException e = failure(mail);

      assertThat(e)
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is done before it proved who it is");
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ACCEPTS_WITHOUT_PROOF | is done before it proved who it is",
        "DEMANDS_LAYER | demands a security layer of Kerberos (offer 6)",
        "SPEAKS_GARBAGE | Kerberos with smtp/localhost failed",
        "LAYER_IS_GARBAGE | Kerberos with smtp/localhost failed",
        "LAYER_IS_LONG | has 5 octets instead of 4",
        "NEVER_ENDS | goes on asking after the exchange is over"
      })
  void send_serverThatBreaksTheRules_sendsNothing(KerberosTrait trait, String words)
      throws Exception {
    try (ScriptedSmtpServer server = exchange(corp.traits(trait), ServerTls.STARTTLS)) {
      MailConnectorException e = failure(server, login);

      assertThat(e).isInstanceOf(LoginImpossibleException.class).hasMessageContaining(words);
      assertThat(server.counters().commands("MAIL")).isZero();
    }
  }

  @Test
  void send_refused_saysThatTheTicketWasGood() throws Exception {
    KerberosServer closed = corp.traits(KerberosTrait.LETS_NOBODY_IN);
    try (ScriptedSmtpServer server = exchange(closed, ServerTls.STARTTLS)) {
      assertThat(failure(server, login))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("535 5.7.3 Authentication unsuccessful")
          .hasMessageContaining(
              "The KDC gave svc-mail@CORP.TEST a ticket for smtp/localhost@CORP.TEST")
          .hasMessageContaining("setspn -Q smtp/localhost")
          .returns("kerberos-ticket-refused", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("Extended Protection");
    }
  }

  @Test
  void send_wrongPassword_isOneAttemptHoweverManySends() throws Exception {
    KerberosLogin wrong = KerberosLogin.ofPassword(TestRealm.USER, Secret.of("wr0ng-password"));
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail = MailConnector.of(account(server, TlsMode.STARTTLS, wrong).build())) {
      int before = REALM.relay().logins();
      MailConnectorException first = failure(mail);
      int after = REALM.relay().logins();
      failure(mail);

      assertThat(first)
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining(
              "No Kerberos ticket of svc-mail@CORP.TEST for smtp/localhost could be had by"
                  + " password")
          .hasMessageContaining("The password is not that of svc-mail@CORP.TEST")
          .hasMessageContaining("lock-out");
      assertThat(first.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      // The first step shows no password, and learns how to show it.
      assertThat(after - before).isEqualTo(2);
      assertThat(REALM.relay().logins()).isEqualTo(after);
      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  @Test
  void send_passwordPutRight_needNotWait() throws Exception {
    AtomicReference<String> vault = new AtomicReference<>("wr0ng-password");
    KerberosLogin rotating = KerberosLogin.ofPassword(TestRealm.USER, () -> Secret.of(vault.get()));
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail =
            MailConnector.of(account(server, TlsMode.STARTTLS, rotating).build())) {
      failure(mail);
      vault.set(TestRealm.PASSWORD);
      mail.send(message());

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void send_unknownService_namesWhatWasAskedFor() throws Exception {
    assertThat(refusedBeforeConnecting(login.servicePrincipal("SMTPSVC")))
        .hasMessageContaining("Server not found in Kerberos database (7)")
        .returns("kerberos-service-unknown", told -> told.diagnosis().orElseThrow().id())
        .hasMessageContaining("The KDC knows no SMTPSVC/localhost:")
        .hasMessageContaining("setspn -Q SMTPSVC/localhost")
        .hasMessageContaining("auth.service-principal");
  }

  @Test
  void send_unknownClient_namesIt() throws Exception {
    assertThat(
            refusedBeforeConnecting(
                KerberosLogin.ofPassword("nobody@CORP.TEST", Secret.of("any-passw0rd"))))
        .hasMessageContaining("The KDC does not know nobody@CORP.TEST: check auth.principal");
  }

  @Test
  void send_realmWithoutKdc_saysWhereKdcsAreLookedFor() throws Exception {
    assertThat(
            refusedBeforeConnecting(
                KerberosLogin.ofPassword("ann@ELSEWHERE.TEST", Secret.of("any-passw0rd"))))
        .hasMessageContaining("Java reads realms and KDCs from ")
        .hasMessageContaining("own.conf (-Djava.security.krb5.conf)");
  }

  @Test
  void send_kdcDown_isToldAsPassing() throws Exception {
    MailConnectorException e =
        refusedBeforeConnecting(
            KerberosLogin.ofPassword("ann@DOWN.TEST", Secret.of("any-passw0rd")));

    assertThat(e).hasMessageContaining("No KDC of the realm answered");
    assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
  }

  @Test
  void send_kdcSilent_waitsNoLongerThanTheTokenTimeout() throws Exception {
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail =
            MailConnector.of(
                account(
                        server,
                        TlsMode.STARTTLS,
                        KerberosLogin.ofPassword("ann@SILENT.TEST", Secret.of("any-passw0rd")))
                    .timeouts(
                        Timeouts.defaults()
                            .withToken(Duration.ofMillis(300))
                            .withShutdown(Duration.ofMillis(1)))
                    .build())) {
      MailConnectorException e = failure(mail);

      assertThat(e)
          .hasMessageContaining("The KDC is slow or silent")
          .returns("kerberos-ticket-slow", told -> told.diagnosis().orElseThrow().id());
      assertThat(e.advice()).isEqualTo(Advice.RETRY_LATER);
      assertThat(server.counters().connectionsTotal()).isZero();
    }
  }

  @Test
  void send_keytabWithoutThePrincipal_saysHowToLook() throws Exception {
    assertThat(refusedBeforeConnecting(KerberosLogin.ofKeytab("ann@CORP.TEST", REALM.userKeytab())))
        .hasMessageContaining("has no key of ann@CORP.TEST (klist -k");
  }

  @Test
  void send_ticketCacheThatComesLater_isRead(@TempDir Path folder) throws Exception {
    Path cache = folder.resolve("cache");
    try (ScriptedSmtpServer server = exchange(corp, ServerTls.STARTTLS);
        MailConnector mail =
            MailConnector.of(
                account(server, TlsMode.STARTTLS, KerberosLogin.ofTicketCache(cache)).build())) {
      assertThat(failure(mail))
          .hasMessageContaining(
              "The ticket cache " + cache + " has no valid ticket-granting ticket")
          .hasMessageContaining("kinit, k5start, sssd")
          .hasMessageContaining("not KEYRING, KCM or DIR");
      REALM.kinit(cache);
      mail.send(message());

      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void send_unencryptedLine_isRefusedBeforeAnythingIsSaid() throws Exception {
    try (ScriptedSmtpServer server =
            ScriptedSmtpServer.builder().tls(ServerTls.NONE).mechanism(corp).start();
        MailConnector mail = MailConnector.of(account(server, TlsMode.NONE, login).build())) {
      assertThat(failure(mail))
          .isInstanceOf(LoginImpossibleException.class)
          .hasMessageContaining("is not encrypted");
      assertThat(server.counters().commands("AUTH")).isZero();
    }
  }

  private static MailConnectorException refusedBeforeConnecting(KerberosLogin login)
      throws Exception {
    try (ScriptedSmtpServer server =
        exchange(KerberosServer.of(TestRealm.SERVICE, REALM.serviceKeytab()), ServerTls.STARTTLS)) {
      MailConnectorException e = failure(server, login);
      assertThat(e).isInstanceOf(CredentialException.class);
      assertThat(server.counters().connectionsTotal()).isZero();
      return e;
    }
  }

  private static void send(KerberosLogin login, KerberosServer kerberos) throws Exception {
    try (ScriptedSmtpServer server = exchange(kerberos, ServerTls.STARTTLS);
        MailConnector mail = MailConnector.of(account(server, TlsMode.STARTTLS, login).build())) {
      mail.send(message());

      assertThat(server.messages()).hasSize(1);
      assertThat(server.counters().commands("AUTH")).isEqualTo(1);
    }
  }

  private static ScriptedSmtpServer exchange(KerberosServer kerberos, ServerTls tls) {
    return ScriptedSmtpServer.builder()
        .profile(SmtpProfile.EXCHANGE_SERVER)
        .tls(tls)
        .certificate(CERTIFICATE)
        .mechanism(kerberos)
        .start();
  }

  private static MailConnectorException failure(ScriptedSmtpServer server, KerberosLogin login)
      throws Exception {
    try (MailConnector mail = MailConnector.of(account(server, TlsMode.STARTTLS, login).build())) {
      return failure(mail);
    }
  }

  private static MailConnectorException failure(MailConnector mail) throws Exception {
    MimeMessage message = message();
    return catchThrowableOfType(MailConnectorException.class, () -> mail.send(message));
  }

  private static Account.Builder account(
      ScriptedSmtpServer server, TlsMode tls, KerberosLogin login) {
    return Account.builder("intranet", new SmtpEndpoint("localhost", server.port(), tls))
        .trust(Trust.context(AUTHORITY.trustingContext()))
        .login(login);
  }

  private static MimeMessage message() throws Exception {
    MimeMessage message = new MimeMessage(Session.getInstance(new Properties()));
    message.setFrom(new InternetAddress("svc-mail@corp.test"));
    message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@corp.test"));
    message.setSubject("Kerberos");
    message.setText("Hello");
    return message;
  }
}
