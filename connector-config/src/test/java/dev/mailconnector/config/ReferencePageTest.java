package dev.mailconnector.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mailconnector.Account;
import dev.mailconnector.spi.AuthenticationType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReferencePageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  /** The kinds whose default is a value, and not a sentence about one. */
  private static final Set<ValueKind> VALUES =
      Set.of(ValueKind.DURATION, ValueKind.FLAG, ValueKind.CHOICE, ValueKind.COUNT, ValueKind.SIZE);

  @Test
  void page_isWhatTheModelSays() throws IOException {
    String expected = new ReferencePage(shippedTypes()).markdown();
    if ("write".equals(System.getProperty("mailconnector.docs"))) {
      Files.writeString(PAGE, expected);
    }

    assertThat(PAGE)
        .as("the head of the page says how to write it anew")
        .content()
        .isEqualTo(expected);
  }

  @Test
  void model_everyKey_isEitherAcceptedOrToCome() {
    List<String> accepted = Model.ACCOUNT_KEYS.stream().map(Key::path).toList();

    assertThat(accepted)
        .doesNotHaveDuplicates()
        .doesNotContainAnyElementsOf(Model.ACCOUNT_KEYS_TO_COME.keySet());
  }

  @Test
  void model_presetValues_passTheChecksOfTheirKeys() throws RuleBroken {
    for (Preset preset : Preset.all()) {
      for (Key key : Model.ACCOUNT_KEYS) {
        String value = preset.value(key.path(), "eu-west-1");
        if (value != null) {
          key.kind().check(value, key.choices());
        }
      }
      assertThat(preset.values().keySet()).isSubsetOf(known());
    }
  }

  @Test
  void model_defaults_areTheOnesThatTakeEffect() {
    List<String> lines = new ArrayList<>(List.of("host: h.example"));
    for (Key key : Model.ACCOUNT_KEYS) {
      String text = String.valueOf(key.defaultValue());
      boolean isValue = !text.contains(" ") || key.kind() == ValueKind.SIZE;
      if (VALUES.contains(key.kind()) && key.defaultValue() != null && isValue) {
        lines.add(
            key.path().contains(".")
                ? key.path().replace(".", ": {") + ": " + text + "}"
                : key.path() + ": " + text);
      }
    }
    assertThat(lines).hasSize(18);
    for (String line : lines.subList(1, lines.size())) {
      Account written = Try.accepted("host: h.example", line);
      Account unwritten = Try.accepted("host: h.example");
      assertThat(written).as(line).usingRecursiveComparison().isEqualTo(unwritten);
    }
  }

  private static Set<String> known() {
    return Stream.concat(
            Model.ACCOUNT_KEYS.stream().map(Key::path),
            shippedTypes().stream()
                .flatMap(type -> type.keys().stream())
                .map(key -> "auth." + key.name()))
        .collect(Collectors.toSet());
  }

  static List<AuthenticationType> shippedTypes() {
    return ServiceLoader.load(AuthenticationType.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(type -> !(type instanceof BadgeAuthenticationType))
        .sorted(Comparator.comparing(AuthenticationType::name).reversed())
        .toList();
  }
}
