package dev.mailconnector.config;

import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.provider.Source;
import java.util.stream.Collectors;

/** Writes {@code docs/presets.md} from the presets and the table of passwords. */
final class PresetPage {
  private final StringBuilder page = new StringBuilder(32_768);

  String markdown() {
    page.append(INTRODUCTION);
    page.append("| preset | server | remark |\n|---|---|---|\n");
    Preset.all()
        .forEach(
            preset ->
                line(
                    "[`" + preset.name() + "`](#" + preset.name() + ")",
                    server(preset),
                    preset.remark()));
    page.append(FINDING);
    passwords();
    Preset.all().forEach(this::preset);
    return page.toString();
  }

  private static String server(Preset preset) {
    String host = preset.values().get(Preset.HOST);
    return (host == null ? "yours" : "`" + host + "`")
        + ", "
        + preset.values().get("port")
        + " "
        + preset.values().get("tls");
  }

  private void passwords() {
    page.append(PASSWORDS);
    page.append("| preset | what | when | instead | who must act |\n|---|---|---|---|---|\n");
    for (PasswordPolicy policy : PasswordPolicy.values()) {
      String keys =
          policy.keys().isEmpty()
              ? ""
              : " In place of `auth.password`: "
                  + policy.keys().stream()
                      .map(line -> "`" + line + "`")
                      .collect(Collectors.joining(", "))
                  + ".";
      line(
          "`" + policy.preset() + "`",
          policy.what() + ". " + source(policy.source()),
          policy.when(),
          policy.change() + keys,
          policy.who());
    }
  }

  private void preset(Preset preset) {
    page.append("\n## ").append(preset.name()).append("\n\n").append(preset.remark());
    page.append("\n\n```yaml\naccounts:\n  mail:\n");
    preset.example().lines().forEach(text -> page.append("    ").append(text).append('\n'));
    page.append("```\n\n| key | value | source |\n|---|---|---|\n");
    preset
        .settings()
        .forEach(
            setting ->
                line(
                    "`" + setting.key() + "`",
                    "`" + setting.value() + "`",
                    source(setting.source())));
    if (!preset.facts().isEmpty()) {
      page.append("\nKnown, and without effect by itself:\n\n");
      preset
          .facts()
          .forEach(
              fact ->
                  page.append("* ")
                      .append(fact.text())
                      .append(" ")
                      .append(source(fact.source()))
                      .append('\n'));
    }
  }

  private static String source(Source source) {
    return "["
        + source.link().getHost()
        + "]("
        + source.link()
        + ") ("
        + source.standing().words()
        + ")";
  }

  private void line(String... cells) {
    page.append("| ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static final String INTRODUCTION =
      """
      # Presets

      <!-- Written by PresetPageTest from the presets; to write it anew after a change:
           mvn -pl connector-config -am test -Dtest=PresetPageTest -Dmailconnector.docs=write \\
      -Dsurefire.failIfNoSpecifiedTests=false -->

      `preset: NAME` gives an account what its provider demands: host, port, TLS, token service, limits. Every key can be
      overridden. `mailconnector presets` shows the same; in Java it is `ProviderPreset`.

      Each value names its source, and how far it can be trusted: *read there*; *seen in a server's reply*; *reported by
      others*; *not verified*: common knowledge, or a page that nobody has opened for this; *our choice*: the link has the
      reason. Most providers were [never met](live.md).

      """;

  private static final String FINDING =
      """

      ## How a preset is found

      * By its name; by other names, without regard to case, hyphens and blanks: `office365`, `Outlook.com`, `hotmail`,
        `googlemail.com`, `sendinblue`, nodemailer's services; by the server's name. `config check` says what it was read as.
      * A name of several asks back: `exchange` is `exchange-server` (your own) or `microsoft365` (Exchange Online).
      * Where an account has neither `preset` nor `host`, by the domain of `user`, if a provider gives it to everybody
        (`gmail.com`, `hotmail.fr`) or to every customer (`contoso.onmicrosoft.com`). No DNS is asked, so the domain of a
        company finds nothing: name the preset.

      ```yaml
      accounts:
        mail:
          user: you@gmail.com
          auth: {password: "${env:APP_PASSWORD}"}
      ```

      In Java: `ProviderPreset.forAddress("you@gmail.com")`, `ProviderPreset.named("office365")`, `Preset.named("ses")`.
      """;

  private static final String PASSWORDS =
      """

      ## Passwords

      Who refuses them, or all but passwords made for one program. A configuration that logs in with one of these draws a
      warning; for app passwords only where the password does not look like one.

      """;
}
