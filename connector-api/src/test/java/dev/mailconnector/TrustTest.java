package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.net.TlsLayer;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which certificates are taken, for whom, and what the error says about the others. */
class TrustTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("changeit", "geheim");

  private static final TestAuthority AUTHORITY = Lab.authority();
  private static final TestAuthority STRANGER = TestAuthority.create();

  private final Lab lab = new Lab();

  static Stream<Arguments> badCertificates() {
    List<Arguments> all =
        List.of(
            Arguments.of(
                AUTHORITY.issueForWrongName(), "its certificate is for another name", "Set host"),
            Arguments.of(
                STRANGER.issue("localhost"), "a CA that is not trusted here", "trust.ca-file"),
            Arguments.of(
                AUTHORITY.selfSigned("localhost"), "a CA that is not trusted here", "in the way"),
            Arguments.of(
                AUTHORITY.issueExpired("localhost"), "its certificate has expired", "renew"),
            Arguments.of(
                AUTHORITY.issueNotYetValid("localhost"), "is not valid yet", "Check the clock"));
    return Stream.of(ServerTls.IMPLICIT, ServerTls.STARTTLS)
        .flatMap(
            tls -> all.stream().map(a -> Arguments.of(tls, a.get()[0], a.get()[1], a.get()[2])));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("badCertificates")
  void certificate_refused_endsItWithOneConnectionAndNothingSent(
      ServerTls tls, TestCertificate certificate, String words, String remedy) throws Exception {
    try (ScriptedSmtpServer server = server(tls, certificate)) {
      MailConnectorException e = failure(account(server, "localhost", tls).build());

      assertThat(e)
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("localhost:" + server.port() + " cannot be trusted: ")
          .hasMessageContaining(words)
          .hasMessageContaining(remedy);
      assertThat(e.stage()).isEqualTo(Stage.TLS);
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertRefusedOnce(server);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "IMPLICIT, localhost, 127.0.0.1",
    "STARTTLS, localhost, 127.0.0.1",
    "IMPLICIT, 127.0.0.1, localhost",
    "STARTTLS, 127.0.0.1, localhost"
  })
  void certificate_isCheckedAgainstTheConfiguredHostAndNoOtherNameOfIt(
      ServerTls tls, String inCertificate, String host) throws Exception {
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue(inCertificate))) {
      MailConnectorException e = failure(account(server, host, tls).build());

      assertThat(e).hasMessageContaining("its certificate is for another name");
      assertRefusedOnce(server);
    }
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue(inCertificate))) {
      send(account(server, inCertificate, tls).build());
      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"IMPLICIT, Mail.Corp.Example", "STARTTLS, mail.corp.example", "STARTTLS, 192.0.2.7"})
  void certificate_isCheckedAgainstTheServerNameWhereThereIsOne(ServerTls tls, String name)
      throws Exception {
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue(name.toLowerCase(Locale.ROOT)))) {
      send(account(server, "127.0.0.1", tls).serverName(name).build());
      assertThat(server.messages()).hasSize(1);
    }
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue("localhost"))) {
      MailConnectorException e =
          failure(account(server, "localhost", tls).serverName(name).build());

      assertThat(e)
          .hasMessageContaining("its certificate is for another name")
          .hasMessageContaining("or trust.server-name where that name leads elsewhere; if the name")
          .hasMessageContaining("The name that was wanted is " + name);
      assertRefusedOnce(server);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void pin_takesAServerByItsKeyWhateverItsCertificateSays(ServerTls tls) throws Exception {
    TestCertificate certificate = STRANGER.issueExpired("elsewhere.example");
    String pin = pin(certificate);
    try (ScriptedSmtpServer server = server(tls, certificate)) {
      String other = pin(AUTHORITY.issue("localhost"));
      send(account(server, "localhost", tls).trust(Trust.pin(other, pin)).build());
      assertThat(server.messages()).hasSize(1);
    }
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue("localhost"))) {
      MailConnectorException e =
          failure(account(server, "localhost", tls).trust(Trust.pin(pin)).build());

      assertThat(e)
          .hasMessageContaining("cannot be trusted: it has another key than the pinned one")
          .returns("pin-other-key", told -> told.diagnosis().orElseThrow().id())
          .hasMessageContaining("expected is " + pin)
          .hasMessageContaining("set trust.pin-sha256 to the new pin");
      assertThat(e.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
      assertRefusedOnce(server);
    }
  }

  @Test
  void pin_isNoTrustForTokenEndpoints() throws Exception {
    TestCertificate certificate = STRANGER.issue("localhost");
    try (ScriptedSmtpServer server = server(ServerTls.IMPLICIT, certificate);
        Socket socket =
            TlsLayer.verifying(Trust.pin(pin(certificate)))
                .getSocketFactory()
                .createSocket("localhost", server.port())) {
      assertThatThrownBy(((SSLSocket) socket)::startHandshake)
          .isInstanceOf(SSLHandshakeException.class)
          .hasMessageContaining("certification path");
    }
  }

  private static String pin(TestCertificate certificate) throws Exception {
    byte[] key = certificate.certificate().getPublicKey().getEncoded();
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "AB:CD:EF", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934c"})
  void pin_thatIsNone_isRefused(String pin) {
    assertThatThrownBy(() -> Trust.pin(pin))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trust.pin-sha256")
        .hasMessageContaining("The fingerprint of a certificate is another thing");
    assertThatThrownBy(Trust::pin).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void serverName_thatCannotBe_isRefusedByItsKey() {
    Account.Builder account = Account.builder("robot", SmtpEndpoint.submission("mail.example"));

    assertThatThrownBy(() -> account.serverName("mail example"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trust.server-name: \"mail example\"");
    assertThatThrownBy(account.serverName("b").trust(Trust.dangerouslyNone())::build)
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("no name is checked");
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void certificate_refused_isNotTriedAgainWithTheTrustOfTheJvm(ServerTls tls, @TempDir Path folder)
      throws Exception {
    SSLContext before = SSLContext.getDefault();
    SSLContext.setDefault(AUTHORITY.trustingContext());
    try (ScriptedSmtpServer server = server(tls, AUTHORITY.issue("localhost"))) {
      Account account =
          account(server, "localhost", tls).trust(Trust.caFile(STRANGER.writePem(folder))).build();

      assertThat(failure(account)).hasMessageContaining("a CA that is not trusted here");
      assertRefusedOnce(server);
    } finally {
      SSLContext.setDefault(before);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void tls_olderThan12_isRefused(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server =
        ScriptedSmtpServer.builder()
            .tls(tls)
            .loginRequired(false)
            .certificate(AUTHORITY.issue("localhost"))
            .tlsProtocols("TLSv1.1")
            .start()) {
      MailConnectorException e = failure(account(server, "localhost", tls).build());

      assertThat(e).isInstanceOf(ConnectionFailedException.class).hasMessageContaining("TLS 1.2");
      assertThat(e.stage()).isEqualTo(Stage.TLS);
      assertRefusedOnce(server);
    }
  }

  @Test
  void caFile_ofTheServersAuthority_isTrusted(@TempDir Path folder) throws Exception {
    try (ScriptedSmtpServer server = server(ServerTls.STARTTLS, AUTHORITY.issue("localhost"))) {
      send(
          account(server, "localhost", ServerTls.STARTTLS)
              .trust(Trust.caFile(AUTHORITY.writePem(folder)))
              .build());
      assertThat(server.messages()).hasSize(1);
    }
  }

  @Test
  void truststore_withTheServersAuthority_isTrusted(@TempDir Path folder) throws Exception {
    Path store = store(folder, "changeit");
    try (ScriptedSmtpServer server = server(ServerTls.IMPLICIT, AUTHORITY.issue("localhost"))) {
      send(
          account(server, "localhost", ServerTls.IMPLICIT)
              .trust(Trust.truststore(store, Secret.of("changeit")))
              .build());
      assertThat(server.messages()).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void noTrust_atAll_takesAnyCertificateAndWarnsOnEachConnection(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = server(tls, STRANGER.issueExpired("wrong.example"));
        Warnings warnings = new Warnings()) {
      send(account(server, "localhost", tls).trust(Trust.dangerouslyNone()).build());

      assertThat(server.messages()).hasSize(1);
      assertThat(warnings.texts())
          .singleElement()
          .asString()
          .contains("nobody checks whom the connection to localhost:" + server.port() + " is with")
          .contains("trust.verify: none");
    }
  }

  @Test
  void caFile_thatIsMissing_isRefusedAtOnce(@TempDir Path folder) {
    Path file = folder.resolve("none.pem");

    assertThatThrownBy(() -> Trust.caFile(file))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trust.ca-file")
        .hasMessageContaining(file.toString())
        .hasMessageContaining("does not exist or cannot be read");
  }

  @ParameterizedTest
  @CsvSource({"'', it holds no certificate", "hello, hold certificates in PEM form"})
  void caFile_withoutCertificate_isRefusedAtConstruction(
      String text, String words, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("ca.pem"), text);
    Account account =
        Account.builder("robot", SmtpEndpoint.submission("mail.example"))
            .trust(Trust.caFile(file))
            .build();

    assertThatThrownBy(() -> MailConnector.of(account))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trust.ca-file")
        .hasMessageContaining(file.toString())
        .hasMessageContaining(words);
  }

  @Test
  void truststore_withTheWrongPassword_isRefusedAtConstruction(@TempDir Path folder)
      throws Exception {
    Account account =
        Account.builder("robot", SmtpEndpoint.submission("mail.example"))
            .trust(Trust.truststore(store(folder, "changeit"), Secret.of("geheim")))
            .build();

    assertThatThrownBy(() -> MailConnector.of(account))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("trust.truststore")
        .hasMessageContaining("with the right password")
        .hasMessageNotContaining("geheim");
  }

  private static ScriptedSmtpServer server(ServerTls tls, TestCertificate certificate) {
    return ScriptedSmtpServer.builder()
        .tls(tls)
        .loginRequired(false)
        .certificate(certificate)
        .start();
  }

  private static Account.Builder account(ScriptedSmtpServer server, String host, ServerTls tls) {
    return Account.builder(
            "robot", new SmtpEndpoint(host, server.port(), TlsMode.valueOf(tls.name())))
        .trust(Trust.context(AUTHORITY.trustingContext()))
        .timeouts(Lab.TIMEOUTS);
  }

  private static Path store(Path folder, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setCertificateEntry("ca", AUTHORITY.certificate());
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    }
    return file;
  }

  private MailConnectorException failure(Account account) throws Exception {
    try (MailConnector connector = lab.connector(account)) {
      return Lab.failure(() -> connector.send(Lab.message()));
    }
  }

  private void send(Account account) throws Exception {
    try (MailConnector connector = lab.connector(account)) {
      connector.send(Lab.message());
    }
  }

  private static void assertRefusedOnce(ScriptedSmtpServer server) {
    assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    assertThat(server.counters().commands("AUTH")).isZero();
    assertThat(server.counters().commands("MAIL")).isZero();
    assertThat(server.messages()).isEmpty();
  }

  /** What was warned of while it was open. */
  static final class Warnings extends Handler implements AutoCloseable {
    private final Logger logger = Logger.getLogger("dev.mailconnector");
    private final List<String> texts = new CopyOnWriteArrayList<>();

    Warnings() {
      logger.addHandler(this);
    }

    List<String> texts() {
      return texts;
    }

    @Override
    public void publish(LogRecord record) {
      if (record.getLevel() == Level.WARNING) {
        texts.add(record.getMessage());
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
