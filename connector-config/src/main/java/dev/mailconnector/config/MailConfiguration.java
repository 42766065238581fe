package dev.mailconnector.config;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;

/**
 * Accounts described in a YAML file, in properties or in the environment ({@code
 * docs/configuration.md} lists every key). Immutable and thread-safe.
 *
 * <pre>{@code
 * try (MailConnector connector = MailConfiguration.read(Path.of("mailconnector.yaml")).connector().build()) {
 *   connector.send(message);
 * }
 * }</pre>
 *
 * <p>Nothing is ignored: an unknown key, a value that breaks a rule or a reference that leads
 * nowhere makes the configuration unusable, and the failure names file, line, key, value and rule.
 * Secrets named by <code>${file:/path}</code> are read again when the server refuses them;
 * everything else is read once. Logins come from the auth modules on the class path.
 */
public final class MailConfiguration {
  private final List<Account> accounts;
  private final String defaultAccount;
  private final List<ConfigurationProblem> warnings;

  MailConfiguration(
      List<Account> accounts, String defaultAccount, List<ConfigurationProblem> warnings) {
    this.accounts = List.copyOf(accounts);
    this.defaultAccount = defaultAccount;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * The configuration in a file, with the environment of this process.
   *
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(Path file) {
    return check(file).configuration();
  }

  /**
   * The same with logins and vaults of this class loader, for applications whose auth modules do
   * not lie beside this one (plug-ins, application servers).
   *
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(Path file, ClassLoader modules) {
    return ConfigurationReader.check(file, null, System.getenv(), modules).configuration();
  }

  /**
   * The configuration in a text.
   *
   * @param text YAML
   * @param name what problems call it, usually a file name
   * @param environment what <code>${env:NAME}</code> and {@code MAILCONNECTOR_...} overrides are
   *     taken from
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(String text, String name, Map<String, String> environment) {
    return check(text, name, environment).configuration();
  }

  /**
   * The configuration in properties: {@code mailconnector.accounts.robot.auth.password} is the key
   * {@code accounts.robot.auth.password}. References are resolved as in a file, a list is one value
   * with commas, and properties with other prefixes are left alone, so that a whole application's
   * may be given. Without {@code mailconnector.default-account} the account whose name comes first
   * in the alphabet is the default. The environment of this process wins over them.
   *
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(Properties properties) {
    Map<String, String> sorted = new TreeMap<>();
    properties.stringPropertyNames().forEach(key -> sorted.put(key, properties.getProperty(key)));
    return read(sorted, "properties", System.getenv());
  }

  /**
   * The same of a map, with its order: its first account is the default.
   *
   * @param name what problems call it, usually a file name
   * @param environment what <code>${env:NAME}</code> and {@code MAILCONNECTOR_...} overrides are
   *     taken from
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(
      Map<String, String> properties, String name, Map<String, String> environment) {
    return check(properties, name, environment).configuration();
  }

  /**
   * The configuration in variables of the environment alone, without any file: {@code
   * MAILCONNECTOR_ACCOUNTS_ROBOT_HOST}. Values are taken verbatim. Without {@code
   * MAILCONNECTOR_DEFAULT_ACCOUNT} the account whose name comes first in the alphabet is the
   * default.
   *
   * @param environment {@link System#getenv()}, or what stands for it
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration readEnvironment(Map<String, String> environment) {
    return checkEnvironment(environment).configuration();
  }

  /**
   * The configuration of another program, as it is. Its one account is called {@code mail}, but
   * each provider of {@link Dialect#THAND} is one; what was made safe stands in {@link
   * #warnings()}.
   *
   * @throws ConfigurationException about the first problem, with every other one listed in its text
   */
  public static MailConfiguration read(Path file, Dialect dialect) {
    return check(file, dialect).configuration();
  }

  /** Every problem of a file at once, an unreadable file included; throws nothing. */
  public static ConfigurationReport check(Path file) {
    return ConfigurationReader.check(file, null, System.getenv());
  }

  /**
   * Every problem of a text at once; throws nothing. Relative paths in it are relative to the
   * working directory.
   */
  public static ConfigurationReport check(
      String text, String name, Map<String, String> environment) {
    return ConfigurationReader.check(text, name, null, environment);
  }

  /** Every problem of properties at once, called by their keys; throws nothing. */
  public static ConfigurationReport check(
      Map<String, String> properties, String name, Map<String, String> environment) {
    return ConfigurationReader.check(properties, name, environment);
  }

  /** Every problem of a configuration in the environment alone at once; throws nothing. */
  public static ConfigurationReport checkEnvironment(Map<String, String> environment) {
    return ConfigurationReader.check(environment);
  }

  /**
   * Every problem of another program's configuration at once, called by that program's keys; throws
   * nothing.
   */
  public static ConfigurationReport check(Path file, Dialect dialect) {
    return ConfigurationReader.check(file, dialect, System.getenv());
  }

  /** Every problem of another program's configuration in a text at once; throws nothing. */
  public static ConfigurationReport check(
      String text, String name, Dialect dialect, Map<String, String> environment) {
    return ConfigurationReader.check(text, name, dialect, environment);
  }

  /**
   * The JSON Schema (2020-12) of the YAML file with the logins on the class path, for editors: they
   * complete its keys and mark mistakes. Rules between keys are checked by {@link #check} alone.
   */
  public static String jsonSchema() {
    return ConfigurationReader.schema();
  }

  /** The accounts in the order of the file. At least one. */
  public List<Account> accounts() {
    return accounts;
  }

  /** The account of this name. */
  public Optional<Account> account(String name) {
    return accounts.stream().filter(account -> account.name().equals(name)).findFirst();
  }

  /** The account that sends a message for which none is named. */
  public String defaultAccount() {
    return defaultAccount;
  }

  /** What is doubtful: a literal secret, port 25, a certificate that is not checked. */
  public List<ConfigurationProblem> warnings() {
    return warnings;
  }

  /** A connector with these accounts, to be given a listener, executors and the like, and built. */
  public MailConnector.Builder connector() {
    MailConnector.Builder builder = MailConnector.builder();
    accounts.forEach(builder::account);
    return builder.defaultAccount(defaultAccount);
  }

  @Override
  public String toString() {
    return accounts.toString();
  }
}
