package dev.mailconnector.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.mailconnector.Account;
import dev.mailconnector.config.DialectExample.Outcome;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.provider.PasswordPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each example imported and read back, and what stands in the text. */
class ConfigurationImportTest {

  /** A login that is there only where its variables are set: here they are, to nothing. */
  private static final Map<String, String> ENVIRONMENT = environment();

  private static Map<String, String> environment() {
    Map<String, String> all = new HashMap<>(DialectExample.ENVIRONMENT);
    all.put("RELAY_USER", "");
    all.put("RELAY_PASSWORD", "");
    return all;
  }

  static List<DialectExample> usable() {
    return DialectExample.all().stream()
        .filter(example -> example.outcome() != Outcome.REFUSED)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("usable")
  void example_readBack_givesTheSameAccounts(DialectExample example) {
    ConfigurationImport imported =
        ConfigurationImport.of(example.text(), example.fileName(), example.dialect(), ENVIRONMENT);
    assertThat(imported.isUsable()).as(imported.problems().toString()).isTrue();
    assertThat(imported.yaml()).doesNotContain(Try.SECRET);
    Map<String, String> environment = new HashMap<>(ENVIRONMENT);
    imported.secrets().keySet().forEach(variable -> environment.put(variable, Try.SECRET));

    ConfigurationReport again = MailConfiguration.check(imported.yaml(), "ours.yaml", environment);

    assertThat(again.errors()).as(imported.yaml()).isEmpty();
    assertThat(again.warnings().toString()).doesNotContain(AccountReader.LITERAL_SECRET);
    List<Account> theirs = example.read(ENVIRONMENT).configuration().accounts();
    List<Account> ours = again.configuration().accounts();
    boolean preset = imported.yaml().contains("    preset: ");
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.size(); i++) {
      assertSame(ours.get(i), theirs.get(i), preset);
    }
  }

  /** A preset has limits of its own, and its servers' certificates are checked. */
  private static void assertSame(Account ours, Account theirs, boolean preset) {
    assertThat(String.valueOf(ours.login())).isEqualTo(String.valueOf(theirs.login()));
    assertThat(ours.endpoint()).isEqualTo(theirs.endpoint());
    String[] others =
        preset
            ? new String[] {"login", "pool", "window", "trust", "recipientsPerMessage"}
            : new String[] {"login"};
    assertThat(ours).usingRecursiveComparison().ignoringFields(others).isEqualTo(theirs);
  }

  @ParameterizedTest
  @MethodSource("usable")
  void example_isRecognisedByItsContent(DialectExample example) {
    boolean mayBeAnything = example.fileName().startsWith("no-auth-on-");

    assertThat(DialectRecognition.of(example.text()))
        .isEqualTo(mayBeAnything ? List.of() : List.of(example.dialect()));
  }

  @Test
  void everyDialect_canBeRecognised() {
    assertThat(Dialect.values())
        .allSatisfy(
            dialect ->
                assertThat(usable())
                    .as(dialect.word())
                    .anyMatch(example -> example.dialect() == dialect));
  }

  @Test
  void literalSecret_becomesAVariable_andTheTextTellsWhich() {
    ConfigurationImport imported =
        imported(
            "spring.mail.host=smtp.office365.com\nspring.mail.port=587\n"
                + "spring.mail.username=robot@contoso.com\nspring.mail.password=hunter2-S3cr3t\n"
                + "spring.mail.properties.mail.smtp.starttls.required=true\n",
            Map.of());

    assertThat(imported.dialect()).contains(Dialect.SPRING);
    assertThat(imported.secrets()).isEqualTo(Map.of("MAIL_PASSWORD", "spring.mail.password"));
    assertThat(imported.accounts())
        .containsExactly(
            new ImportedAccount(
                "mail",
                "smtp.office365.com:587",
                "starttls",
                "password login of robot@contoso.com",
                PasswordPolicy.MICROSOFT365));
    assertThat(imported.yaml())
        .startsWith(
            """
            # From theirs, read as spring.
            # Set the environment variable MAIL_PASSWORD to the value of spring.mail.password.
            accounts:
              mail:
                # Breaks: Microsoft 365 switches passwords over SMTP off by default""")
        .endsWith(
            """
                preset: microsoft365
                user: robot@contoso.com
                transaction:
                  all-or-nothing: true
                auth:
                  password: ${env:MAIL_PASSWORD}
            """);
  }

  @Test
  void whatAVariableDecides_isToldToBeDecided() {
    String rails =
        "smtp_settings = { address: 'h.example', user_name: ENV['U'], password: ENV['W'], tls: true,"
            + " authentication: ENV['AUTH'] || 'none' }";
    ConfigurationImport imported = imported(rails, Map.of());

    assertThat(imported.yaml().replace("\n# ", " "))
        .contains("type: none")
        .contains("authentication: The variable in ${env:AUTH:-none} decides this at each start");
    assertThat(
            imported(
                    "spring.mail.host=h.example\nspring.mail.port=465\n"
                        + "spring.mail.properties.mail.smtp.ssl.enable=${SSL:false}\n",
                    Map.of())
                .yaml())
        .contains("${env:SSL:-false}");
    assertThat(
            MailConfiguration.check(rails, "theirs", Dialect.RAILS, Map.of()).problems().toString())
        .doesNotContain("once and for all");
  }

