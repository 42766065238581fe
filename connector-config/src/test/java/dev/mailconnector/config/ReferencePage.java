package dev.mailconnector.config;

import dev.mailconnector.spi.AuthenticationType;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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

  private static String value(Key key) {
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

      Accounts are described in one YAML file and may be completed from the environment. A key that is not on
      this page is an error, never ignored; the error names file, line, key, value and rule, and the nearest key
      that exists.

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

      From Java:

      ```java
      MailConnector connector = MailConfiguration.read(Path.of("mailconnector.yaml")).connector().build();
      ```
      """;

  private static final String VALUES =
      """
      * `${env:NAME}` is the environment variable; `${env:NAME:-default}` falls back where it is unset or empty.
      * `${file:/path}` is the file's content without one trailing line break. A secret is read again when the server
        refuses it, so it may be rotated while the connector runs.
      * Other schemes (`${vault:...}`) come from a `SecretResolver` on the class path.
      * References may be part of a value: `smtp.${env:REGION}.example.com`. `$${` stands for `${` itself.
      * A secret that stands in the file itself draws a warning.
      * Paths are relative to the folder of the file.
      * Durations: `500ms`, `10s`, `2m`, `1h`, or ISO-8601 (`PT10S`).
      * Lists: a list of YAML, or one value with commas: `[a.example, b.example]`, `a.example, b.example`.
      * Sizes: `512 KiB`, `4 MiB`.
      * Values are taken as written: `0123` stays `0123`. A value that begins with one of `! & * @ %` or contains `: `
        or ` #` must be in quotes.
      * `MAILCONNECTOR_ACCOUNTS_ROBOT_AUTH_PASSWORD` in the environment sets `auth.password` of the account `robot`, and
        `MAILCONNECTOR_DEFAULT_ACCOUNT` the default account. They win over the file, are taken verbatim (no `${...}`), and
        may describe whole accounts. All that is not a letter or digit is written `_`.
      """;
}
