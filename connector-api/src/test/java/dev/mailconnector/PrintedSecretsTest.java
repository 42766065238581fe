package dev.mailconnector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.failure.MailConnectorException;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.SecretHunter;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.transport.ProxyServer;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything public that has a secret in it, printed. */
class PrintedSecretsTest {
  private static final String PASSWORD = "correct-horse-battery-staple";
  private static final Secret SECRET = Secret.of(PASSWORD);

  static Stream<Object> values() {
    ProxyServer socks = ProxyServer.socks5("proxy.example", 1080).login("fred", SECRET);
    ProxyServer http = ProxyServer.http("proxy.example", 3128).login("fred", SECRET);
    Trust truststore = new Trust.Truststore(Path.of("ca.p12"), SECRET);
    Account.Builder account =
        Account.builder("robot", SmtpEndpoint.submission("a.example"))
            .login(TestLogin.password("robot", PASSWORD))
            .proxy(socks)
            .trust(Trust.platform());
    return Stream.of(
        SECRET,
        List.of(SECRET),
        SecretSource.fixed(SECRET),
        socks,
        http,
        truststore,
        account,
        account.build(),
        MailConnector.builder().account(account.build()));
  }

  @ParameterizedTest
  @MethodSource("values")
  void value_printed_showsNoSecret(Object value) {
    assertClean(value.toString());
  }

  @Test
  void everythingThatIsReported_printed_showsNoSecret() throws Exception {
    Lab lab = new Lab();
    List<String> seen = new ArrayList<>();
    try (ScriptedSmtpServer server =
            Lab.server(ServerTls.STARTTLS)
                .loginRequired(true)
                .password("robot", "another")
                .start();
        MailConnector connector =
            lab.connector(
                Lab.account(server, TlsMode.STARTTLS)
                    .login(TestLogin.password("robot", PASSWORD))
                    .build())) {
      MailConnectorException e = Lab.failure(() -> connector.send(Lab.message()));
      seen.addAll(List.of(e.toString(), e.detail().toString(), connector.toString()));
    }
    lab.events(ConnectorEvent.class).forEach(event -> seen.add(event.toString()));

    assertThat(seen).hasSizeGreaterThan(4).anyMatch(text -> text.contains("robot"));
    assertClean(String.join("\n", seen));
  }

  private static void assertClean(String text) {
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("password", PASSWORD).assertCleanText(text);
    }
  }
}
