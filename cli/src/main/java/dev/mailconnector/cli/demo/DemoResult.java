package dev.mailconnector.cli.demo;

import com.google.gson.Gson;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The outcome of a demo; its component names are the keys of the JSON line.
 *
 * @param sent sends that returned a receipt
 * @param delivered messages that the mail servers have
 * @param failed sends that threw
 * @param refusedLogins logins that the mail servers refused
 * @param tokenRequests requests that the issuers got
 * @param renewals tokens that replaced another one
 * @param sendsThatWaitedForAToken sends that a renewal held up
 * @param accounts one entry per account, by name
 */
public record DemoResult(
    long sent,
    long delivered,
    long failed,
    long refusedLogins,
    long tokenRequests,
    long renewals,
    long sendsThatWaitedForAToken,
    Map<String, AccountResult> accounts) {

  /**
   * One account.
   *
   * @param login how it logs in
   * @param sent its sends that returned a receipt
   * @param renewals its tokens that replaced another one
   */
  public record AccountResult(String login, long sent, long renewals) {}

  static DemoResult of(DemoStatistics statistics, DemoServers servers) {
    Map<String, AccountResult> accounts = new LinkedHashMap<>();
    for (AccountStatistics each : statistics.accounts()) {
      accounts.put(each.name(), new AccountResult(each.login(), each.sent(), each.renewals()));
    }
    return new DemoResult(
        statistics.sent(),
        servers.delivered(),
        statistics.failed(),
        servers.refusedLogins(),
        servers.tokenRequests(),
        statistics.renewals(),
        statistics.waited(),
        accounts);
  }

  /** Whether every message arrived once, no login was refused and no send waited for a token. */
  public boolean isComplete() {
    return broken().isEmpty();
  }

  /** What the demo promises and this run did not keep, in words; empty after a good run. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    if (sent != delivered || failed != 0) {
      broken.add("not every message arrived once");
    }
    if (refusedLogins != 0) {
      broken.add("a login was refused");
    }
    if (sendsThatWaitedForAToken != 0) {
      broken.add("a send waited for a token");
    }
    return broken;
  }

  /** One line. */
  public String json() {
    return new Gson().toJson(this);
  }
}
