package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.failure.ConfigurationException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The accounts of the configuration, and a connector that has them. */
final class ConfiguredConnector implements AutoCloseable {
  private final Map<String, Account> accounts;
  private final MailConnector connector;

  private ConfiguredConnector(Map<String, Account> accounts, MailConnector connector) {
    this.accounts = accounts;
    this.connector = connector;
  }

  static ConfiguredConnector open(Tool tool, Surroundings surroundings) {
    Path file = tool.configurationFile(surroundings);
    surroundings.err().println(file);
    return new ConfiguredConnector(new LinkedHashMap<>(), MailConnector.builder().build());
  }

  Account account(@Nullable String name) {
    Account account = accounts.get(name);
    if (account == null) {
      throw ConfigurationException.of(
          "account", name, "The configuration has " + accounts.keySet());
    }
    return account;
  }

  MailConnector connector() {
    return connector;
  }

  @Override
  public void close() {
    connector.close();
  }
}
