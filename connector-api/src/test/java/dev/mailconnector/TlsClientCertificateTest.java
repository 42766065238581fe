package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.event.CredentialWarning;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ManualScheduler;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.SettableClock;
import dev.mailconnector.testkit.SmtpSession;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.TestClientKey;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsClientCertificate;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that know their clients by a certificate, by real handshakes. */
class TlsClientCertificateTest {
  private static final String PASSWORD = "open-sesame";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD);

  /** The TLS of the JDK goes by the clock of the machine. */
  private static final Instant NOW = InstantSource.system().instant();

  private static final TestClientKey RSA = TestClientKey.rsa(NOW);
  private static final TestClientKey EC = TestClientKey.ec(NOW);

  @TempDir private Path folder;

  private final Lab lab = new Lab();

  /** A way to write a key down. */
  private interface Form {
    TlsClientCertificate write(Path folder, TestClientKey key) throws IOException;
  }

  static Stream<Arguments> forms() {
    Form store =
        (folder, key) ->
            TlsClientCertificate.file(key.writePkcs12(folder.resolve("k.p12"), "app", PASSWORD))
                .password(Secret.of(PASSWORD))
                .alias("app");
    Form pem = (folder, key) -> TlsClientCertificate.file(key.writePem(folder.resolve("k.pem")));
    Form locked =
        (folder, key) ->
            TlsClientCertificate.file(
                    Files.writeString(
                        folder.resolve("k.pem"),
                        key.certificatePem() + key.encryptedPrivateKeyPem(PASSWORD)))
                .password(Secret.of(PASSWORD));
    return Stream.of(ServerTls.IMPLICIT, ServerTls.STARTTLS)
        .flatMap(
            tls ->
                Stream.of(
                    Arguments.of(tls, "TLSv1.3", RSA, store),
                    Arguments.of(tls, "TLSv1.2", EC, store),
                    Arguments.of(tls, "TLSv1.3", EC, pem),
                    Arguments.of(tls, "TLSv1.2", RSA, locked)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void certificate_isShownToAServerThatDemandsIt(
      ServerTls tls, String protocol, TestClientKey key, Form form) throws Exception {
    try (ScriptedSmtpServer server =
        demanding(tls, key.certificate()).tlsProtocols(protocol).start()) {
      send(account(server, tls).tlsClientCertificate(form.write(folder, key)).build());

      assertThat(server.messages()).hasSize(1);
      assertThat(shown(server)).containsExactly(key.certificate());
    }
  }

  @Test
  void certificate_withThoseBetweenItAndTheAuthorityInAnyOrder_isTakenByTheAuthority()
      throws Exception {
    TestCertificate issued = Lab.authority().issue("app01.corp.example");
    Path pem =
        Files.writeString(
            folder.resolve("chain.pem"),
            Lab.authority().certificatePem() + issued.privateKeyPem() + issued.chainPem());
    try (ScriptedSmtpServer server =
        demanding(ServerTls.STARTTLS, Lab.authority().certificate()).start()) {
      send(
          account(server, ServerTls.STARTTLS)
              .tlsClientCertificate(TlsClientCertificate.file(pem))
              .build());

      assertThat(shown(server)).containsExactly(issued.certificate());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void certificate_toAServerThatAsksForNone_staysHere(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = Lab.server(tls).start()) {
      send(account(server, tls).tlsClientCertificate(pem(RSA)).build());

      assertThat(shown(server)).containsExactly((X509Certificate) null);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void account_withoutTheCertificateThatIsDemanded_isToldSo(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server =
        demanding(tls, RSA.certificate()).tlsProtocols("TLSv1.3").start()) {
      MailConnectorException e = failure(account(server, tls).build());

      assertThat(e)
          .hasMessageContaining("The server at localhost:" + server.port() + " ")
          .hasMessageContaining(" demands a client certificate (")
          .returns("tls-client-certificate-wanted", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("Set tls-client-certificate to the one");
      assertRefused(e, server);
    }
  }

  /**
   * The JDK's own server says bad_certificate up to 17, and no more than handshake_failure in 25.
   */
  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void account_withoutTheCertificateThatIsDemanded_isToldSoInTls12(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server =
        demanding(tls, RSA.certificate()).tlsProtocols("TLSv1.2").start()) {
      MailConnectorException e = failure(account(server, tls).build());

      assertThat(e)
          .hasMessageContaining("The server at localhost:" + server.port() + " ")
          .hasMessageMatching("(?s).* demands? a client certificate \\(.*");
      assertRefused(e, server);
    }
  }

  @ParameterizedTest
  @CsvSource({"IMPLICIT,TLSv1.3", "IMPLICIT,TLSv1.2", "STARTTLS,TLSv1.3", "STARTTLS,TLSv1.2"})
  void certificate_thatTheServerDoesNotKnow_isNamedInTheFailure(ServerTls tls, String protocol)
      throws Exception {
    try (ScriptedSmtpServer server =
        demanding(tls, RSA.certificate()).tlsProtocols(protocol).start()) {
      TlsClientCertificate strange = pem(EC);
      MailConnectorException e =
          failure(account(server, tls).tlsClientCertificate(strange).build());

      assertThat(e)
          .hasMessageContaining(
              "refuses the client certificate ("
                  + folder.resolve("key.pem")
                  + ", CN=Testkit throw-away client) (")
          .hasMessageContaining("must say which authority, name or fingerprint it accepts")
          .returns("tls-client-certificate-refused", told -> told.diagnosis().orElseThrow().id());
      assertRefused(e, server);
    }
  }

  @Test
  void certificate_refusedAfterItsEnd_isSaidToHaveExpired() throws Exception {
    TestCertificate late = Lab.authority().issueExpired("app01.corp.example");
    Path pem =
        Files.writeString(folder.resolve("late.pem"), late.privateKeyPem() + late.chainPem());
    try (ScriptedSmtpServer server =
        demanding(ServerTls.IMPLICIT, Lab.authority().certificate()).start()) {
      MailConnectorException e =
          failure(
              account(server, ServerTls.IMPLICIT)
                  .tlsClientCertificate(TlsClientCertificate.file(pem))
                  .build());

      assertThat(e)
          .hasMessageContaining("which expired on " + late.certificate().getNotAfter().toInstant())
          .returns("tls-client-certificate-expired", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("Ask whoever issued it for a new one and put it into this file");
      assertRefused(e, server);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void file_thatIsReplaced_isShownByTheNextConnection(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = demanding(tls, RSA.certificate(), EC.certificate()).start();
        MailConnector connector =
            lab.connector(account(server, tls).tlsClientCertificate(pem(RSA)).build())) {
      connector.send(Lab.message());
      pem(EC);
      connector.evictConnections();
      connector.send(Lab.message());

      assertThat(shown(server)).containsExactly(RSA.certificate(), EC.certificate());
    }
  }

  @Test
  void file_thatIsBeingWritten_leavesTheLastCertificateInUse() throws Exception {
    try (ScriptedSmtpServer server = demanding(ServerTls.IMPLICIT, RSA.certificate()).start();
        MailConnector connector =
            lab.connector(
                account(server, ServerTls.IMPLICIT).tlsClientCertificate(pem(RSA)).build());
        Lab.SilentLog expected = Lab.silence()) {
      connector.send(Lab.message());
      Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIV");
      connector.evictConnections();
      connector.send(Lab.message());

      assertThat(shown(server)).containsExactly(RSA.certificate(), RSA.certificate());
    }
  }

  @Test
  void password_isReadAgainWithTheReplacedFile() throws Exception {
    Path store = RSA.writePkcs12(folder.resolve("key.p12"), "app", PASSWORD);
    Path password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    try (ScriptedSmtpServer server =
            demanding(ServerTls.IMPLICIT, RSA.certificate(), EC.certificate()).start();
        MailConnector connector =
            lab.connector(
                account(server, ServerTls.IMPLICIT)
                    .tlsClientCertificate(
                        TlsClientCertificate.file(store).password(SecretSource.file(password)))
                    .build())) {
      connector.send(Lab.message());
      Files.writeString(password, "another-one");
      EC.writePkcs12(store, "app", "another-one");
      connector.evictConnections();
      connector.send(Lab.message());

      assertThat(shown(server)).containsExactly(RSA.certificate(), EC.certificate());
    }
  }

  @Test
  void end_thatIsNear_isToldOncePerDay() throws Exception {
    ManualScheduler scheduler =
        new ManualScheduler(SettableClock.at(NOW.plus(Duration.ofDays(6)).toString()));
    try (ScriptedSmtpServer server = demanding(ServerTls.IMPLICIT, RSA.certificate()).start();
        Lab.SilentLog expected = Lab.silence();
        MailConnector connector =
            lab.connector(
                account(server, ServerTls.IMPLICIT).tlsClientCertificate(pem(RSA)).build(),
                scheduler)) {
      connector.send(Lab.message());
      connector.evictConnections();
      connector.send(Lab.message());

      assertThat(lab.events(CredentialWarning.Ending.class))
          .singleElement()
          .satisfies(
              warning ->
                  assertThat(warning.message())
                      .startsWith(
                          "The client certificate of account robot ("
                              + folder.resolve("key.pem")
                              + ", CN=Testkit throw-away client) ends on ")
                      .contains("tls-client-certificate.file"));
    }
  }

  static Stream<Arguments> unusable() {
    return Stream.of(
        Arguments.of(
            "tls-client-certificate.password",
            "store.p12 does not open with this password. Check tls-client-certificate.password.",
            Case.of(p12 -> p12.password(Secret.of("wrong!")))),
        Arguments.of(
            "tls-client-certificate.password",
            "store.p12 wants a password. Set tls-client-certificate.password.",
            Case.of(p12 -> p12)),
        Arguments.of(
            "tls-client-certificate.alias",
            "store.p12 has no private key of this alias. Name one of these: app, old.",
            Case.of(p12 -> p12.password(Secret.of(PASSWORD)).alias("nobody"))),
        Arguments.of(
            "tls-client-certificate.alias",
            "store.p12 has several keys. Name one of these: app, old.",
            Case.of(p12 -> p12.password(Secret.of(PASSWORD)))));
  }

  /** What somebody makes of a store with two keys. */
  private interface Case {
    TlsClientCertificate of(TlsClientCertificate store);

    static Case of(Case written) {
      return written;
    }
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("unusable")
  void store_thatCannotBeUsed_failsAtConstruction(String key, String words, Case written)
      throws Exception {
    Path store = folder.resolve("store.p12");
    TestClientKey.writePkcs12(store, PASSWORD, new String[] {"app", "old"}, RSA, EC);
    Account.Builder builder = Account.builder("a", SmtpEndpoint.submission("relay.example"));
    TlsClientCertificate certificate = written.of(TlsClientCertificate.file(store));

    assertThatThrownBy(() -> builder.tlsClientCertificate(certificate))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.key()).isEqualTo(key))
        .hasMessageContaining(words)
        .hasMessageNotContaining(PASSWORD);
  }

  @Test
  void file_withoutKey_failsAtConstruction() throws Exception {
    Account.Builder builder = Account.builder("a", SmtpEndpoint.submission("relay.example"));
    Path open = Files.writeString(folder.resolve("open.pem"), RSA.certificatePem());

    assertThatThrownBy(() -> builder.tlsClientCertificate(TlsClientCertificate.file(open)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("open.pem has no PRIVATE KEY block");
    assertThatThrownBy(
            () -> builder.tlsClientCertificate(TlsClientCertificate.file(folder.resolve("none"))))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("none does not exist. Check the path.");
  }

  @Test
  void certificate_whereItCouldNotBeShown_failsAtConstruction() throws Exception {
    SmtpEndpoint endpoint = new SmtpEndpoint("relay.example", 25, TlsMode.NONE);
    assertThatThrownBy(() -> Account.builder("a", endpoint).tlsClientCertificate(pem(RSA)).build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("With tls: none there is no handshake to show it in.");
    assertThatThrownBy(
            () ->
                Account.builder("a", SmtpEndpoint.submission("relay.example"))
                    .trust(Trust.context(Lab.authority().trustingContext()))
                    .tlsClientCertificate(pem(RSA))
                    .build())
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("an SSLContext, which brings its own keys");
    Account account =
        Account.builder("a", SmtpEndpoint.submission("relay.example"))
            .tlsClientCertificate(pem(RSA))
            .build();
    MailConnector.Builder connector =
        MailConnector.builder().account(account).sslContext(Lab.authority().trustingContext());
    assertThatThrownBy(connector::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("An SSLContext brings its own keys.");
  }

  private TlsClientCertificate pem(TestClientKey key) throws IOException {
    return TlsClientCertificate.file(key.writePem(folder.resolve("key.pem")));
  }

  private static ScriptedSmtpServerBuilder demanding(ServerTls tls, X509Certificate... clients) {
    return Lab.server(tls).demandClientCertificate(clients);
  }

  private Account.Builder account(ScriptedSmtpServer server, ServerTls tls) throws IOException {
    return Lab.account(server, TlsMode.valueOf(tls.name()))
        .trust(Trust.caFile(Lab.authority().writePem(folder)));
  }

  private static List<X509Certificate> shown(ScriptedSmtpServer server) {
    return server.sessions().stream().map(SmtpSession::clientCertificate).toList();
  }

  private void send(Account account) throws Exception {
    try (MailConnector connector = lab.connector(account)) {
      connector.send(Lab.message());
    }
  }

  private MailConnectorException failure(Account account) throws Exception {
    try (MailConnector connector = lab.connector(account)) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private static void assertRefused(MailConnectorException e, ScriptedSmtpServer server) {
    assertThat(e.stage()).isEqualTo(Stage.TLS);
    assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
    assertThat(server.messages()).isEmpty();
    assertThat(server.sessions()).hasSize(1);
  }
}
