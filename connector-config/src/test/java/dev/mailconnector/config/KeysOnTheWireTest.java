package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.failure.ConnectionFailedException;
import dev.mailconnector.failure.InvalidMessageException;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.testkit.TestCertificate;
import dev.mailconnector.testkit.TestClientKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the words of a configuration to what a server sees. */
class KeysOnTheWireTest {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final byte[] MESSAGE =
      "From: robot@example.com\r\nTo: ann@example.com\r\nSubject: Hello\r\n\r\nHello\r\n"
          .getBytes(StandardCharsets.UTF_8);

  private final TestAuthority authority = TestAuthority.create();

  @TempDir private Path folder;

  @Test
  void redirectAllTo_isTheOnlyRecipient() throws IOException {
    try (ScriptedSmtpServer server = start(plain());
        MailConnector mail = connector(server, "redirect-all-to: tester@example.org")) {
      send(mail, "ann@example.com", "bob@example.net");

      ReceivedMessage received = server.awaitMessages(1, SOON).get(0);
      assertThat(received.recipients()).containsExactly("tester@example.org");
      assertThat(received.text())
          .contains("X-Original-Recipients: ")
          .contains("ann@example.com", "bob@example.net");
    }
  }

  @Test
  void allowedRecipientDomains_refuseTheMessageBeforeAConnection() throws IOException {
    try (ScriptedSmtpServer server = start(plain());
        MailConnector mail = connector(server, "allowed-recipient-domains: [example.com]")) {
      assertThatThrownBy(() -> send(mail, "ann@example.com", "bob@example.net"))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("bob@example.net");
      assertThat(server.sessions()).isEmpty();

      send(mail, "ann@example.com");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
    }
  }

  @Test
  void allowedFrom_refusesOtherSendersBeforeAConnection() throws IOException {
    try (ScriptedSmtpServer server = start(plain());
        MailConnector strict = connector(server, "allowed-from: '*@example.org'");
        MailConnector mail = connector(server, "allowed-from: 'ro*@example.com'")) {
      assertThatThrownBy(() -> send(strict, "ann@example.com"))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("robot@example.com");
      assertThat(server.sessions()).isEmpty();

      send(mail, "ann@example.com");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
    }
  }

