package dev.mailconnector.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.auth.basic.internal.SesPassword;
import dev.mailconnector.config.DialectExample.Outcome;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.testkit.Login;
import dev.mailconnector.testkit.ReceivedMessage;
import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.ScriptedSmtpServerBuilder;
import dev.mailconnector.testkit.ServerTls;
import dev.mailconnector.testkit.TestAuthority;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every {@link DialectExample}: what is read of it, word for word, and a mail through each of its
 * accounts, at a server with that line and that login. Only host, port and trust are changed, by
 * variables.
 */
class DialectExamplesTest {
  private static final byte[] MESSAGE =
      "From: robot@example.com\r\nTo: ann@example.com\r\nSubject: x\r\n\r\nHello\r\n"
          .getBytes(UTF_8);
  private static final String PASSWORD_LOGIN = "password login of ";
  private static final String ACCESS_KEY_ID = "AKIA";
  private static final String REGION = "eu-west-1";

  /** Of Amazon's own examples. */
  private static final String ACCESS_KEY = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  private final TestAuthority authority = TestAuthority.create();
  @TempDir private Path folder;

  static List<DialectExample> examples() {
    return DialectExample.all();
  }

  /** An expectation is written anew by {@code -Dmailconnector.docs=write}; its first line stays. */
  @ParameterizedTest
  @MethodSource("examples")
  void example_isReadAndDelivered_asExpected(DialectExample example) throws IOException {
    ConfigurationReport report = example.read(DialectExample.ENVIRONMENT);
    assertThat(report.errors().isEmpty()).isEqualTo(example.outcome() != Outcome.REFUSED);
    List<String> result = new ArrayList<>(DialectExample.result(report));
    result.add(0, example.outcome().name().toLowerCase(Locale.ROOT));
    if (example.outcome() == Outcome.DELIVERED) {
      for (Account account : report.configuration().accounts()) {
        result.add(delivered(example, account));
      }
    }
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.write(example.expectation(), result);
    }

    assertThat(result).isEqualTo(example.expected());
    assertThat(result.toString()).doesNotContain(Try.SECRET);
  }

  /** Sends, and tells how the server got it. */
  private String delivered(DialectExample example, Account account) throws IOException {
    try (ScriptedSmtpServer server = server(account);
        MailConnector mail =
            example.read(environment(account, server)).configuration().connector().build()) {
      mail.send(
          MESSAGE,
          SendOptions.defaults()
              .withAccount(account.name())
              .withEnvelope(new Envelope("robot@example.com", List.of("ann@example.com"))));

      assertThat(server.messages()).hasSize(1);
      ReceivedMessage message = server.messages().get(0);
      Login login = message.login();
      return "mail through %s: %s, %s"
          .formatted(
              account.name(),
              message.tlsProtocol() == null ? "in clear" : "encrypted",
              login == null ? "no login" : login.user() + " by " + login.mechanism());
    }
  }

  /** Where TLS is wanted only if offered, it is not: that is what sets this mode apart. */
  private static boolean isEncrypted(Account account) {
    TlsMode mode = account.endpoint().tls();
    return mode == TlsMode.IMPLICIT || mode == TlsMode.STARTTLS;
  }

  private ScriptedSmtpServer server(Account account) {
    ScriptedSmtpServerBuilder server =
        ScriptedSmtpServer.builder()
            .certificate(authority.issue())
            .loginRequired(account.login() != null)
            .tls(
                account.endpoint().tls() == TlsMode.IMPLICIT
                    ? ServerTls.IMPLICIT
                    : isEncrypted(account) ? ServerTls.STARTTLS : ServerTls.NONE);
    String login = String.valueOf(account.login());
    if (login.startsWith(PASSWORD_LOGIN)) {
      String user = login.substring(PASSWORD_LOGIN.length());
      String password =
          user.startsWith(ACCESS_KEY_ID)
              ? SesPassword.of(Secret.of(ACCESS_KEY), REGION).reveal()
              : Try.SECRET;
      server.password(user, password).mechanism(new CramMd5Server(user, password));
    }
    return server.start();
  }

  private Map<String, String> environment(Account account, ScriptedSmtpServer server)
      throws IOException {
    String prefix =
        "MAILCONNECTOR_ACCOUNTS_"
            + account.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
            + "_";
    Map<String, String> environment = new HashMap<>(DialectExample.ENVIRONMENT);
    environment.put(prefix + "HOST", server.host());
    environment.put(prefix + "PORT", String.valueOf(server.port()));
    environment.put(prefix + "TLS", DialectExample.tls(account));
    if (!account.trust().equals(Trust.dangerouslyNone())) {
      environment.put(prefix + "TRUST_CA_FILE", authority.writePem(folder).toString());
    }
    return environment;
  }
}
