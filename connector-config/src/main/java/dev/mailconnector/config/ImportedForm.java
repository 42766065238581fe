package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.provider.PasswordPolicy;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.transport.ProviderPreset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Our own form of the accounts of one file. Used once. */
final class ImportedForm {
  private static final String HOST = "host";
  private static final String PASSWORD = "auth.password";
  private static final String VERIFY = "trust.verify";
  private static final String SES = "amazon-ses";

  private final String name;
  private final Dialect dialect;
  private final Map<String, String> environment;
  private final List<ImportedSettings> accounts = new ArrayList<>();
  private final ImportedSecrets secrets = new ImportedSecrets();

  ImportedForm(String name, Dialect dialect, Raw.Section root, Map<String, String> environment) {
    this.environment = environment;
    this.name = name;
    this.dialect = dialect;
    List<Key> keys = keys();
    if (root.get(Model.ACCOUNTS) instanceof Raw.Section section) {
      section
          .entries()
          .forEach(
              (account, entry) -> {
                if (entry.value() instanceof Raw.Section settings) {
                  accounts.add(new ImportedSettings(account, settings, keys, secrets));
                }
              });
    }
    accounts.forEach(ImportedSettings::hideUserThatIsThePassword);
    accounts.forEach(account -> secrets.reserve(account.variables()));
  }

  /** The certificates of a provider can be checked by everybody. */
  void dropNeedlessTrust(Problems problems) {
    for (ImportedSettings account : accounts) {
      Raw.Text trust = account.value(VERIFY);
      boolean provider = account.has("preset") || Preset.ofHost(account.text(HOST)) != null;
      if (trust != null && "none".equals(trust.text()) && provider) {
        account.drop(VERIFY);
        problems.warning(
            trust.origin(),
            "",
            null,
            "Made safe: as it stands, any certificate is taken, an attacker's too. Everybody can"
                + " check this provider's, so it is checked in full.");
      }
    }
  }

  private static List<Key> keys() {
    AuthenticationTypes types =
        new AuthenticationTypes(
            ServiceLoader.load(AuthenticationType.class, ImportedForm.class.getClassLoader()));
    return Stream.concat(
            Model.ACCOUNT_KEYS.stream(),
            types.all().stream().flatMap(type -> types.keysOf(type.name()).stream()))
        .toList();
  }

  /**
   * The text. A provider's preset takes the place of its values, unless the account would not be
   * valid with it.
   */
  String yaml(List<ConfigurationProblem> warnings) {
    String withPresets = yaml(warnings, true);
    return isValid(withPresets) ? withPresets : yaml(warnings, false);
  }

  private boolean isValid(String yaml) {
    Map<String, String> all = new HashMap<>(environment);
    accounts.forEach(account -> all.putAll(account.standIns()));
    secrets().keySet().forEach(variable -> all.put(variable, ForeignVariables.UNSET));
    return MailConfiguration.check(yaml, name, all).errors().isEmpty();
  }

  private String yaml(List<ConfigurationProblem> warnings, boolean presets) {
    ImportedYaml body = new ImportedYaml();
    for (ImportedSettings account : accounts) {
      String preset = presets ? preset(account) : "";
      List<String> paths = account.paths();
      if (!preset.isEmpty()) {
        paths.removeAll(ofThePreset(account, preset));
      }
      body.account(account, paths, preset, breaks(account).map(List::of).orElse(List.of()));
    }
    return new ImportedYaml().head(notes(warnings)) + body.toString();
  }

  /** A variable that is the host may name another one where the program runs. */
  private static String preset(ImportedSettings account) {
    if (account.has("preset") || !account.has(HOST) || account.isVariable(HOST)) {
      return "";
    }
    String host = String.valueOf(account.text(HOST));
    if (host.matches("email-smtp\\.[a-z0-9-]+\\.amazonaws\\.com")) {
      return SES;
    }
    return ProviderPreset.at(host).map(ProviderPreset::presetName).orElse("");
  }

  /** What need not be written beside the preset. */
  private static List<String> ofThePreset(ImportedSettings account, String name) {
    Preset preset = Preset.exactly(name);
    List<String> paths = new ArrayList<>();
    if (preset == null) {
      return paths;
    }
    if (!name.equals(SES)) {
      paths.add(HOST);
    }
    List<String> line = List.of("port", "tls");
    if (line.stream().allMatch(path -> isThePresets(account, preset, path))) {
      paths.addAll(line);
    }
    return paths;
  }

  private static boolean isThePresets(ImportedSettings account, Preset preset, String path) {
    return !account.has(path)
        || (!account.isVariable(path)
            && String.valueOf(account.text(path)).equals(preset.value(path, null)));
  }

  private List<String> notes(List<ConfigurationProblem> warnings) {
    List<String> notes = new ArrayList<>();
    notes.add("From " + name + ", read as " + dialect.word() + ".");
    secrets()
        .forEach(
            (variable, key) ->
                notes.add(
                    "Set the environment variable "
                        + variable
                        + " to the value of "
                        + key
                        + (key.contains(".") || key.contains("_") ? "." : " there.")));
    for (ConfigurationProblem warning : warnings) {
      if (!isToldOtherwise(warning.rule())) {
        notes.add(warning.key() + ": " + warning.rule());
      }
    }
    return notes;
  }

  private boolean isToldOtherwise(String rule) {
    return rule.startsWith(AccountReader.LITERAL_SECRET)
        || accounts.stream()
            .flatMap(account -> breaks(account).stream())
            .anyMatch(policy -> rule.contains(policy.what()));
  }

  /** The variables in place of literal secrets, by name, and what the dialect calls each. */
  Map<String, String> secrets() {
    accounts.forEach(account -> account.paths().forEach(account::written));
    return secrets.keys();
  }

  /** What can be said of each account. */
  List<ImportedAccount> accounts(List<Account> made) {
    List<ImportedAccount> told = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Account account = made.get(i);
      ImportedSettings settings = accounts.get(i);
      String port =
          settings.has("port") && !settings.isKnown("port")
              ? settings.written("port")
              : String.valueOf(account.endpoint().port());
      String host =
          settings.has(HOST) && !settings.isKnown(HOST)
              ? settings.written(HOST)
              : account.endpoint().host();
      told.add(
          new ImportedAccount(
              account.name(),
              host + ":" + port,
              account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-'),
              account.login() == null ? "no login" : login(settings, account),
              breaks(settings).orElse(null)));
    }
    return told;
  }

  private static String login(ImportedSettings settings, Account account) {
    String login = String.valueOf(account.login());
    return settings.has("user") && !settings.isKnown("user")
        ? login.replace(ForeignVariables.UNSET, settings.written("user"))
        : login;
  }

  private static Optional<PasswordPolicy> breaks(ImportedSettings account) {
    if (!account.has(PASSWORD) || Model.NO_LOGIN.equals(account.text(Model.AUTH_TYPE))) {
      return Optional.empty();
    }
    Preset preset = Preset.exactly(String.valueOf(account.text("preset")));
    String host = account.text(HOST);
    String server = host == null && preset != null ? preset.value(HOST, null) : host;
    return server == null
        ? Optional.empty()
        : PasswordPolicy.at(server)
            .filter(
                policy ->
                    !account.isKnown(PASSWORD)
                        || policy.warnsOf(String.valueOf(account.text(PASSWORD))));
  }
}
