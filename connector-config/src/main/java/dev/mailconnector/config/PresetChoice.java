package dev.mailconnector.config;

import dev.mailconnector.config.Settings.Value;
import dev.mailconnector.transport.ProviderPreset;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds an account's preset: by the name that was written, else, where there is no host either, by
 * the domain of its user. What it did not read as it stands, it says.
 */
final class PresetChoice {
  private static final String PRESET = "preset";
  private static final String USER = "user";

  private final String full;
  private final Raw.Section account;
  private final Problems problems;

  PresetChoice(String full, Raw.Section account, Problems problems) {
    this.full = full;
    this.account = account;
    this.problems = problems;
  }

  /** Refuses a name of nobody, and one of several providers. */
  static void check(String name) throws RuleBroken {
    if (PresetNames.meant(name) != null) {
      return;
    }
    String question = PresetNames.question(name);
    if (question != null) {
      throw new RuleBroken("No preset has this name. Did you mean " + question);
    }
    ValueKind.CHOICE.check(name, Preset.names());
  }

  @Nullable Preset of(Map<String, Value> given) {
    Value written = given.get(PRESET);
    if (written != null) {
      return named(written);
    }
    Value user = given.get(USER);
    boolean told = account.get(PRESET) != null || account.get(Preset.HOST) != null;
    return user == null || told || user.origin().foreign() != null ? null : byDomain(user);
  }

  private @Nullable Preset named(Value written) {
    String name = String.valueOf(written.text());
    Preset preset = PresetNames.meant(name);
    if (preset != null && !preset.name().equals(name)) {
      problems.notice(
          written.origin(), full + "." + PRESET, written.shown(), "Read as " + preset + ".");
    }
    return preset;
  }

  private @Nullable Preset byDomain(Value user) {
    Preset preset =
        ProviderPreset.forAddress(String.valueOf(user.text())).map(Preset::of).orElse(null);
    if (preset != null) {
      problems.notice(
          user.origin(),
          full + "." + USER,
          user.shown(),
          "There is neither preset nor host; this domain is one of preset: "
              + preset
              + ", which is taken ("
              + preset.values().get(Preset.HOST)
              + ").");
    }
    return preset;
  }
}
