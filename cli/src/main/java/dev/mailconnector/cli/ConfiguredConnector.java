package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.config.ConfigurationProblem;
import dev.mailconnector.config.MailConfiguration;
import dev.mailconnector.event.ConnectorListener;
import dev.mailconnector.failure.ConfigurationException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The configuration and a connector with its accounts. */
final class ConfiguredConnector implements AutoCloseable {
  private final MailConfiguration configuration;
  private final MailConnector connector;

  private ConfiguredConnector(MailConfiguration configuration, ConnectorListener listener) {
    this.configuration = configuration;
    this.connector = configuration.connector().listener(listener).build();
  }

  /** Reads the configuration that the command line or the environment names. */
  static ConfiguredConnector open(Tool tool, Surroundings surroundings) {
    return open(tool.configuration(surroundings), surroundings, event -> {});
  }

  /** The same, or the account that the command line describes. */
  static ConfiguredConnector open(Tool tool, Surroundings surroundings, ProviderOptions account) {
    return open(tool.configuration(surroundings, account), surroundings, event -> {});
  }

  /** The same, and this listener hears what happens. */
  static ConfiguredConnector open(
      Tool tool, Surroundings surroundings, ProviderOptions account, ConnectorListener listener) {
    return open(tool.configuration(surroundings, account), surroundings, listener);
  }

  private static ConfiguredConnector open(
      Tool.Checked checked, Surroundings surroundings, ConnectorListener listener) {
    MailConfiguration configuration = checked.report().configuration();
    for (ConfigurationProblem warning : configuration.warnings()) {
      surroundings.err().println(Printable.text("warning: " + warning));
    }
    return new ConfiguredConnector(configuration, listener);
  }

  /** The account of this name; without a name, the default account. */
  Account account(@Nullable String name) {
    String wanted = name == null ? configuration.defaultAccount() : name;
    return configuration
        .account(wanted)
        .orElseThrow(
            () ->
                ConfigurationException.of(
                    "--account",
                    wanted,
                    "The configuration has "
                        + configuration.accounts().stream()
                            .map(Account::name)
                            .collect(Collectors.joining(", "))
                        + "."));
  }

  /** All of them, in the order of the configuration. */
  List<Account> accounts() {
    return configuration.accounts();
  }

  MailConnector connector() {
    return connector;
  }

  @Override
  public void close() {
    connector.close();
  }
}
