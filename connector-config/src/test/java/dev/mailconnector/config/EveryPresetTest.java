package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.transport.ProviderPreset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every preset that there is and will be. */
class EveryPresetTest {
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{env:(\\w+)}");
  private static final String APP_PASSWORD = "abcdefghijklmnop";

  static List<Preset> presets() {
    return Preset.all();
  }

  @Test
  void names_areThoseOfTheContract() {
    assertThat(Preset.names())
        .containsExactlyInAnyOrder(
            "microsoft365",
            "microsoft365-gcc-high",
            "microsoft365-china",
            "microsoft-hve",
            "outlook",
            "azure-communication-services",
            "gmail",
            "google-workspace-relay",
            "exchange-server",
            "amazon-ses",
            "sendgrid",
            "mailgun",
            "mailgun-eu",
            "postmark",
            "sparkpost",
            "mailjet",
            "brevo",
            "yahoo",
            "aol",
            "fastmail",
            "zoho",
            "icloud");
  }

  @ParameterizedTest
  @EnumSource
  void provider_ofJava_hasItsPreset(ProviderPreset provider) {
    assertThat(Preset.of(provider).values())
        .containsEntry("host", provider.endpoint().host())
        .containsEntry("port", String.valueOf(provider.endpoint().port()));
  }

  @ParameterizedTest
  @MethodSource("presets")
  void value_each_hasASource(Preset preset) {
    assertThat(preset.settings()).extracting(Preset.Setting::key).contains("port", "tls");
    assertThat(
            Stream.concat(
                preset.settings().stream().map(Preset.Setting::source),
                preset.facts().stream().map(Preset.Fact::source)))
        .allSatisfy(source -> assertThat(source.link()).hasScheme("https"));
    assertThat(preset.facts()).allMatch(fact -> fact.text().endsWith("."));
    assertThat(preset.remark()).endsWith(".");
  }

  @ParameterizedTest
  @MethodSource("presets")
  void otherPorts_whereThereAre_areToldWithTheirSource(Preset preset) {
    long told =
        preset.facts().stream().filter(fact -> fact.text().startsWith("Other ports: ")).count();

    assertThat(told).isEqualTo(preset.otherEndpoints().isEmpty() ? 0 : 1);
  }

  @ParameterizedTest
  @MethodSource("presets")
  void example_buildsTheAccountThatItShows(Preset preset) {
    String text = Try.account(preset.example().split("\n"));

    ConfigurationReport report = MailConfiguration.check(text, "mail.yaml", environment(text));

    assertThat(report.problems()).isEmpty();
    Account account = report.configuration().accounts().get(0);
    String type =
        text.contains("oauth2")
            ? "OAuth2"
            : text.contains("ntlm") ? "NTLM" : text.contains("auth:") ? "password" : null;
    if (type == null) {
      assertThat(account.login()).isNull();
    } else {
      assertThat(String.valueOf(account.login())).containsIgnoringCase(type);
    }
    assertThat(account.endpoint().port()).hasToString(preset.values().get("port"));
  }

  @ParameterizedTest
  @EnumSource
  void keysOfTheWayToOAuth2_makeAnAccountOfThePreset(PasswordPolicy policy) {
    if (policy.keys().isEmpty()) {
      return;
    }
    String keys =
        policy.keys().stream()
            .filter(line -> !line.startsWith("auth.key-file"))
            .map(
                line ->
                    line.replaceAll(": <.*>$", ": token-store")
                        .replaceAll("file:<.*>", "env:TOKEN"))
            .map(line -> line.substring("auth.".length()))
            .map(EveryPresetTest::nested)
            .collect(Collectors.joining("\n  "));
    String text =
        Try.account("preset: " + policy.preset(), "user: you@example.com", "auth:", "  " + keys);

    List<String> errors =
        MailConfiguration.check(text, "mail.yaml", environment(text)).errors().stream()
            .map(ConfigurationProblem::toString)
            .toList();

    if (policy == PasswordPolicy.GMAIL) {
      assertThat(errors).singleElement().asString().contains("key-file");
    } else {
      assertThat(errors).isEmpty();
    }
  }

  /** {@code a.b: c} as YAML has it; the two keys of the token store come together. */
  private static String nested(String line) {
    return line.startsWith("token-store.file")
        ? "token-store:\n    " + line.substring("token-store.".length())
        : line.startsWith("token-store.") ? "  " + line.substring("token-store.".length()) : line;
  }

  private static Map<String, String> environment(String text) {
    Map<String, String> environment = new TreeMap<>();
    VARIABLE
        .matcher(text)
        .results()
        .forEach(name -> environment.put(name.group(1), value(name.group(1))));
    return environment;
  }

  private static String value(String name) {
    return switch (name) {
      case "TOKEN_KEY" -> "c3RvcmUga2V5IHRoYXQgaXMgMzIgYnl0ZXMgbG9uZyE=";
      case "AWS_SECRET_ACCESS_KEY" -> "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
      case "APP_PASSWORD" -> APP_PASSWORD;
      // A user name and a password are never the same.
      default -> "value of " + name;
    };
  }
}
