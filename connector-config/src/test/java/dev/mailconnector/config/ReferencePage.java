package dev.mailconnector.config;

import dev.mailconnector.spi.AuthenticationType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/configuration.md} from the model and the declared keys of the authentication
 * types.
 */
final class ReferencePage {
  private final StringBuilder page = new StringBuilder(16_384);
  private final List<AuthenticationType> types;

  ReferencePage(List<AuthenticationType> types) {
    this.types = types;
  }

  String markdown() {
    page.append(INTRODUCTION);
    section("Keys of the file");
    table(Model.FILE_KEYS);
    page.append(
        "| `accounts` | section | | One section per account, under a name of your choice. |\n");
    section("Keys of an account");
    table(Model.ACCOUNT_KEYS);
    page.append(EXAMPLE);
    types.forEach(this::type);
    presets();
    values();
    toCome();
    return page.toString();
  }

  private void type(AuthenticationType type) {
    section("Keys of an account with `auth.type: " + type.name() + "`");
    table(type.keys().stream().map(Key::declared).toList());
  }

  private void table(List<Key> keys) {
    page.append("| key | value | default | meaning |\n|---|---|---|---|\n");
    keys.forEach(
        key ->
            line(
                "`" + key.path() + "`",
                value(key),
                key.defaultValue() == null ? "" : shownDefault(key),
                key.description()));
  }

  private String value(Key key) {
    if (key.path().equals(Model.AUTH_TYPE)) {
      return Stream.concat(Stream.of(Model.NO_LOGIN), types.stream().map(AuthenticationType::name))
          .map(name -> "`" + name + "`")
          .collect(Collectors.joining(", "));
    }
    return key.kind() == ValueKind.CHOICE
        ? key.choices().stream().map(choice -> "`" + choice + "`").collect(Collectors.joining(", "))
        : key.kind().label();
  }

  /** A default that is a value, and not a sentence about one, is written as a value. */
  private static String shownDefault(Key key) {
    String text = String.valueOf(key.defaultValue());
    boolean isValue = key.kind() == ValueKind.SIZE || !text.contains(" ");
    return isValue && !text.contains("`") ? "`" + text + "`" : text;
  }

  private void presets() {
    section("Presets");
    page.append(
        "A preset gives these values; each can be overridden. `auth.*` values count where the type"
            + " knows the key. [Presets](presets.md) has the source of each value, what else is known of"
            + " the provider, and an account that works there.\n\n");
    page.append("| preset | values | remark |\n|---|---|---|\n");
    Preset.all()
        .forEach(
            preset -> line("`" + preset.name() + "`", values(preset.values()), preset.remark()));
  }

  private static String values(Map<String, String> values) {
    return values.entrySet().stream()
        .map(entry -> "`" + entry.getKey() + ": " + entry.getValue() + "`")
        .collect(Collectors.joining(", "));
  }

  private void values() {
    section("Values");
    page.append(VALUES);
  }

  private void toCome() {
    section("Refused for the time being");
    page.append(
        """
        These keys have no effect yet, so they are refused; here is what to use until then.

        | key | until then |
        |---|---|
        """);
    Model.FILE_KEYS_TO_COME.forEach((key, reason) -> line("`" + key + "`", reason));
    Model.ACCOUNT_KEYS_TO_COME.forEach((key, reason) -> line("`" + key + "`", reason));
  }

  private void section(String title) {
    page.append("\n## ").append(title).append("\n\n");
  }

