package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.config.ConfigurationProblem;
import dev.mailconnector.config.ConfigurationReport;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code config check}: every problem of the configuration at once, without touching a network. */
@Command(
    name = "check",
    description = {
      "Reads the configuration and lists its accounts and every problem, with file, line and key.",
      "A certificate or secret of an application that ends soon is a warning. Touches no network.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  mailconnector config check",
      "  mailconnector --config mail.yaml config check --json",
      "  mailconnector --config .env --dialect typebot config check",
      "",
      "Ends with 78 if there is an error; warnings alone end with 0."
    })
final class ConfigCheckCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Mixin private final ProviderOptions provider = new ProviderOptions();
  @Mixin private final JsonOption json = new JsonOption();

  ConfigCheckCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    Tool.Checked checked = tool.configuration(surroundings, provider);
    String file = checked.name();
    ConfigurationReport report = checked.report();
    List<Account> accounts =
        report.errors().isEmpty() ? report.configuration().accounts() : List.of();
    List<String> ending =
        accounts.stream().flatMap(account -> TokenAccount.warnings(account).stream()).toList();
    if (json.wanted()) {
      surroundings.out().println(json(file, accounts, ending, report));
    } else {
      print(file, accounts, ending, report);
    }
    return status(report).code();
  }

  private static ExitStatus status(ConfigurationReport report) {
    return report.errors().isEmpty() ? ExitStatus.OK : ExitStatus.CONFIGURATION;
  }

  private void print(
      String file, List<Account> accounts, List<String> ending, ConfigurationReport report) {
    PrintStream out = surroundings.out();
    for (ConfigurationProblem problem : report.problems()) {
      out.println(Printable.text(severity(problem) + ": " + problem));
    }
    ending.forEach(warning -> out.println(Printable.text("warning: " + warning)));
    for (Account account : accounts) {
      out.printf(
          "%-15s %s, TLS %s, %s%n",
          account.name(), account.endpoint(), tls(account), Printable.line(login(account)));
    }
    out.println(
        Printable.line(file)
            + ": "
            + count(report.errors().size(), "error")
            + ", "
            + count(report.warnings().size() + ending.size(), "warning")
            + (report.errors().isEmpty() ? ", " + count(accounts.size(), "account") : ""));
  }

  private static String json(
      String file, List<Account> accounts, List<String> ending, ConfigurationReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status(report).code());
    json.put("file", file);
    json.put("errors", report.errors().size());
    json.put("warnings", report.warnings().size() + ending.size());
    json.put("accounts", accounts.stream().map(ConfigCheckCommand::json).toList());
    json.put("ending", ending);
    json.put("problems", report.problems().stream().map(ConfigCheckCommand::json).toList());
    return Printable.json(json);
  }

  private static Map<String, Object> json(Account account) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", account.name());
    json.put("host", account.endpoint().host());
    json.put("port", account.endpoint().port());
    json.put("tls", tls(account));
    json.put("login", login(account));
    return json;
  }

  private static Map<String, @Nullable Object> json(ConfigurationProblem problem) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("severity", severity(problem));
    json.put("source", problem.source());
    json.put("line", problem.line());
    json.put("column", problem.column());
    json.put("key", problem.key());
    json.put("value", problem.value());
    json.put("rule", problem.rule());
    return json;
  }

  private static String severity(ConfigurationProblem problem) {
    return problem.severity().name().toLowerCase(Locale.ROOT);
  }

  /** As the configuration spells it. */
  private static String tls(Account account) {
    return account.endpoint().tls().name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String login(Account account) {
    return account.login() == null ? "no login" : account.login().toString();
  }

  private static String count(int number, String noun) {
    return (number == 0 ? "no" : number) + " " + noun + (number == 1 ? "" : "s");
  }
}
