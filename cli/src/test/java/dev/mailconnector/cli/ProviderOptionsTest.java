package dev.mailconnector.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.testkit.ScriptedSmtpServer;
import dev.mailconnector.testkit.TestAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account without a configuration: {@code --provider}, {@code --user} and their like. */
class ProviderOptionsTest {
  private static final String PASSWORD = "correct horse battery";

  @RegisterExtension final SecretHunt hunt = SecretHunt.of(PASSWORD);

  private final TestAuthority authority = TestAuthority.create();
  private final ScriptedSmtpServer server =
      ScriptedSmtpServer.builder()
          .certificate(authority.issue())
          .password("apikey", PASSWORD)
          .password("you@gmail.com", PASSWORD)
          .start();
  private final Map<String, String> environment = new HashMap<>();
  @TempDir private Path folder;

  @BeforeEach
  void trustTheServer() throws IOException {
    environment.put(
        "MAILCONNECTOR_ACCOUNTS_MAIL_TRUST_CA_FILE", authority.writePem(folder).toString());
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void send_byProviderAndVariable_logsInAsThePresetSays() {
    environment.put("MAILCONNECTOR_PASSWORD", PASSWORD);

    Ran ran = send("--provider", "SendGrid", "--host", server.host() + ":" + server.port());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("account     mail (logged in as apikey)");
    assertThat(server.messages()).hasSize(1);
  }

  @Test
  void send_byUserHostAndFile_deliversAsThatUser() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");

    Ran ran =
        send(
            "--user",
            "you@gmail.com",
            "--host",
            server.host() + ":" + server.port(),
            "--password-file",
            file.toString());

    assertThat(ran.status()).as(ran.err()).isZero();
    assertThat(server.messages())
        .singleElement()
        .satisfies(message -> assertThat(message.login().user()).isEqualTo("you@gmail.com"));
  }

  @Test
  void probe_byUserAndHost_goesTheWayOfASend() {
    environment.put("MAILCONNECTOR_PASSWORD", PASSWORD);

    Ran ran =
        run("probe", "--user", "you@gmail.com", "--host", server.host() + ":" + server.port());

    assertThat(ran.status()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out()).contains("mail (" + server.host() + ":" + server.port() + ")");
    assertThat(server.messages()).isEmpty();
  }

  @Test
  void check_ofAUserAlone_saysWhichProviderWasTakenAndWhy() {
    environment.put("MAILCONNECTOR_PASSWORD", "abcdefghijklmnop");

    Ran ran = run("config", "check", "--user", "you@gmail.com");

    assertThat(ran.status()).isZero();
    assertThat(ran.out())
        .contains(
            "notice: the command line mailconnector.accounts.mail.user: \"you@gmail.com\". There is"
                + " neither preset nor host; this domain is one of preset: gmail",
            "smtp.gmail.com:465, TLS implicit, password login of you@gmail.com",
            "the command line: no errors, no warnings, 1 account");
  }

  @Test
  void check_ofAnAccountPassword_warnsWithTheWayOut() {
    environment.put("MAILCONNECTOR_PASSWORD", PASSWORD);

    Ran ran = run("config", "check", "--user", "you@hotmail.com");

    assertThat(ran.out())
        .contains("warning: ", "since 16 September 2024", "auth.grant: refresh-token");
  }

  @Test
  void user_withoutAPassword_isToldWhereItBelongs() {
    Ran ran = run("probe", "--user", "you@gmail.com");

    assertThat(ran.status()).isEqualTo(ExitStatus.CONFIGURATION.code());
    assertThat(ran.err()).contains("$MAILCONNECTOR_PASSWORD", "--password-file FILE");
  }

  @Test
  void user_withAnotherLogin_needsNoPassword() {
    environment.put("MAILCONNECTOR_ACCOUNTS_MAIL_AUTH_TYPE", "none");

    Ran ran = run("config", "check", "--user", "you@gmail.com");

    assertThat(ran.err()).doesNotContain("has no password");
  }

  @Test
  void provider_ofSeveral_asksWhichIsMeant() {
    Ran ran = send("--provider", "exchange", "--host", "mail.corp.example");

    assertThat(ran.status()).isEqualTo(ExitStatus.CONFIGURATION.code());
    assertThat(ran.err())
        .contains("Did you mean exchange-server for a server of your own, or microsoft365");
  }

  @Test
  void provider_besideAConfiguration_isRefused() {
    Ran ran = send("--provider", "gmail", "--config", "mail.yaml");

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(ran.err()).contains("leave them out, or --config and --dialect");
  }

  @Test
  void overrides_ofOtherAccounts_areNotRead() {
    environment.put("MAILCONNECTOR_PASSWORD", "abcdefghijklmnop");
    environment.put("MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD", PASSWORD);
    environment.put("MAILCONNECTOR_DEFAULT_ACCOUNT", "robot");

    Ran ran = run("config", "check", "--provider", "gmail", "--user", "you@gmail.com");

    assertThat(ran.status()).as(ran.out()).isZero();
    assertThat(ran.out()).endsWith("the command line: no errors, no warnings, 1 account\n");
  }

  @Test
  void host_asAnAddressOfSixteenBytes_isRead() {
    Ran ran = run("config", "check", "--host", "[::1]:2525");

    assertThat(ran.out()).contains("[::1]:2525", "TLS starttls, no login");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--password hunter2", "--password=hunter2", "-p hunter2", "--pass=hunter2"})
  void password_asAnArgument_isNoOptionAndIsNotRepeated(String words) {
    List<String> arguments = new ArrayList<>(List.of("--provider", "gmail", "--json"));
    arguments.addAll(List.of(words.split(" ")));

    Ran ran = send(arguments.toArray(String[]::new));

    assertThat(ran.status()).isEqualTo(ExitStatus.USAGE.code());
    assertThat(ran.err()).contains("There is no option -").contains("Try: mailconnector send");
    assertThat(ran.out() + ran.err()).doesNotContain("hunter2");
    assertThat(server.messages()).isEmpty();
  }

  private Ran send(String... account) {
    List<String> arguments = new ArrayList<>(List.of("send"));
    arguments.addAll(List.of(account));
    arguments.addAll(
        List.of("--from", "robot@a.example", "--to", "ann@a.example", "--text", "It works."));
    return run(arguments.toArray(String[]::new));
  }

  private Ran run(String... arguments) {
    return Ran.with(new byte[0], environment, arguments);
  }
}