  private void line(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static final String INTRODUCTION =
      """
      # Configuration

      <!-- Written by ReferencePageTest from the model; to write it anew after a change:
           mvn -pl connector-config -am test -Dtest=ReferencePageTest -Dmailconnector.docs=write \
      -Dsurefire.failIfNoSpecifiedTests=false -->

      Accounts are described in one YAML file, in properties, in variables of the environment, or by the builder in Java: the same
      words, the same rules. A key that is not on this page is an error, never ignored; the error names file, line, key, value and rule, and the
      nearest key that exists. All errors are told at once.

      ```yaml
      default-account: robot
      accounts:
        robot:                              # Microsoft 365, application permission
          preset: microsoft365
          user: robot@contoso.com
          from: noreply@contoso.com
          auth:
            type: oauth2
            grant: client-credentials
            tenant: contoso.onmicrosoft.com
            client-id: 11111111-2222-3333-4444-555555555555
            client-secret: ${env:M365_SECRET}
        newsletter:                         # Google Workspace, service account with domain-wide delegation
          preset: gmail
          user: news@example.com
          auth: {type: oauth2, grant: service-account, key-file: /run/secrets/google.json}
        intranet:                           # user and password
          host: mail.corp.example
          user: svc-mail
          auth: {password: "${file:/run/secrets/mail}"}
          trust: {ca-file: /etc/corp-ca.pem}
        relay:                              # no login at all
          host: relay.corp.example
          tls: starttls-if-offered
      ```

      ## Where it is read from

      | source | in Java | a key there |
      |---|---|---|
      | a YAML file | `MailConfiguration.read(Path.of("mailconnector.yaml"))` | `accounts:`, `robot:`, `host:` nested |
      | properties | `MailConfiguration.read(properties)`: `java.util.Properties`, or a `Map` | `mailconnector.accounts.robot.auth.password` |
      | the environment alone | `MailConfiguration.readEnvironment(System.getenv())` | `MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD` |
      | other programs' files | `MailConfiguration.read(file, Dialect.NODEMAILER)` | as that program has it |
      | Java | `Account.builder("robot", endpoint)` | a method of the builder for each key |

      ```java
      MailConnector connector = MailConfiguration.read(Path.of("mailconnector.yaml")).connector().build();
      ```

      **Variables win** over file and properties, so a file may stand in an image and its secrets in the environment. All that is not a letter or
      digit is written `_`; an account that the file does not have gets its name in lower case. They are taken verbatim, `${...}` included. A variable that
      begins with `MAILCONNECTOR_ACCOUNTS_` and means no key is an error.

      **Properties** with other prefixes are left alone. References are resolved as in the file, a list is one value with commas, and dots in an account's name are
      told from nested keys.

      **Without `default-account`** the first account of the file is the default; properties and variables have no order, so there it is the first by the alphabet.

      **Containers** are in [containers.md](containers.md).

      ## In an editor

      [mailconnector.schema.json](mailconnector.schema.json) is a JSON Schema (2020-12) of the file, with what the login types declare. An editor that has the YAML language server
      (VS Code by Red Hat's YAML extension, IntelliJ by itself, Neovim) completes keys, shows what they mean and marks mistakes:

      ```sh
      ./mailconnector config schema > mailconnector.schema.json
      ```

      and in the first line of the configuration `# yaml-language-server: $schema=mailconnector.schema.json`. In Java it is `MailConfiguration.jsonSchema()`, with the types on the class path.
      What depends on more than one key, or on a file, is told by `config check` alone.
      """;

  private static final String EXAMPLE =
      """

      An account with most of its sections:

      ```yaml
      accounts:
        batch:
          host: 192.0.2.7
          port: 2587
          tls: starttls
          ehlo-name: app01.corp.example
          user: svc-mail
          from: noreply@corp.example
          envelope-from: bounces@corp.example
          allowed-from: ["*@corp.example"]
          allowed-recipient-domains: [corp.example, "*.corp.example"]
          auth: {type: ntlm, domain: CORP, password: "${env:MAIL_PASSWORD}"}
          trust: {server-name: mail.corp.example}
          proxy: {url: "socks5://proxy.corp.example:1080"}
          limits: {connections: 3, recipients-per-message: 100}
          pool: {max-age: PT9M, keep-warm: 1}
          transaction: {level: pipelined, window: 1, memory-limit: 1 MiB}
          timeouts: {connect: 5s, final-reply: 5m}
      ```
      """;

  private static final String VALUES =
      """
      * `${env:NAME}` is the environment variable; `${env:NAME:-default}` falls back where it is unset or empty.
      * `${file:/path}` is the file's content without one trailing line break. A secret is read again when the server
        refuses it, so it may be rotated while the connector runs. Everything else is read once.
      * Other schemes (`${vault:...}`) come from a `SecretResolver` (`dev.mailconnector.spi`), found by `ServiceLoader` (a file
        `META-INF/services/dev.mailconnector.spi.SecretResolver`): its `scheme()` is the word before the colon, and what it
        gives is asked again when the server refuses the secret. It should end by itself, within `timeouts.token`.
      * References may be part of a value: `smtp.${env:REGION}.example.com`. `$${` stands for `${` itself.
      * A secret that stands in the file itself draws a warning.
      * Paths are relative to the folder of the file.
      * Durations: `500ms`, `10s`, `2m`, `1h`, or ISO-8601 (`PT10S`).
      * Lists: a list of YAML, or one value with commas: `[a.example, b.example]`, `a.example, b.example`.
      * Sizes: `512 KiB`, `4 MiB`.
      * Values are taken as written: `0123` stays `0123`. A value that begins with one of `! & * @ %` or contains `: `
        or ` #` must be in quotes.
      """;
}
