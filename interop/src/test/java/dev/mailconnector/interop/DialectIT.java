package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.Envelope;
import dev.mailconnector.MailConnector;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendReceipt;
import dev.mailconnector.config.ConfigurationReport;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.MailConfiguration;
import dev.mailconnector.interop.RealServers.Port;
import dev.mailconnector.transport.TlsMode;
import dev.mailconnector.transport.Trust;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Other programs' configurations, as they stand in the examples of connector-config, through the
 * real servers. Host, port and trust are those of the servers.
 */
class DialectIT {
  private static final Path EXAMPLES =
      Path.of("..", "connector-config", "src", "test", "resources", "dialects");

  /** The user of nearly all examples, whom both servers know. */
  private static final String LOGIN = "password login of " + RealServers.ROBOT;

  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "SMTP_HOST", "smtp.example.com",
          "SMTP_PORT", "587",
          "SMTP_USER", RealServers.ROBOT,
          "SMTP_PASSWORD", RealServers.ROBOT_PASSWORD,
          "AWS_KEY", "of nobody here",
          "EMPTY", "");

  private static RealServers servers;
  private static Maildir maildir;

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
    maildir = servers.maildir();
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (servers != null) {
      servers.close();
    }
  }

  /** One account of one example; both servers in turn, but Dovecot takes no mail without login. */
  record Example(Dialect dialect, Path file, Account account, boolean atDovecot) {
    /** An address that only the mail of this one has. */
    String recipient() {
      return (dialect.word() + "." + file.getFileName() + "." + account.name())
              .toLowerCase(Locale.ROOT)
          + "@interop.test";
    }

    boolean hasLogin() {
      return account.login() != null;
    }

    @Override
    public String toString() {
      return dialect.word() + "/" + file.getFileName() + " " + account.name();
    }
  }

  static List<Example> examples() throws IOException {
    List<Example> examples = new ArrayList<>();
    for (Dialect dialect : Dialect.values()) {
      for (Path file : files(EXAMPLES.resolve(dialect.word()))) {
        read(dialect, file, ENVIRONMENT).configuration().accounts().stream()
            .filter(each -> each.login() == null || LOGIN.equals(each.login().toString()))
            .map(each -> new Example(dialect, file, each, examples.size() % 2 == 0))
            .forEach(examples::add);
      }
    }
    return examples;
  }

  @ParameterizedTest
  @MethodSource("examples")
  void example_readAsItIs_isDeliveredByARealServer(Example example) throws Exception {
    Port port = port(example);
    String content =
        """
        Date: Sun, 22 Nov 2026 14:00:00 +0000
        Message-ID: <1@example.com>
        From: %s
        To: %s
        Subject: %s

        .Hello
        """
            .formatted(RealServers.ROBOT, example.recipient(), example);
    SendReceipt receipt;
    try (MailConnector mail =
        read(example.dialect(), example.file(), environment(example, port))
            .configuration()
            .connector()
            .build()) {
      receipt =
          mail.send(
              content.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8),
              SendOptions.defaults()
                  .withAccount(example.account().name())
                  .withEnvelope(new Envelope(RealServers.ROBOT, List.of(example.recipient()))));
    }

    assertThat(receipt.reply().code()).isEqualTo(250);
    DeliveredMessage delivered = maildir.await(example.recipient(), 1).get(0);
    assertThat(delivered.content()).isEqualTo(content);
    assertThat(delivered.sender()).isEqualTo(example.hasLogin() ? RealServers.ROBOT : "");
  }

  private static Port port(Example example) {
    if (!example.hasLogin()) {
      return example.account().endpoint().tls() == TlsMode.IMPLICIT
          ? Port.POSTFIX_IMPLICIT
          : Port.POSTFIX_NO_LOGIN;
    }
    if (example.account().endpoint().tls() == TlsMode.IMPLICIT) {
      return example.atDovecot() ? Port.DOVECOT_IMPLICIT : Port.POSTFIX_IMPLICIT;
    }
    return example.atDovecot() ? Port.DOVECOT_STARTTLS : Port.POSTFIX_STARTTLS;
  }

  private static Map<String, String> environment(Example example, Port port) {
    Account account = example.account();
    String prefix =
        "MAILCONNECTOR_ACCOUNTS_"
            + account.name().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_")
            + "_";
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    environment.put(prefix + "HOST", RealServers.HOST);
    environment.put(prefix + "PORT", String.valueOf(servers.port(port)));
    // Else a dialect that goes by the port would choose another.
    environment.put(
        prefix + "TLS", account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    if (!account.trust().equals(Trust.dangerouslyNone())) {
      environment.put(prefix + "TRUST_CA_FILE", servers.caFile().toString());
    }
    return environment;
  }

  private static ConfigurationReport read(
      Dialect dialect, Path file, Map<String, String> environment) throws IOException {
    return MailConfiguration.check(
        Files.readString(file), file.getFileName().toString(), dialect, environment);
  }

  /** Those that the build delivers to the testkit's servers. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> delivered = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        Path expected = file.resolveSibling(name.replaceFirst("\\.[a-z]+$", ".expected"));
        if (!name.endsWith(".expected") && Files.readString(expected).startsWith("delivered\n")) {
          delivered.add(file);
        }
      }
      return delivered;
    }
  }
}
