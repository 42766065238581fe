package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What Angus Mail does by itself, and must not do here. */
class AngusTrapsTest {
  @RegisterExtension final SecretHunt hunt = SecretHunt.of("geheim");

  private final Lab lab = new Lab();

  @Test
  void debug_inSystemPropertiesAndTheMessagesSession_printsNothing() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.debug", "true");
    properties.setProperty("mail.debug.auth", "true");
    PrintStream before = System.out;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setProperty("mail.debug", "true");
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS).mechanisms("PLAIN").password("robot", "geheim").start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .login(TestLogin.password("robot", "geheim"))
                    .build())) {
      MimeMessage message = new MimeMessage(Session.getInstance(properties));
      message.setFrom(new InternetAddress("robot@example.com"));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@example.com"));
      message.setText("Hello");
      printed.reset();

      connector.send(message);

      assertThat(server.messages()).hasSize(1);
      assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    } finally {
      System.setOut(before);
      System.clearProperty("mail.debug");
    }
  }

  @Test
  void session_ofTheMessage_hasNoSayInTheConnection() throws Exception {
    Properties properties = new Properties();
    properties.setProperty("mail.smtp.host", "elsewhere.invalid");
    properties.setProperty("mail.smtp.starttls.enable", "false");
    properties.setProperty("mail.smtp.ssl.trust", "*");
    properties.setProperty("mail.smtp.localhost", "forged.example");
    properties.setProperty("mail.smtp.from", "bounce@example.com");
    try (ScriptedSmtpServer server = Lab.server(ServerTls.STARTTLS).start();
        MailConnector connector = lab.connector(Lab.account(server, TlsMode.STARTTLS).build())) {
      MimeMessage message = new MimeMessage(Session.getInstance(properties));
      message.setFrom(new InternetAddress("robot@example.com"));
      message.setRecipient(Message.RecipientType.TO, new InternetAddress("ann@example.com"));
      message.setText("Hello");
      connector.send(message);

      assertThat(server.messages())
          .singleElement()
          .matches(received -> received.sender().equals("bounce@example.com"))
          .matches(received -> received.tlsProtocol() != null);
      assertThat(server.sessions().get(0).clientLines())
          .contains("EHLO client.example")
          .noneMatch(line -> line.contains("forged"));
    }
  }

  @ParameterizedTest
  @EnumSource(ServerTls.class)
  void finalizer_ofTheTransport_doesNotCloseAConnectionInUse(ServerTls tls) throws Exception {
    try (ScriptedSmtpServer server = Lab.server(tls).start();
        MailConnector connector =
            lab.connector(Lab.account(server, TlsMode.valueOf(tls.name())).build())) {
      for (int i = 0; i < 3; i++) {
        connector.send(Lab.message());
        System.gc();
        System.runFinalization();
      }

      assertThat(server.messages()).hasSize(3);
      assertThat(server.counters().connectionsTotal()).isEqualTo(1);
    }
  }

  @Test
  void ehlo_withoutAName_saysOneThatNeedsNoNameServer() throws Exception {
    try (ScriptedSmtpServer server = Lab.server(ServerTls.NONE).start();
        MailConnector connector =
            MailConnector.of(
                Account.builder("robot", new SmtpEndpoint("127.0.0.1", server.port(), TlsMode.NONE))
                    .timeouts(Lab.TIMEOUTS)
                    .build())) {
      connector.send(Lab.message());

      List<String> ehlo =
          server.sessions().get(0).clientLines().stream()
              .filter(line -> line.startsWith("EHLO"))
              .toList();
      assertThat(ehlo).hasSize(1);
      assertThat(ehlo.get(0))
          .matches("EHLO (\\[127\\.0\\.0\\.1]|[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+)");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nMAIL FROM:<x>", "a\nb", "a\0b", "a b", "", "<a>"})
  void ehloName_thatIsNone_isRefusedAtConstruction(String name) {
    Account.Builder builder = Account.builder("robot", SmtpEndpoint.submission("mail.example"));

    assertThatThrownBy(() -> builder.ehloName(name))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("ehlo-name")
        .hasMessageContaining("A domain name, or an address in brackets, is needed");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\u0085b", "a\u2028b"})
  void tags_withLineBreaks_areRefused(String text) {
    for (Map<String, String> tags : List.of(Map.of(text, "a"), Map.of("a", text))) {
      assertThatThrownBy(() -> SendOptions.defaults().withTags(tags))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("tag")
          .hasMessageContaining("must not contain control characters");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " "})
  void correlationId_thatIsEmpty_isRefused(String id) {
    assertThatThrownBy(() -> SendOptions.defaults().withCorrelationId(id))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("correlation id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b", "\u007f"})
  void correlationId_withControlCharacters_isRefused(String id) {
    assertThatThrownBy(() -> SendOptions.defaults().withCorrelationId(id))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("correlation id")
        .hasMessageContaining("must not contain control characters");
  }
}