  @Test
  void variablesOfTheFile_stayReferences_andNeedNotBeSet() {
    ConfigurationImport imported =
        imported(
            """
            spring:
              mail:
                host: ${MAIL_HOST}
                port: ${MAIL_PORT:465}
                username: ${MAIL_USER:}
                password: ${MAIL_PASSWORD:}
                ssl.enabled: true
            """,
            Map.of());

    assertThat(imported.problems()).isEmpty();
    assertThat(imported.accounts())
        .extracting(ImportedAccount::server, ImportedAccount::login)
        .containsExactly(tuple("${env:MAIL_HOST}:465", "password login of ${env:MAIL_USER}"));
    assertThat(imported.yaml())
        .endsWith(
            """
            accounts:
              mail:
                host: ${env:MAIL_HOST}
                port: ${env:MAIL_PORT:-465}
                tls: implicit
                user: ${env:MAIL_USER}
                transaction:
                  all-or-nothing: true
                auth:
                  password: ${env:MAIL_PASSWORD}
            """);
  }

  /** Where it runs the variable may name another host or port than here. */
  @Test
  void variableWithAProviderAsItsValue_staysAReference_andIsNoPreset() {
    String text =
        """
        spring.mail.host=${MAIL_HOST:smtp.gmail.com}
        spring.mail.port=465
        spring.mail.username=ann@gmail.com
        spring.mail.password=${MAIL_PASSWORD}
        spring.mail.properties.mail.smtp.ssl.enable=true
        """;
    String office = text.replace("${MAIL_HOST:smtp.gmail.com}", "smtp.office365.com");

    for (Map<String, String> here :
        List.of(Map.<String, String>of(), Map.of("MAIL_HOST", "smtp.gmail.com"))) {
      assertThat(imported(text, here).yaml())
          .contains("    host: ${env:MAIL_HOST:-smtp.gmail.com}\n")
          .doesNotContain("preset:");
    }
    assertThat(
            imported(
                    office
                        .replace("465", "${MAIL_PORT:587}")
                        .replace("ssl.enable", "starttls.required"),
                    Map.of())
                .yaml())
        .contains("    preset: microsoft365\n", "    port: ${env:MAIL_PORT:-587}\n");
  }

  @Test
  void variableThatDecidesAboutTls_hasToBeSet() {
    String text =
        "spring.mail.host=h.example\n"
            + "spring.mail.properties.mail.smtp.starttls.required=${TLS}";

    assertThat(imported(text, Map.of()).problems())
        .singleElement()
        .asString()
        .contains("${env:TLS} decides this", "Set it for the import.");
    assertThat(imported(text, Map.of("TLS", "true")).isUsable()).isTrue();
  }

  @Test
  void whatIsMadeSafe_isAComment() {
    assertThat(
            imported(
                    "{\"host\": \"h.example\", \"ignoreTLS\": true,"
                        + " \"auth\": {\"user\": \"ann\", \"pass\": \"hunter2-S3cr3t\"}}",
                    Map.of())
                .yaml())
        .contains("# ignoreTLS: Made safe: as it stands, nodemailer would send", "tls: starttls\n");
  }

  @Test
  void trustNone_ofAProvider_isLeftOut() {
    assertThat(
            imported(
                    "{host: smtp.sendgrid.net, port: 465, secure: true, tls: {rejectUnauthorized:"
                        + " false}, auth: {user: apikey, pass: hunter2-S3cr3t}}",
                    Map.of())
                .yaml())
        .contains("preset: sendgrid")
        .doesNotContain("verify:", "port:");
  }

  @Test
  void strangeValues_areReadBackAsTheyAre() {
    String user = "a #\"\\ : ${x} - null é";
    ConfigurationImport imported =
        imported(
            "smtp://" + percent(user) + ":hunter2-S3cr3t@h.example:465?tls=implicit", Map.of());

    ConfigurationReport again =
        MailConfiguration.check(imported.yaml(), "ours", Map.of("MAIL_PASSWORD", "hunter2-S3cr3t"));

    assertThat(String.valueOf(again.configuration().accounts().get(0).login()))
        .isEqualTo("password login of " + user);
  }

  private static String percent(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      encoded.append(String.format("%%%02X", b));
    }
    return encoded.toString();
  }

  @Test
  void contentOfTwoDialects_isAskedAbout() {
    ConfigurationImport imported =
        imported("SMTP_HOST=h.example\nSPRING_MAIL_HOST=h.example\n", Map.of());

    assertThat(imported.candidates()).containsExactlyInAnyOrder(Dialect.TYPEBOT, Dialect.SPRING);
    assertThat(imported.problems())
        .singleElement()
        .asString()
        .contains("The content may be typebot or spring. Name its dialect");
    assertThatThrownBy(imported::yaml).isInstanceOf(ConfigurationException.class);
  }

  @Test
  void otherContent_isNoMailConfiguration() {
    for (String text :
        List.of(
            "",
            "# Hello\n\nSend mail to smtp.example.com\n",
            "server.port=8080\nspring.application.name=shop\n",
            "spring:\n  datasource:\n    url: x\n",
            "host: db.example\nport: 5432\nuser: ann\npassword: x\n",
            "{\"name\": \"shop\", \"version\": \"1\"}",
            "accounts:\n  a:\n    host: h.example\n",
            "FROM eclipse-temurin\nENV A=b\n")) {
      assertThat(imported(text, Map.of()).candidates()).as(text).isEmpty();
    }
  }

  private static ConfigurationImport imported(String text, Map<String, String> environment) {
    ConfigurationImport imported = ConfigurationImport.of(text, "theirs", null, environment);
    assertThat(imported.toString() + imported.problems()).doesNotContain(Try.SECRET);
    return imported;
  }
}
