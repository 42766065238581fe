package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.kerberos.KerberosLogin;
import dev.mailconnector.auth.ntlm.NtlmLogin;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.LoginRefusedException;
import dev.mailconnector.interop.DomainController.Listener;
import dev.mailconnector.spi.CredentialProviderFactory;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** NTLM and Kerberos to a mail server of an Active Directory domain. */
class DomainIT {
  private static final String KRB5_CONF = "java.security.krb5.conf";

  private static RealServers servers;
  private static DomainController domain;

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
    domain = DomainController.start(servers);
    System.setProperty(KRB5_CONF, domain.writeKrb5Conf().toString());
  }

  @AfterAll
  static void stopServers() throws Exception {
    System.clearProperty(KRB5_CONF);
    if (domain != null) {
      domain.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  /** Postfix writes two question marks for the two bytes of a letter. */
  @ParameterizedTest
  @CsvSource({
    "CORP\\ann, DOVECOT_IMPLICIT, ann@corp",
    "CORP\\ann, DOVECOT_STARTTLS, ann@corp",
    "corp.example\\ann, DOVECOT_IMPLICIT, ann@corp",
    "ann@corp.example, DOVECOT_STARTTLS, ann@corp",
    "ann@CORP, DOVECOT_STARTTLS, ann@corp",
    "Ann, DOVECOT_IMPLICIT, ann@corp",
    "CORP\\jörg, DOVECOT_STARTTLS, j??rg@corp",
  })
  void message_fromUserInEachForm_arrives(String user, Listener listener, String sender)
      throws Exception {
    String recipient = recipient();

    try (MailConnector mail = connector(listener, login(user))) {
      mail.send(message(), to(recipient));
    }

    DeliveredMessage delivered = servers.maildir().await(recipient, 1).get(0);
    assertThat(delivered.content()).isEqualTo(Messages.asStored(Messages.few().get(0)));
    assertThat(delivered.sender()).isEqualTo(sender);
  }

  static List<KerberosLogin> tickets() {
    return List.of(
        KerberosLogin.ofPassword("ann@CORP.EXAMPLE", Secret.of(DomainController.PASSWORD)),
        KerberosLogin.ofKeytab("ann@CORP.EXAMPLE", domain.keytab()));
  }

  @ParameterizedTest
  @MethodSource("tickets")
  void message_byTicketOfTheDomain_arrives(KerberosLogin login) throws Exception {
    String recipient = recipient();

    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, login)) {
      mail.send(message(), to(recipient));
    }

    DeliveredMessage delivered = servers.maildir().await(recipient, 1).get(0);
    assertThat(delivered.content()).isEqualTo(Messages.asStored(Messages.few().get(0)));
    assertThat(delivered.sender()).isEqualTo("ann@corp.example");
  }

  /** The domain counts a wrong password at its KDC as it does one by NTLM. */
  @Test
  void ticket_byWrongPassword_withManySenders_doesNotLockTheAccount() throws Exception {
    KerberosLogin login = KerberosLogin.ofPassword("eve@CORP.EXAMPLE", Secret.of("not-it-4713"));
    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, login)) {
      assertThat(refusals(mail, 20)).isEqualTo(20);
    }

    assertThat(domain.isLocked("eve")).isFalse();
    assertThat(domain.wrongPasswords("eve")).isEqualTo(1);
  }

  @Test
  void domain_itsChallenge_tellsNamesAndTime_andIsAnsweredInVersion2() throws Exception {
    TappedLogin tapped = new TappedLogin(login("CORP\\ann"), UnaryOperator.identity());

    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, tapped)) {
      mail.send(message(), to(recipient()));
    }

    TreeMap<Integer, byte[]> told = NtlmBytes.targetInfo(tapped.challenges().get(1));
    assertThat(NtlmBytes.text(told.get(NtlmBytes.NETBIOS_DOMAIN)))
        .isEqualTo(DomainController.NETBIOS_NAME);
    assertThat(NtlmBytes.text(told.get(NtlmBytes.DNS_DOMAIN))).isEqualTo(DomainController.DNS_NAME);
    assertThat(told)
        .containsKeys(NtlmBytes.NETBIOS_COMPUTER, NtlmBytes.DNS_COMPUTER, NtlmBytes.TIMESTAMP);
    assertThat(NtlmBytes.isVersion2(tapped.responses().get(1))).isTrue();
  }

  /** So the domain checks the signature, and those of the other tests were right. */
  @Test
  void signature_thatIsWrong_isRefused() throws Exception {
    TappedLogin tapped = new TappedLogin(login("CORP\\ann"), NtlmBytes::withBrokenMic);

    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, tapped)) {
      assertThatThrownBy(() -> mail.send(message(), to(recipient())))
          .isInstanceOf(LoginRefusedException.class);
    }
  }

  @Test
  void password_thatIsWrong_isTriedOnce_andTheAdviceNamesTheDomain() throws Exception {
    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, wrong("CORP\\bea"))) {
      LoginRefusedException refused =
          catchThrowableOfType(
              LoginRefusedException.class, () -> mail.send(message(), to(recipient())));

      assertThat(refused.reply().orElseThrow().code()).isEqualTo(535);
      assertThat(refused.remedy())
          .contains("The server is of the domain CORP (corp.example)")
          .contains("the user bea of the domain CORP", "lock-out");
    }
    assertThat(domain.wrongPasswords("bea")).isEqualTo(1);
  }

  @Test
  void password_thatIsWrong_withManySenders_doesNotLockTheAccount() throws Exception {
    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, wrong("CORP\\cid"))) {
      assertThat(refusals(mail, 20)).isEqualTo(20);
    }

    assertThat(domain.isLocked("cid")).isFalse();
    assertThat(domain.wrongPasswords("cid")).isEqualTo(1);
  }

  @Test
  void account_thatTheDomainHasLocked_isRefusedWithItsRightPassword() throws Exception {
    for (int i = 0; i < DomainController.LOCKOUT_THRESHOLD; i++) {
      try (MailConnector another = connector(Listener.DOVECOT_STARTTLS, wrong("CORP\\dan"))) {
        assertThat(refusals(another, 1)).isEqualTo(1);
      }
    }
    assertThat(domain.isLocked("dan")).isTrue();

    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, login("CORP\\dan"))) {
      assertThatThrownBy(() -> mail.send(message(), to(recipient())))
          .isInstanceOf(LoginRefusedException.class)
          .hasMessageContaining("locked");
    }
    KerberosLogin byTicket =
        KerberosLogin.ofPassword("dan@CORP.EXAMPLE", Secret.of(DomainController.PASSWORD));
    try (MailConnector mail = connector(Listener.DOVECOT_STARTTLS, byTicket)) {
      assertThatThrownBy(() -> mail.send(message(), to(recipient())))
          .isInstanceOf(CredentialException.class)
          .hasMessageContaining("locked");
    }
  }

  /** How many of so many senders at once hear that the login is refused. */
  private static int refusals(MailConnector mail, int senders) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(senders);
    CountDownLatch ready = new CountDownLatch(senders);
    try {
      List<Future<Boolean>> outcomes = new ArrayList<>();
      for (int i = 0; i < senders; i++) {
        outcomes.add(
            threads.submit(
                () -> {
                  ready.countDown();
                  ready.await();
                  return isRefused(mail);
                }));
      }
      int refused = 0;
      for (Future<Boolean> outcome : outcomes) {
        refused += outcome.get() ? 1 : 0;
      }
      return refused;
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean isRefused(MailConnector mail) throws Exception {
    try {
      mail.send(message(), to(recipient()));
      return false;
    } catch (LoginRefusedException | CredentialException e) {
      return true;
    }
  }

  private static NtlmLogin login(String user) {
    return NtlmLogin.of(user, Secret.of(DomainController.PASSWORD));
  }

  private static NtlmLogin wrong(String user) {
    return NtlmLogin.of(user, Secret.of("not-it-4713"));
  }

  private static MailConnector connector(Listener listener, CredentialProviderFactory login) {
    TlsMode tls = listener == Listener.DOVECOT_IMPLICIT ? TlsMode.IMPLICIT : TlsMode.STARTTLS;
    return MailConnector.of(
        Account.builder("domain", new SmtpEndpoint(RealServers.HOST, domain.port(listener), tls))
            .login(login)
            .from("robot@corp.example")
            .trust(Trust.caFile(servers.caFile()))
            .build());
  }

  private static RawMessage message() throws Exception {
    Path file = Messages.few().get(0);
    return RawMessage.of(file);
  }

  /** An address that only one message has. */
  private static String recipient() {
    return UUID.randomUUID() + "@interop.test";
  }

  private static SendOptions to(String recipient) {
    return SendOptions.defaults().withRecipients(List.of(recipient));
  }
}
