package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.testkit.SecretHunter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MailConfigurationTest {
  private static final String TWO =
      """
      default-account: relay
      accounts:
        intranet:
          host: mail.corp.example
          user: svc-mail
          auth: {password: "${env:M365_SECRET}"}
        relay:
          host: relay.corp.example
          tls: starttls-if-offered
      """;

  @TempDir private Path folder;

  @Test
  void read_validFile_givesItsAccounts() {
    MailConfiguration read = MailConfiguration.read(TWO, "mail.yaml", Try.ENVIRONMENT);

    assertThat(read.accounts())
        .extracting(Account::toString)
        .containsExactly(
            "account intranet at mail.corp.example:587", "account relay at relay.corp.example:587");
    assertThat(read.defaultAccount()).isEqualTo("relay");
    assertThat(read.account("intranet")).isPresent();
    assertThat(read.account("nobody")).isEmpty();
    assertThat(read.warnings()).isEmpty();
    assertThat(read)
        .hasToString(
            "[account intranet at mail.corp.example:587, account relay at relay.corp.example:587]");
  }

  @Test
  void read_withoutDefaultAccount_takesTheFirst() {
    String text = TWO.substring(TWO.indexOf('\n') + 1);

    assertThat(MailConfiguration.read(text, "mail.yaml", Try.ENVIRONMENT).defaultAccount())
        .isEqualTo("intranet");
  }

  @Test
  void connector_ofAConfiguration_hasItsAccounts() {
    try (MailConnector connector =
        MailConfiguration.read(TWO, "mail.yaml", Try.ENVIRONMENT).connector().build()) {
      assertThat(connector.accounts()).containsExactlyInAnyOrder("intranet", "relay");
    }
  }

  @Test
  void read_file_usesTheEnvironmentOfTheProcess() throws IOException {
    Path file = folder.resolve("mail.yaml");
    Files.writeString(file, "accounts:\n  a: {host: '${env:NO_SUCH_VARIABLE_HERE:-h.example}'}\n");

    assertThat(MailConfiguration.read(file).accounts())
        .singleElement()
        .hasToString("account a at h.example:587");
  }

  @Test
  void read_oneError_throwsIt() {
    assertThatThrownBy(
            () ->
                MailConfiguration.read(
                    TWO.replace("host: mail", "port: mail"), "mail.yaml", Try.ENVIRONMENT))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            failure -> {
              assertThat(failure.key()).isEqualTo("mail.yaml:4:11 accounts.intranet.port");
              assertThat(failure.value()).isEqualTo("mail.corp.example");
              assertThat(failure.stage()).isEqualTo(Stage.CONFIGURATION);
              assertThat(failure.advice()).isEqualTo(Advice.FIX_CONFIGURATION);
            })
        .hasMessage(
            "mail.yaml:4:11 accounts.intranet.port: \"mail.corp.example\". A port is a number from"
                + " 1 to 65535.");
  }

  @Test
  void read_severalErrors_throwsTheFirstAndListsTheOthers() {
    assertThatThrownBy(
            () ->
                MailConfiguration.read(
                    TWO.replace("host: mail", "port: mail")
                        .replace("starttls-if-offered", "tls")
                        .replace(": relay\n", ": rely\n"),
                    "mail.yaml",
                    Try.ENVIRONMENT))
        .isInstanceOfSatisfying(
            ConfigurationException.class,
            failure ->
                assertThat(failure.remedy())
                    .isEqualTo("There is no account of this name. Did you mean relay?"))
        .hasMessage(
            "mail.yaml:1:18 default-account: \"rely\". There is no account of this name. Did you"
                + " mean relay?\n"
                + "Further errors:\n"
                + "- mail.yaml:4:11 accounts.intranet.port: \"mail.corp.example\". A port is a"
                + " number from 1 to 65535.\n"
                + "- mail.yaml:9:10 accounts.relay.tls: \"tls\". Programs disagree about this word."
                + " Write implicit for TLS from the first byte (port 465), or starttls for a line"
                + " that is encrypted by the STARTTLS command (port 587).");
  }

  @Test
  void file_thatCannotBeRead_saysWhy() throws IOException {
    Path missing = folder.resolve("missing.yaml");
    Path utf16 = Files.writeString(folder.resolve("utf16.yaml"), TWO, StandardCharsets.UTF_16);
    Path latin1 =
        Files.writeString(
            folder.resolve("latin1.yaml"), "# für\n" + TWO, StandardCharsets.ISO_8859_1);
    Path huge = Files.write(folder.resolve("huge.yaml"), new byte[YamlSource.LARGEST + 1]);

    assertThatThrownBy(() -> MailConfiguration.read(missing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(missing + ". The file does not exist.");
    assertThatThrownBy(() -> MailConfiguration.read(folder))
        .hasMessage(folder + ". This is a folder, not a file.");
    for (Path file : new Path[] {utf16, latin1}) {
      assertThatThrownBy(() -> MailConfiguration.read(file))
          .hasMessage(
              file
                  + ". The file is not UTF-8. Save it as UTF-8 (not UTF-16, Latin-1 or \"ANSI\").");
    }
    assertThatThrownBy(() -> MailConfiguration.read(huge))
        .hasMessage(huge + ". The file is larger than 1 MiB: that is no configuration.");
  }

  @Test
  void report_warningsAlone_stillGivesTheConfiguration() {
    ConfigurationReport report =
        MailConfiguration.check(
            "accounts:\n  a: {host: h.example, trust: {verify: none}}\n", "mail.yaml", Map.of());

    assertThat(report.errors()).isEmpty();
    assertThat(report.warnings()).hasSize(1).isEqualTo(report.problems());
    assertThat(report.configuration().warnings()).isEqualTo(report.warnings());
  }

  @Test
  void problem_carriesItsPlaceAsData() {
    ConfigurationProblem problem =
        MailConfiguration.check(
                "accounts:\n  a: {host: h.example, port: x}\n", "mail.yaml", Map.of())
            .errors()
            .get(0);

    assertThat(problem)
        .isEqualTo(
            new ConfigurationProblem(
                ConfigurationProblem.Severity.ERROR,
                "mail.yaml",
                2,
                30,
                "accounts.a.port",
                "x",
                "A port is a number from 1 to 65535."));
    assertThat(problem.location()).isEqualTo("mail.yaml:2:30");
  }

  @Test
  void secretHunt_wrongAndRightConfigurations_showNoSecret() throws IOException {
    String password = "Tr0ub4dor-and-3-horses";
    Path file = Files.writeString(folder.resolve("secret"), password);
    Map<String, String> environment = Map.of("WORD", password);
    try (SecretHunter hunter = SecretHunter.start()) {
      hunter.secret("password", password);
      for (String way : new String[] {password, "${env:WORD}", "${file:" + file + "}"}) {
        for (String line :
            new String[] {
              "auth: {password: '" + way + "'}",
              "auth: {password: '" + way + "', mechanism: SPEECH}",
              "auth: {pasword: '" + way + "'}",
              "auth: {type: none, password: '" + way + "'}",
              "auth: {type: badge, office: nowhere, chip: '" + way + "'}",
              "auth: '" + way + "'",
              "auth: ['" + way + "']",
              "password: '" + way + "'",
              "passphrase: '" + way + "'",
              "auth: {password: " + way + ": x}",
              "auth: {password: *" + way + "}",
              "auth: {password: !" + way + "}",
              "proxy: {url: 'socks5://ann:"
                  + way
                  + "@p.example', user: ann, password: '"
                  + way
                  + "'}",
              "ehlo-name: smtp://ann:" + way + "@h.example",
              "proxy: {url: 'socks5://ann:" + way + "@p.example${'}",
              "trust: {truststore: " + file + ", password: '" + way + "'}"
            }) {
          ConfigurationReport report =
              MailConfiguration.check(
                  "accounts:\n  a:\n    host: h.example\n    user: ann\n    " + line + "\n",
                  "mail.yaml",
                  environment);
          hunter.assertCleanText(report.problems().toString());
          if (report.errors().isEmpty()) {
            Account account = report.configuration().accounts().get(0);
            hunter.assertCleanText(
                account + " " + account.login() + " " + account.trust() + " " + account.proxy());
          } else {
            assertThatThrownBy(report::configuration).satisfies(hunter::assertClean);
          }
        }
      }
      hunter.assertNothingLeaked();
    }
  }

  @Test
  void check_damagedText_throwsNothingAndShowsNoSecret() {
    String password = "Tr0ub4dorAnd3Horses";
    String text =
        TWO.replace("\"${env:M365_SECRET}\"", password)
            + "    trust: {verify: none}\n"
            + "    timeouts: {connect: 3s}\n"
            + "    proxy: {url: 'socks5://p.example'}\n";
    String pieces = "\n\t :{}[]&*!|>'\"%@`#-?,~$\u0000\u00e4x0";
    Random random = new Random(585);
    for (int round = 0; round < 3_000; round++) {
      StringBuilder damaged = new StringBuilder(text);
      for (int i = 0; i <= random.nextInt(4); i++) {
        int at = random.nextInt(damaged.length());
        if (damaged.indexOf(password) >= 0
            && at > damaged.indexOf(password)
            && at < damaged.indexOf(password) + password.length()) {
          continue;
        }
        damaged.replace(
            at, at + random.nextInt(2), "" + pieces.charAt(random.nextInt(pieces.length())));
      }
      ConfigurationReport report =
          MailConfiguration.check(damaged.toString(), "mail.yaml", Map.of());
      assertThat(report.problems().toString()).as(damaged.toString()).doesNotContain(password);
      assertThat(
              report.errors().isEmpty()
                  || report.errors().stream().allMatch(problem -> !problem.rule().isBlank()))
          .isTrue();
    }
  }

  @Test
  void modules_ofAnotherClassLoader_areTheOnesThatAreFound(@TempDir Path folder)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("mail.yaml"),
            Try.account("host: h.example", "user: ann", "auth: {type: badge, office: x, chip: y}"));
    ClassLoader here = MailConfigurationTest.class.getClassLoader();
    ClassLoader nothing = new ClassLoader(null) {};

    assertThat(MailConfiguration.read(file, here).accounts().get(0).login()).isNotNull();
    assertThatThrownBy(() -> MailConfiguration.read(file, nothing))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("auth.type");
  }

  @ParameterizedTest
  @CsvSource({
    "SMTP_HOST=mail.example, typebot",
    "spring.mail.host=mail.example, spring",
    "'{\"host\": \"mail.example\", \"secure\": false}', nodemailer",
  })
  void configurationOfAnotherProgram_isToldByItsDialect(String text, String dialect) {
    assertThat(MailConfiguration.check(text, "theirs", Map.of()).errors())
        .singleElement()
        .asString()
        .contains("looks like a configuration of another program: " + dialect + ".")
        .contains("--dialect " + dialect);
  }
}
