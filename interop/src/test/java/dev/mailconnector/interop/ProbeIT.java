package dev.mailconnector.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.mailconnector.interop.RealServers.Port;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code probe} against a real Postfix and a real Dovecot, in order and out of order. */
class ProbeIT {
  @TempDir private static Path folder;
  private static RealServers servers;
  private static Configuration configuration;

  @BeforeAll
  static void startServers() throws Exception {
    servers = RealServers.start();
    servers.issuer().rotating(false);
    configuration = new Configuration(folder, servers);
    Files.writeString(folder.resolve("wrong-password"), "not-it-4711");
  }

  @AfterAll
  static void stopServers() throws Exception {
    if (servers != null) {
      servers.close();
    }
  }

  static List<Way> ways() {
    return Way.all();
  }

  @ParameterizedTest
  @MethodSource("ways")
  void server_inOrder_passesEveryStep(Way way) throws Exception {
    Path config = configuration.write(way);

    CommandLineRun run = CommandLineRun.of("--config", config.toString(), "probe");

    assertThat(run.status()).as(run.out() + run.err()).isZero();
    assertThat(run.out()).contains("No fault found.").doesNotContain("FAIL", "warn");
    assertThat(run.out().lines().filter(line -> line.startsWith("  skip")).count())
        .isEqualTo(way.mechanism() == null ? 2 : 0);
  }

  @ParameterizedTest
  @EnumSource
  void server_outOfOrder_isDiagnosed(ProbeFault fault) throws Exception {
    assertDiagnosed(fault, probe(write(fault)));
  }

  @Test
  void port_whereNothingListens_isDiagnosed() throws Exception {
    try (Socket bound = new Socket()) {
      bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

      CommandLineRun run = probe(write(bound.getLocalPort(), "starttls", "", ""));

      assertThat(cause(run).get("id")).as(run.out()).isEqualTo("nothing-listens");
      assertThat(run.status()).isEqualTo(69);
    }
  }

  /** By its expires_in its life has just begun; by what Dovecot reads in it, it is over. */
  @ParameterizedTest
  @EnumSource(names = {"DOVECOT_STARTTLS", "POSTFIX_STARTTLS"})
  void token_thatIsOverForTheServer_isDiagnosed(Port port) throws Exception {
    Path config = configuration.write(new Way(port, "XOAUTH2"));
    servers.issuer().clock(() -> Instant.now().minus(Duration.ofHours(2)));
    try {
      CommandLineRun run = probe(config);

      assertThat(cause(run).get("id")).as(run.out()).isEqualTo("login-refused");
      assertThat(run.status()).isEqualTo(77);
    } finally {
      servers.issuer().clock(InstantSource.system());
    }
  }

  @Test
  void connections_allInUse_areDiagnosed() throws Exception {
    Path config = write(Port.POSTFIX_ONE_CONNECTION);
    try (Socket other = new Socket(RealServers.HOST, servers.port(Port.POSTFIX_ONE_CONNECTION));
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(other.getInputStream(), StandardCharsets.US_ASCII))) {
      assertThat(lines.readLine()).startsWith("220 ");

      CommandLineRun run = probe(config);

      assertThat(cause(run).get("id")).as(run.out()).isEqualTo("greeting-busy");
      assertThat(cause(run).get("seen").toString()).contains("421 4.7.0", "too many connections");
      assertThat(run.status()).isEqualTo(75);
    }
  }

  /** Whoever sends as an address of another domain may still write to the server's own. */
  @Test
  void server_thatRelaysToNoOtherDomain_isWarnedOf_andRefusesTheMail() throws Exception {
    Path config = write(Port.POSTFIX_NO_RELAY);
    Files.writeString(config, Files.readString(config).replace("ann@interop", "ann@elsewhere"));

    CommandLineRun probe = CommandLineRun.of("--config", config.toString(), "probe");
    CommandLineRun send =
        CommandLineRun.of(
            "--config",
            config.toString(),
            "send",
            "--json",
            "--to",
            "joe@elsewhere.test",
            "--eml",
            Messages.few().get(0).toString());

    assertThat(probe.out()).contains("  warn sender", "Relay access denied", "No fault found.");
    assertThat(probe.status()).isZero();
    assertThat(send.out()).contains("\"diagnosis\":\"relay-denied\"", "454 4.7.1");
    assertThat(send.status()).isEqualTo(78);
  }

  private static void assertDiagnosed(ProbeFault fault, CommandLineRun run) throws Exception {
    Map<String, Object> cause = cause(run);
    assertThat(cause.get("id")).as(run.out()).isEqualTo(fault.diagnosis());
    assertThat(run.status()).as(run.out()).isEqualTo(fault.status());
    assertThat(cause.get("seen") + " " + cause.get("remedy")).contains(fault.words());
    assertThat(run.out() + run.err()).doesNotContain("4711", RealServers.CLIENT_SECRET);
  }

  private static CommandLineRun probe(Path config) {
    return CommandLineRun.of("--config", config.toString(), "probe", "--json");
  }

  /** Empty where the server is in order. */
  private static Map<String, Object> cause(CommandLineRun run) throws Exception {
    Map<String, Object> account =
        JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(run.out()), "accounts")[0];
    Map<String, Object> cause = JSONObjectUtils.getJSONObject(account, "firstCause");
    return cause == null ? Map.of() : cause;
  }

  private static Path write(Port port) throws Exception {
    return write(servers.port(port), "starttls", "trust: {ca-file: @CA@}", "");
  }

  private static Path write(ProbeFault fault) throws Exception {
    return write(servers.port(fault.port()), fault.tls(), fault.trust(), fault.login());
  }

  private static Path write(int port, String tls, String trust, String login) throws Exception {
    String text =
        """
        accounts:
          interop:
            host: %s
            port: %d
            tls: %s
            from: ann@interop.test
            %s
            %s
        """
            .formatted(RealServers.HOST, port, tls, trust, login)
            .replace("@CA@", servers.caFile().toString())
            .replace("@FOLDER@", folder.toString())
            .replace("@ENDPOINT@", servers.issuer().tokenEndpoint().toString());
    return Files.writeString(folder.resolve("probe.yaml"), text);
  }
}
