package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.cli.sender.SenderCheck;
import dev.mailconnector.probe.Probe;
import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeReport;
import dev.mailconnector.probe.ProbeStep;
import dev.mailconnector.spi.StandaloneContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code probe}: goes the way of a send step by step, sends nothing, and names the first cause. */
@Command(
    name = "probe",
    description = {
      "Goes the way of a send without sending, and names the first cause of what fails.",
      "It goes step by step, and says what the cause is, what to change, and whom to ask. Logs in",
      "once at the most, so it locks nobody out. Of the sender it says MAIL and RCPT, and takes",
      "both back with RSET.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  mailconnector probe",
      "  mailconnector probe --account robot --json",
      "  mailconnector probe --provider gmail --user you@gmail.com --password-file password",
      "  Also what receivers will think of the sender's domain (MX, SPF, DKIM, DMARC):",
      "    mailconnector probe --account robot --sender robot@example.com",
      "",
      "Ends with 0 if everything is well; else as a send would: with 69, 75, 77 or 78, the highest"
          + " if",
      "several accounts fail. Warnings alone end with 0; a fault of the sender's domain with 78."
    })
final class ProbeCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      completionCandidates = AccountNames.class,
      description = "The account. Default: every account of the configuration, one after another")
  private @Nullable String account;

  @Mixin private final ProviderOptions provider = new ProviderOptions();

  @Option(
      names = "--sender",
      paramLabel = "ADDRESS",
      description = "Looks at the DNS of this sender's domain, too: MX, SPF, DKIM, DMARC.")
  private @Nullable String sender;

  @Option(
      names = "--dkim-selector",
      paramLabel = "NAME",
      description = "Where the DKIM key is, with --sender. Default: where the provider has it")
  private @Nullable String selector;

  @Option(
      names = "--dns-server",
      paramLabel = "HOST[:PORT]",
      description = "Whom to ask, with --sender. Default: the name servers of this machine")
  private @Nullable String dnsServer;

  @Mixin private final JsonOption json = new JsonOption();

  ProbeCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    if (sender != null && !sender.matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+")) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), "--sender: " + sender + " is no address.");
    }
    List<Account> accounts = accounts();
    ProbeView view = json.wanted() ? null : new ProbeView(surroundings);
    ProbeResult result = new ProbeResult();
    for (Account each : accounts) {
      probe(each, view, result);
    }
    String address = sender;
    if (address != null) {
      check(address, accounts, view, result);
    }
    if (json.wanted()) {
      surroundings.out().println(result.json());
    }
    return result.status().code();
  }

  private List<Account> accounts() {
    try (ConfiguredConnector configured = ConfiguredConnector.open(tool, surroundings, provider)) {
      return account == null ? configured.accounts() : List.of(configured.account(account));
    }
  }

  private void probe(Account each, @Nullable ProbeView view, ProbeResult result) {
    if (view != null) {
      view.begin(each.name() + " (" + each.endpoint() + ")");
    }
    ProbeReport report =
        Probe.builder(each)
            .listener(
                step -> {
                  if (view != null) {
                    view.step(row(step));
                  }
                })
            .build()
            .run();
    result.add(report);
    if (view != null) {
      view.end(report.firstCause().orElse(null), each.name(), report.warnings().size());
    }
  }

  private void check(
      String address, List<Account> accounts, @Nullable ProbeView view, ProbeResult result) {
    Account through = through(address, accounts);
    String from = through.from() == null ? address : through.from();
    if (view != null) {
      view.begin(address + " (DNS of its domain)");
    }
    List<ProbeResult.Row> rows = new ArrayList<>();
    List<ProbeFinding> findings;
    try (StandaloneContext context = StandaloneContext.of(through)) {
      SenderCheck check =
          new SenderCheck(
              address,
              from,
              through.endpoint().host(),
              selector,
              DnsServers.named(dnsServer),
              context.ticker());
      findings =
          check.run(
              step -> {
                ProbeResult.Row row = row(step);
                rows.add(row);
                if (view != null) {
                  view.step(row);
                }
              });
    }
    result.add(address, rows, findings);
    if (view != null) {
      ProbeFinding first = findings.isEmpty() ? null : findings.get(0);
      view.end(first, address, Math.max(0, findings.size() - 1));
    }
  }

  /** The account that sends as this domain, or the first one. */
  private static Account through(String address, List<Account> accounts) {
    String domain = address.substring(address.lastIndexOf('@')).toLowerCase(Locale.ROOT);
    return accounts.stream()
        .filter(
            each -> each.from() != null && each.from().toLowerCase(Locale.ROOT).endsWith(domain))
        .findFirst()
        .orElse(accounts.get(0));
  }

  private static ProbeResult.Row row(ProbeStep step) {
    return new ProbeResult.Row(
        step.kind().label(),
        step.result(),
        step.took(),
        step.summary(),
        step.details(),
        step.findings());
  }

  private static ProbeResult.Row row(SenderCheck.Step step) {
    return new ProbeResult.Row(
        step.name(),
        step.findings().isEmpty() ? ProbeStep.Result.PASSED : ProbeStep.Result.FAILED,
        step.took(),
        step.summary(),
        step.details(),
        step.findings());
  }
}
