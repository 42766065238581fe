package dev.mailconnector.cli.demo;

import dev.mailconnector.Account;
import java.util.List;

/** The accounts of the demo. */
final class DemoAccounts {
  private DemoAccounts() {}

  record Entry(Account account, String login) {}

  static List<Entry> of(DemoServers servers) {
    return List.of();
  }

  static List<AccountStatistics> statistics(List<Entry> entries) {
    return entries.stream()
        .map(entry -> new AccountStatistics(entry.account().name(), entry.login()))
        .toList();
  }
}
