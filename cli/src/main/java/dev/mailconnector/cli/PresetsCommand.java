package dev.mailconnector.cli;

import dev.mailconnector.config.Preset;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.provider.Source;
import dev.mailconnector.transport.SmtpEndpoint;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code presets}: the providers that are known, each value with its source. */
@Command(
    name = "presets",
    description = {
      "Lists the providers that preset and --provider know.",
      "With a name: every value of one and where it comes from, what else is known, and an account",
      "that works there. Touches no network.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  mailconnector presets",
      "  mailconnector presets gmail",
      "  mailconnector presets office365 --json"
    })
final class PresetsCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Parameters(
      arity = "0..1",
      paramLabel = "NAME",
      description = "A preset, by any name that preset takes. Default: all")
  private @Nullable String name;

  @Mixin private final JsonOption json = new JsonOption();

  PresetsCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    PrintStream out = surroundings.out();
    if (name == null) {
      if (json.wanted()) {
        out.println(Printable.json(Preset.all().stream().map(PresetsCommand::json).toList()));
      } else {
        list(out);
      }
      return ExitStatus.OK.code();
    }
    Preset preset = Preset.require(name);
    if (json.wanted()) {
      out.println(Printable.json(json(preset)));
    } else {
      page(preset, out);
    }
    return ExitStatus.OK.code();
  }

  /** On a terminal with a heading; in a pipe every line is a preset. */
  private void list(PrintStream out) {
    String row = "%-29s %-38s %-5s %-9s %s%n";
    if (surroundings.terminal()) {
      out.printf(row, "PRESET", "SERVER", "PORT", "TLS", "LOGIN");
    }
    Preset.all()
        .forEach(
            preset ->
                out.printf(
                    row,
                    preset.name(),
                    preset.value("host").orElse("yours: host"),
                    preset.value("port").orElse(""),
                    preset.value("tls").orElse(""),
                    login(preset)));
  }

  private static String login(Preset preset) {
    boolean tokens = preset.value("auth.token-service").isPresent();
    String passwords =
        preset
            .passwords()
            .map(
                policy ->
                    switch (policy.verdict()) {
                      case REFUSED -> "";
                      case ENDING -> "password (ends)";
                      case APP_PASSWORD -> "app password";
                    })
            .orElse(tokens ? "" : "password");
    return tokens ? (passwords.isEmpty() ? "oauth2" : "oauth2, " + passwords) : passwords;
  }

  private static void page(Preset preset, PrintStream out) {
    out.println(preset.name() + ": " + preset.remark());
    out.println();
    preset
        .settings()
        .forEach(
            setting -> {
              out.printf("%-30s %s%n", setting.key(), setting.value());
              source(setting.source(), out);
            });
    preset
        .facts()
        .forEach(
            fact -> {
              out.println();
              out.println(fact.text());
              source(fact.source(), out);
            });
    preset
        .passwords()
        .ifPresent(
            policy -> {
              out.println();
              out.println(policy.explanation());
              source(policy.source(), out);
            });
    out.println();
    out.println("An account of it:");
    out.println();
    preset.example().lines().forEach(line -> out.println("    " + line));
  }

  private static void source(Source source, PrintStream out) {
    out.println("    " + source.standing().words() + ": " + source.link());
  }

  private static Map<String, @Nullable Object> json(Preset preset) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", preset.name());
    json.put("remark", preset.remark());
    json.put(
        "settings",
        preset.settings().stream()
            .map(
                setting ->
                    with(setting.source(), Map.of("key", setting.key(), "value", setting.value())))
            .toList());
    json.put(
        "facts",
        preset.facts().stream()
            .map(fact -> with(fact.source(), Map.of("text", fact.text())))
            .toList());
    json.put("otherEndpoints", preset.otherEndpoints().stream().map(PresetsCommand::json).toList());
    json.put("passwords", preset.passwords().map(PresetsCommand::json).orElse(null));
    json.put("example", preset.example());
    return json;
  }

  private static Map<String, Object> json(SmtpEndpoint endpoint) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("port", endpoint.port());
    json.put("tls", endpoint.tls().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    return json;
  }

  private static Map<String, Object> json(PasswordPolicy policy) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verdict", policy.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-'));
    json.put("what", policy.what());
    json.put("when", policy.when());
    json.put("change", policy.change());
    json.put("who", policy.who());
    json.put("keys", List.copyOf(policy.keys()));
    return with(policy.source(), json);
  }

  private static Map<String, Object> with(Source source, Map<String, ?> facts) {
    Map<String, Object> json = new LinkedHashMap<>(facts);
    json.put("source", source.link().toString());
    json.put("standing", source.standing().name().toLowerCase(Locale.ROOT));
    return json;
  }
}