  @Test
  void recipientsPerMessage_isALimitBeforeAConnection() throws IOException {
    try (ScriptedSmtpServer server = start(plain());
        MailConnector mail = connector(server, "limits: {recipients-per-message: 2}")) {
      assertThatThrownBy(() -> send(mail, "a@example.com", "b@example.com", "c@example.com"))
          .isInstanceOf(InvalidMessageException.class)
          .hasMessageContaining("2");
      assertThat(server.sessions()).isEmpty();

      send(mail, "a@example.com", "b@example.com");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void pin_takesThatServerAndNoOther(ServerTls tls) throws Exception {
    TestCertificate certificate = authority.selfSigned("elsewhere.example");
    try (ScriptedSmtpServer server = plain().tls(tls).certificate(certificate).start();
        MailConnector right = bare(server, tls, "trust: {pin-sha256: " + pin(certificate) + "}");
        MailConnector wrong =
            bare(server, tls, "trust: {pin-sha256: " + pin(authority.issue()) + "}")) {
      send(right, "ann@example.com");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);

      assertThatThrownBy(() -> send(wrong, "ann@example.com"))
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("another key than the pinned one");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void serverName_isTheNameThatTheCertificateMustHave(ServerTls tls) throws Exception {
    Path pem = authority.writePem(folder);
    try (ScriptedSmtpServer server =
            plain().tls(tls).certificate(authority.issue("mail.corp.example")).start();
        MailConnector named =
            bare(server, tls, "trust: {ca-file: " + pem + ", server-name: mail.corp.example}");
        MailConnector unnamed = bare(server, tls, "trust: {ca-file: " + pem + "}")) {
      send(named, "ann@example.com");
      assertThat(server.awaitMessages(1, SOON)).hasSize(1);

      assertThatThrownBy(() -> send(unnamed, "ann@example.com"))
          .isInstanceOf(ConnectionFailedException.class)
          .hasMessageContaining("its certificate is for another name");
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ServerTls.class,
      names = {"IMPLICIT", "STARTTLS"})
  void clientCertificate_isShownToAServerThatDemandsOne(ServerTls tls) throws Exception {
    TestClientKey key = TestClientKey.ec(InstantSource.system().instant());
    Path store = key.writePkcs12(folder.resolve("app.p12"), "app", "open-sesame");
    Path pem = authority.writePem(folder);
    try (ScriptedSmtpServer server =
            start(plain().tls(tls).demandClientCertificate(key.certificate()));
        MailConnector mail =
            bare(
                server,
                tls,
                "trust: {ca-file: " + pem + "}",
                "tls-client-certificate: {file: " + store + ", password: '${env:WORD}'}")) {
      send(mail, "ann@example.com");

      assertThat(server.sessions())
          .singleElement()
          .satisfies(
              session -> assertThat(session.clientCertificate()).isEqualTo(key.certificate()));
    }
  }

  @Test
  void properties_andTheEnvironmentAlone_sendToo() throws IOException {
    try (ScriptedSmtpServer server =
        start(ScriptedSmtpServer.builder().password("ann", "the right word"))) {
      Map<String, String> variables = new LinkedHashMap<>();
      Map<String, String> properties = new LinkedHashMap<>();
      Map.of(
              "host",
              server.host(),
              "port",
              String.valueOf(server.port()),
              "tls",
              "starttls",
              "user",
              "ann",
              "auth.password",
              "the right word",
              "trust.ca-file",
              authority.writePem(folder).toString())
          .forEach(
              (key, value) -> {
                properties.put("mailconnector.accounts.robot." + key, value);
                variables.put(
                    "MAILCONNECTOR_ACCOUNTS_ROBOT_"
                        + key.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_"),
                    value);
              });
      try (MailConnector byProperties =
              MailConfiguration.read(properties, "application.properties", Map.of())
                  .connector()
                  .build();
          MailConnector byVariables =
              MailConfiguration.readEnvironment(variables).connector().build()) {
        send(byProperties, "ann@example.com");
        send(byVariables, "ann@example.com");
      }

      assertThat(server.awaitMessages(2, SOON)).hasSize(2);
      assertThat(server.counters().commands("AUTH")).isEqualTo(2);
    }
  }

  private static ScriptedSmtpServerBuilder plain() {
    return ScriptedSmtpServer.builder().loginRequired(false);
  }

  private ScriptedSmtpServer start(ScriptedSmtpServerBuilder builder) {
    return builder.certificate(authority.issue()).start();
  }

  private MailConnector connector(ScriptedSmtpServer server, String... lines) throws IOException {
    String trust = "trust: {ca-file: " + authority.writePem(folder) + "}";
    return bare(server, ServerTls.STARTTLS, trust, String.join("\n", lines));
  }

  private static MailConnector bare(ScriptedSmtpServer server, ServerTls tls, String... lines) {
    String text =
        Try.account(lines)
            + "    host: %s\n    port: %d\n    tls: %s\n"
                .formatted(
                    server.host(),
                    server.port(),
                    tls == ServerTls.IMPLICIT ? "implicit" : "starttls");
    return MailConfiguration.read(text, "mail.yaml", Map.of("WORD", "open-sesame"))
        .connector()
        .build();
  }

  private static String pin(TestCertificate certificate) throws Exception {
    byte[] key = certificate.certificate().getPublicKey().getEncoded();
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
  }

  private static void send(MailConnector mail, String... to) {
    mail.send(
        MESSAGE,
        SendOptions.defaults().withEnvelope(new Envelope("robot@example.com", List.of(to))));
  }
}
