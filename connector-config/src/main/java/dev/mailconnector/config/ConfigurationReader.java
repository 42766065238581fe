package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.config.ConfigurationProblem.Severity;
import dev.mailconnector.spi.AuthenticationType;
import dev.mailconnector.spi.SecretResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** From text to accounts: parse, override, walk account by account, assemble. Used once. */
final class ConfigurationReader {
  private final String name;
  private final Map<String, String> environment;
  private final AuthenticationTypes types;
  private final References references;
  private final @Nullable Dialect dialect;
  private final Problems problems = new Problems();
  private String noAccount =
      "There is no account. Below accounts stands one section per account, under a name of your"
          + " choice.";

  private ConfigurationReader(
      String name,
      @Nullable Dialect dialect,
      Map<String, String> environment,
      @Nullable Path folder,
      ClassLoader loader) {
    this.name = name;
    this.dialect = dialect;
    this.environment = environment;
    this.types = new AuthenticationTypes(ServiceLoader.load(AuthenticationType.class, loader));
    this.references =
        new References(environment, folder, ServiceLoader.load(SecretResolver.class, loader));
  }

  static ConfigurationReport check(
      String text, String name, @Nullable Dialect dialect, Map<String, String> environment) {
    return new ConfigurationReader(name, dialect, environment, null, usualModules()).check(text);
  }

  /**
   * The thread's class loader may belong to another application; the auth modules lie beside this
   * one.
   */
  private static ClassLoader usualModules() {
    return ConfigurationReader.class.getClassLoader();
  }

  static ConfigurationReport check(
      Path file, @Nullable Dialect dialect, Map<String, String> environment) {
    return check(file, dialect, environment, usualModules());
  }

  static ConfigurationReport check(
      Path file, @Nullable Dialect dialect, Map<String, String> environment, ClassLoader modules) {
    try {
      return new ConfigurationReader(
              file.toString(), dialect, environment, file.toAbsolutePath().getParent(), modules)
          .check(text(file));
    } catch (RuleBroken unreadable) {
      ConfigurationProblem problem =
          ConfigurationProblem.at(
              Origin.whole(file.toString()), Severity.ERROR, "", null, unreadable.rule());
      return new ConfigurationReport(List.of(problem), null);
    }
  }

  static ConfigurationReport check(
      Map<String, String> properties, String name, Map<String, String> environment) {
    ConfigurationReader reader =
        new ConfigurationReader(name, null, environment, null, usualModules());
    reader.noAccount =
        "There is no account. An account is what its properties say:"
            + " mailconnector.accounts.robot.host=mail.example.com makes one called robot.";
    return reader.check(
        new PropertiesSource(name, reader.everyKey(), reader.problems).read(properties));
  }

  static ConfigurationReport check(Map<String, String> environment) {
    ConfigurationReader reader =
        new ConfigurationReader("environment", null, environment, null, usualModules());
    reader.noAccount =
        "There is no account. An account is what its variables say:"
            + " MAILCONNECTOR_ACCOUNTS_ROBOT_HOST=mail.example.com makes one called robot.";
    return reader.check(Raw.Section.empty(Origin.whole("environment")));
  }

  static String schema() {
    return new ConfigurationSchema(
            new AuthenticationTypes(ServiceLoader.load(AuthenticationType.class, usualModules()))
                .all())
        .json();
  }

