package dev.mailconnector.cli;

import dev.mailconnector.failure.InvalidMessageException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * The file of {@code --message}: a message in YAML. Every value is taken as it is written (a
 * subject {@code 2026} is text), and a key without an effect is an error.
 *
 * @param from the sender, or null
 * @param to recipients
 * @param cc further recipients
 * @param bcc hidden recipients
 * @param subject the subject, or null
 * @param text the text, or null
 * @param html the same as HTML, or null
 */
record MessageFile(
    @Nullable String from,
    List<String> to,
    List<String> cc,
    List<String> bcc,
    @Nullable String subject,
    @Nullable String text,
    @Nullable String html) {
  private static final String OPTION = "--message";
  private static final Set<String> KEYS =
      new TreeSet<>(Set.of("from", "to", "cc", "bcc", "subject", "body"));
  private static final Set<String> BODY_KEYS = new TreeSet<>(Set.of("text", "html"));

  static MessageFile parse(byte[] yaml) {
    Map<?, ?> file = section("The file", load(yaml), KEYS);
    Map<?, ?> body = section("body", file.get("body"), BODY_KEYS);
    return new MessageFile(
        text("from", file.get("from")),
        texts("to", file.get("to")),
        texts("cc", file.get("cc")),
        texts("bcc", file.get("bcc")),
        text("subject", file.get("subject")),
        text("body.text", body.get("text")),
        text("body.html", body.get("html")));
  }

  private static @Nullable Object load(byte[] yaml) {
    LoadSettings settings =
        LoadSettings.builder().setLabel(OPTION).setSchema(new FailsafeSchema()).build();
    try {
      return new Load(settings).loadFromInputStream(new ByteArrayInputStream(yaml));
    } catch (YamlEngineException broken) {
      throw unusable("is no YAML: " + broken.getMessage());
    }
  }

  private static Map<?, ?> section(String name, @Nullable Object value, Set<String> keys) {
    if (value == null) {
      return Map.of();
    }
    if (!(value instanceof Map<?, ?> section)) {
      throw unusable("cannot be used: " + name + " must have keys, of " + keys);
    }
    for (Object key : section.keySet()) {
      if (!(key instanceof String word) || !keys.contains(word)) {
        throw unusable(
            "has an unknown key \"" + key + "\"; " + name + " may have the keys " + keys);
      }
    }
    return section;
  }

  private static List<String> texts(String key, @Nullable Object value) {
    if (!(value instanceof List<?> list)) {
      String one = text(key, value);
      return one == null ? List.of() : List.of(one);
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      String one = text(key, each);
      if (one != null) {
        texts.add(one);
      }
    }
    return texts;
  }

  private static @Nullable String text(String key, @Nullable Object value) {
    if (value == null) {
      return null;
    }
    if (value instanceof String text) {
      return text.isEmpty() ? null : text;
    }
    throw unusable("cannot be used: " + key + " must be text");
  }

  private static InvalidMessageException unusable(String why) {
    return OptionValue.invalid(
        "The message file of " + OPTION + " " + why,
        "Write from, to, cc, bcc, subject and body: {text, html} in YAML.");
  }
}
