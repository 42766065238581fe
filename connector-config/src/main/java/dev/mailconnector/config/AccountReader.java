package dev.mailconnector.config;

import dev.mailconnector.config.Settings.Value;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks one account's raw values against the model, key by key; what passes becomes {@link
 * Settings}.
 */
final class AccountReader {
  static final String LITERAL_SECRET =
      "The secret stands in the file itself, for everybody who can read it. ";

  private final AuthenticationTypes types;
  private final References references;
  private final Problems problems;
  private final boolean whole;

  /**
   * @param whole whether the text was understood as a whole; if not, a value that seems missing may
   *     be in the rest
   */
  AccountReader(
      AuthenticationTypes types, References references, Problems problems, boolean whole) {
    this.types = types;
    this.references = references;
    this.problems = problems;
    this.whole = whole;
  }

  Settings read(String account, Origin origin, Raw.Section section) {
    long before = problems.errors();
    String full = Model.ACCOUNTS + "." + account;
    LoginKind login = login(full, section);
    List<Key> keys = new ArrayList<>(Model.ACCOUNT_KEYS);
    keys.addAll(types.keysOf(login.name()));
    Map<String, Value> given = new LinkedHashMap<>();
    new SectionWalk(full, keys, new UnknownKeys(full, keys, login, types, problems), problems)
        .walk(
            section,
            (key, text) -> {
              Value value = value(full, key, text, section);
              if (value != null) {
                given.put(key.path(), value);
              }
            });
    return new Settings(
        account,
        origin,
        login.name(),
        new PresetChoice(full, section, problems).of(given),
        whole && problems.errors() == before,
        given);
  }

  private LoginKind login(String full, Raw.Section section) {
    if (!(section.at(Model.AUTH_TYPE) instanceof Raw.Text text) || text.text() == null) {
      return new LoginInference(full, section, preset(section), types, problems).infer();
    }
    try {
      return LoginKind.named(references.text(template(text, text.text())), types);
    } catch (RuleBroken reportedWithTheKeyItself) {
      return LoginKind.UNKNOWN;
    }
  }

  private @Nullable Preset preset(Raw.Section section) {
    if (!(section.at("preset") instanceof Raw.Text text) || text.text() == null) {
      return null;
    }
    try {
      return PresetNames.meant(references.text(template(text, text.text())));
    } catch (RuleBroken reportedWithTheKeyItself) {
      return null;
    }
  }

  private @Nullable Value value(String full, Key key, Raw.Text raw, Raw.Section section) {
    String path = full + "." + key.path();
    String written = raw.text();
    if (written == null) {
      problems.error(
          raw.origin(), path, null, "The key has no value. Give one, or remove the key.");
      return null;
    }
    String shown = key.isSecret() || mayCarryALogin(key, written) ? null : written;
    try {
      Template template = template(raw, written);
      if (key.isSecret()) {
        Consumer<String> warnings = rule -> problems.warning(raw.origin(), path, null, rule);
        Value value = new Value(raw.origin(), null, null, references.secret(template, warnings));
        if (standsInTheFile(raw, template)) {
          warnings.accept(
              LITERAL_SECRET
                  + (raw.verbatim() ? "A configuration in our own form keeps" : "Keep")
                  + " it elsewhere: ${env:NAME} or ${file:/path}.");
        }
        return value;
      }
      String text = references.text(template);
      shown = shown(key, written, text, template);
      check(key, text, section);
      return new Value(raw.origin(), shown, text, null);
    } catch (RuleBroken broken) {
      problems.error(raw.origin(), path, shown, broken.rule());
      return null;
    }
  }

  private static boolean standsInTheFile(Raw.Text raw, Template template) throws RuleBroken {
    String reference = raw.origin().reference();
    if (!raw.verbatim()) {
      return template.hasText();
    }
    return raw.origin().foreign() != null
        && (reference == null || Template.parse(reference).hasText());
  }

  private static Template template(Raw.Text raw, String written) throws RuleBroken {
    return raw.verbatim() ? Template.verbatim(written) : Template.parse(written);
  }

  /** The value as it took effect, but nothing from a place made for secrets. */
  private static @Nullable String shown(Key key, String written, String text, Template template) {
    if (mayCarryALogin(key, text)) {
      return null;
    }
    return template.isShowable() ? text : written;
  }

  /** {@code smtp://user:password@host}: people paste it where a host or a proxy belongs. */
  private static boolean mayCarryALogin(Key key, String text) {
    return text.contains("@")
        && switch (key.kind()) {
          case URL, PROXY, HOST -> true;
          default -> text.contains("://");
        };
  }

  private void check(Key key, String text, Raw.Section section) throws RuleBroken {
    switch (key.path()) {
      case "tls" -> TlsWords.check(text, section);
      case "preset" -> PresetChoice.check(text);
      case Model.AUTH_TYPE -> {
        if (!text.equals(Model.NO_LOGIN) && types.named(text) == null) {
          throw new RuleBroken(types.missing(text));
        }
      }
      case Model.AUTH_MECHANISM -> {
        if (!key.choices().contains(text)) {
          types.requireNoOthersMechanism(text, key.choices());
        }
      }
      default -> {}
    }
    if (!key.path().equals("preset")) {
      key.kind().check(text, key.choices());
    }
    if (key.kind() == ValueKind.FILE) {
      checkFile(references.path(text));
    }
  }

  private static void checkFile(Path file) throws RuleBroken {
    if (!Files.exists(file)) {
      throw new RuleBroken(
          "The file "
              + file
              + " does not exist, or this process may not look into its folder. Create it, or"
              + " correct its path.");
    }
    if (!Files.isRegularFile(file)) {
      throw new RuleBroken(file + " is no file. Correct its path.");
    }
    if (!Files.isReadable(file)) {
      throw new RuleBroken("The file " + file + " cannot be read. Let this process read it.");
    }
  }
}