  static String text(Path file) throws RuleBroken {
    if (Files.isDirectory(file)) {
      throw new RuleBroken("This is a folder, not a file.");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(YamlSource.LARGEST + 1);
      if (bytes.length > YamlSource.LARGEST) {
        throw new RuleBroken("The file is larger than 1 MiB: that is no configuration.");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (NoSuchFileException missing) {
      throw new RuleBroken("The file does not exist.");
    } catch (CharacterCodingException broken) {
      throw new RuleBroken(
          "The file is not UTF-8. Save it as UTF-8 (not UTF-16, Latin-1 or \"ANSI\").");
    } catch (IOException unreadable) {
      throw new RuleBroken("The file cannot be read by this process. Check its permissions.");
    }
  }

  private ConfigurationReport check(String text) {
    if (dialect == null && !text.contains(Model.ACCOUNTS)) {
      List<String> theirs = DialectRecognition.of(text).stream().map(Dialect::word).toList();
      if (!theirs.isEmpty()) {
        problems.error(
            Origin.whole(name),
            "",
            null,
            "This looks like a configuration of another program: "
                + ValueKind.oneOf(theirs)
                + ". Name its dialect (--dialect "
                + theirs.get(0)
                + "), or convert it by: mailconnector config import FILE");
        return new ConfigurationReport(problems.all(), null);
      }
    }
    Raw.Section root =
        dialect == null
            ? new YamlSource(name, problems).read(text)
            : dialect
                .reader()
                .read(text, name, ForeignVariables.needed(environment, problems), problems);
    return root == null ? new ConfigurationReport(problems.all(), null) : check(root);
  }

  /**
   * Judges what a dialect's reader made of a text, without the environment of this process.
   *
   * @param reading what the reader found wrong
   */
  static ConfigurationReport judge(
      Raw.Section root, String name, Dialect dialect, Problems reading) {
    ConfigurationReader reader =
        new ConfigurationReader(name, dialect, Map.of(), null, usualModules());
    reading.all().forEach(reader.problems::add);
    return reader.check(root);
  }

  private ConfigurationReport check(Raw.Section root) {
    boolean whole = dialect == null || problems.errors() == 0;
    new EnvironmentOverrides(environment, everyKey(), problems).applyTo(root);
    topLevel(root);
    List<Account> accounts = accounts(root, whole);
    String defaultAccount = defaultAccount(root, accounts);
    List<ConfigurationProblem> found = problems.all();
    if (problems.errors() > 0 || defaultAccount == null) {
      return new ConfigurationReport(found, null);
    }
    List<ConfigurationProblem> warnings =
        found.stream().filter(problem -> problem.severity() == Severity.WARNING).toList();
    return new ConfigurationReport(
        found, new MailConfiguration(accounts, defaultAccount, warnings));
  }

  private List<String> everyKey() {
    return Stream.concat(
            Model.ACCOUNT_KEYS.stream(),
            types.all().stream().flatMap(type -> types.keysOf(type.name()).stream()))
        .map(Key::path)
        .distinct()
        .toList();
  }

  private void topLevel(Raw.Section root) {
    List<String> known = new ArrayList<>(Model.FILE_KEYS.stream().map(Key::path).toList());
    known.add(Model.ACCOUNTS);
    root.entries()
        .forEach(
            (key, entry) -> {
              String toCome = Model.FILE_KEYS_TO_COME.get(key.replaceFirst("[.].*", ""));
              if (toCome != null) {
                problems.error(entry.keyOrigin(), key, null, toCome);
              } else if (!known.contains(key)) {
                String meant = Spelling.nearest(key, known);
                problems.error(
                    entry.keyOrigin(),
                    meant == null && entry.isEmpty() ? "" : key,
                    null,
                    meant == null
                        ? "Unknown key. Known here: "
                            + String.join(", ", known)
                            + "; an account's keys"
                            + " stand below accounts and the account's name."
                        : "Unknown key. Did you mean " + meant + "?");
              }
            });
  }

  private List<Account> accounts(Raw.Section root, boolean whole) {
    Raw raw = root.get(Model.ACCOUNTS);
    if (!(raw instanceof Raw.Section section) || section.entries().isEmpty()) {
      // A misspelt key at the top may well be the accounts.
      if (raw != null || problems.errors() == 0) {
        problems.error(raw == null ? root.origin() : raw.origin(), Model.ACCOUNTS, null, noAccount);
      }
      return List.of();
    }
    List<Account> accounts = new ArrayList<>();
    AccountReader reader = new AccountReader(types, references, problems, whole);
    section
        .entries()
        .forEach(
            (account, entry) -> {
              Account made = account(reader, account, entry);
              if (made != null) {
                accounts.add(made);
              }
            });
    return accounts;
  }

  private @Nullable Account account(AccountReader reader, String account, Raw.Entry entry) {
    if (!(entry.value() instanceof Raw.Section section)) {
      problems.error(
          entry.value().origin(),
          Model.ACCOUNTS + "." + account,
          null,
          "An account is a section of keys: host or preset, user, auth, ... Each stands in a line of"
              + " its own below the name, with a colon: host: mail.example.com.");
      return null;
    }
    Settings settings = reader.read(account, entry.keyOrigin(), section);
    return new AccountAssembler(settings, types, references, problems).assemble();
  }

  private @Nullable String defaultAccount(Raw.Section root, List<Account> accounts) {
    Raw raw = root.get(Model.DEFAULT_ACCOUNT);
    if (raw == null) {
      return accounts.isEmpty() ? null : accounts.get(0).name();
    }
    List<String> names =
        root.get(Model.ACCOUNTS) instanceof Raw.Section section
            ? List.copyOf(section.entries().keySet())
            : List.of();
    if (!(raw instanceof Raw.Text text) || text.text() == null) {
      problems.error(
          raw.origin(), Model.DEFAULT_ACCOUNT, null, "The name of one account is needed.");
      return null;
    }
    try {
      Template template =
          text.verbatim() ? Template.verbatim(text.text()) : Template.parse(text.text());
      String wanted = references.text(template);
      if (names.contains(wanted)) {
        return wanted;
      }
      String meant = Spelling.nearest(wanted, names);
      problems.error(
          raw.origin(),
          Model.DEFAULT_ACCOUNT,
          template.isShowable() ? wanted : text.text(),
          "There is no account of this name."
              + (meant == null ? "" : " Did you mean " + meant + "?"));
    } catch (RuleBroken broken) {
      problems.error(raw.origin(), Model.DEFAULT_ACCOUNT, text.text(), broken.rule());
    }
    return null;
  }
}
