package dev.mailconnector.cli.demo;

import dev.mailconnector.Account;
import dev.mailconnector.MailConnector;
import dev.mailconnector.cli.ExitStatus;
import dev.mailconnector.cli.Interruption;
import dev.mailconnector.cli.Surroundings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: sends through every kind of login while the tokens are renewed. */
@Command(
    name = "demo",
    description = {
      "Sends continuously through five kinds of login, on mail servers and token issuers of its"
          + " own.",
      "Tokens live ten seconds and the servers refuse an ended one; you see them being renewed"
          + " before",
      "they end, so that no send waits and no login is refused. Needs no account and no network.",
      "With --serve the same servers stay, and two of a company network (NTLM, SCRAM), for you to",
      "try the other commands at.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  mailconnector demo",
      "  mailconnector demo --seconds 60 --json | jq .renewals",
      "  mailconnector demo --serve try",
      "",
      "Ends with 0 only if every message was delivered exactly as often as it was sent, no login"
          + " was refused and no send waited for a token."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final Duration TOKEN_LIFETIME = Duration.ofSeconds(10);

  private static final Duration SERVED_TOKEN_LIFETIME = Duration.ofHours(1);
  private static final long SHOW_MILLIS = 200;

  /** The servers keep the transcript of every conversation in memory. */
  private static final int LONGEST_RUN = 30 * 60;

  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "30",
      description = "How long to send. Default: ${DEFAULT-VALUE}")
  private int seconds;

  @Option(
      names = "--json",
      description = "Prints the outcome as one JSON line; progress goes to standard error.")
  private boolean json;

  @Option(
      names = "--serve",
      paramLabel = "FOLDER",
      description =
          "In place of sending: runs the servers until Ctrl-C, writes their configuration to"
              + " FOLDER, and shows what is sent to them.")
  private @Nullable Path serve;

  /** The command in these surroundings. */
  public DemoCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() throws InterruptedException {
    if (serve != null) {
      return serve(serve);
    }
    if (seconds < 1 || seconds > LONGEST_RUN) {
      throw unfit("--seconds " + seconds + " is not from 1 to " + LONGEST_RUN + ".");
    }
    try (DemoServers servers = DemoServers.start(TOKEN_LIFETIME)) {
      return run(servers);
    }
  }

  private int serve(Path folder) throws InterruptedException {
    CommandSpec given = Objects.requireNonNull(spec);
    if (json || given.commandLine().getParseResult().hasMatchedOption("--seconds")) {
      throw unfit("--serve runs until Ctrl-C and sends nothing: leave out --json and --seconds.");
    }
    CountDownLatch stopped = new CountDownLatch(1);
    ScheduledExecutorService show = Executors.newSingleThreadScheduledExecutor();
    Interruption.Watch watch = surroundings.interruption().watch(stopped::countDown);
    try (DemoServers servers = DemoServers.start(SERVED_TOKEN_LIFETIME);
        DemoIntranet intranet = DemoIntranet.start(servers.authority())) {
      DemoSite site = DemoSite.in(folder, servers, intranet, new SecureRandom());
      site.welcome(surroundings.out());
      show.scheduleWithFixedDelay(
          () -> site.show(surroundings.out()), 0, SHOW_MILLIS, TimeUnit.MILLISECONDS);
      stopped.await();
      return ExitStatus.OK.code();
    } catch (IOException e) {
      throw unfit("--serve " + folder + " cannot be used: " + e + ". Name another folder.");
    } finally {
      show.shutdownNow();
      watch.close();
    }
  }

  private ParameterException unfit(String why) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), why);
  }

  private int run(DemoServers servers) throws InterruptedException {
    List<DemoAccounts.Entry> entries = DemoAccounts.of(servers);
    DemoStatistics statistics =
        new DemoStatistics(
            entries.stream()
                .map(entry -> new AccountStatistics(entry.account().name(), entry.login()))
                .toList());
    List<Account> accounts = entries.stream().map(DemoAccounts.Entry::account).toList();
    PrintStream progress = json ? surroundings.err() : surroundings.out();
    DemoView view = new DemoView(progress, surroundings.terminal() && !json, statistics, seconds);
    progress.println(
        "Five accounts, one connector; access tokens live " + TOKEN_LIFETIME.toSeconds() + " s.");
    MailConnector.Builder builder = MailConnector.builder().listener(statistics);
    accounts.forEach(builder::account);
    try (MailConnector connector = builder.build()) {
      Runnable meanwhile =
          () -> {
            view.update();
            servers.forgetMessages();
          };
      new Demo(connector, statistics).run(accounts, seconds, meanwhile, view.interval());
    }
    return report(DemoResult.of(statistics, servers), statistics, view);
  }

  private int report(DemoResult result, DemoStatistics statistics, DemoView view) {
    view.summary(result);
    RuntimeException failure = statistics.firstFailure();
    if (failure != null) {
      surroundings.err().println("The first failure: " + failure);
    }
    if (json) {
      surroundings.out().println(result.json());
    }
    return (result.isComplete() ? ExitStatus.OK : ExitStatus.INTERNAL).code();
  }
}
