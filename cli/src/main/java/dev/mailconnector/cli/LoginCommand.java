package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.GrantedConsent;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.MailConnectorException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code login}: a user consents, and the refresh token goes to the account's store. */
@Command(
    name = "login",
    description = {
      "Lets a user consent that the account sends for them, and keeps the refresh token.",
      "It is kept encrypted, in auth.token-store. The account needs auth.grant: refresh-token, and",
      "no auth.refresh-token. Where the issuer says who consented, it must be the user of the",
      "account. Nothing secret is printed.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  In a browser of this machine, which comes back to a port of 127.0.0.1:",
      "    mailconnector login --account ann",
      "  On a machine without a browser, by a code to type on any other device (not at Google):",
      "    mailconnector login --account ann --device",
      "  On a machine without a browser, by yours:",
      "    ssh -L 8400:127.0.0.1:8400 HOST mailconnector login --account ann --port 8400",
      "",
      "Ends with 77 if the user or the issuer refuses or somebody else consents, 75 if nobody does",
      "in time, 78 if a setting or the store cannot be used, 69 if the issuer cannot be reached."
    })
final class LoginCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Mixin private final AccountOption account = new AccountOption();

  @Option(names = "--device", description = "By a code that the user types on any other device.")
  private boolean device;

  @Option(
      names = "--user",
      paramLabel = "NAME",
      description =
          "Who consents, where it is not the account's user: for a shared mailbox, or where the"
              + " issuer knows its owner by another name.")
  private @Nullable String user;

  @Option(names = "--no-browser", description = "Prints the page, and leaves it to you to open it.")
  private boolean noBrowser;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description =
          "The port of 127.0.0.1 that the browser comes back to, where the registration of the"
              + " client names one. Default: any free port")
  private @Nullable Integer port;

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = LimitOption.class,
      description = "How long the user may take. Default: 5m")
  private @Nullable Duration limit;

  @Mixin private final JsonOption json = new JsonOption();

  LoginCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    if (device && (port != null || noBrowser)) {
      throw new CommandFailure(
          ExitStatus.USAGE, "--port and --no-browser have no effect with --device.");
    }
    AtomicBoolean stopped = new AtomicBoolean();
    Thread asking = Thread.currentThread();
    Runnable stop =
        () -> {
          stopped.set(true);
          asking.interrupt();
        };
    Interruption.Watch watch = surroundings.interruption().watch(stop);
    try {
      return login(stopped).code();
    } finally {
      watch.close();
    }
  }

  private ExitStatus login(AtomicBoolean stopped) {
    try (TokenAccount of = TokenAccount.open(tool, surroundings, account.name())) {
      json.print(surroundings.out(), new ConsentReport(of, ask(of, settings(of.consent()))));
      return ExitStatus.OK;
    } catch (MailConnectorException e) {
      if (stopped.get()) {
        throw new CommandFailure(ExitStatus.TRY_LATER, "Given up; nothing was kept.");
      }
      throw e;
    }
  }

  private Consent settings(Consent usual) {
    Consent consent = usual;
    try {
      consent = user == null ? consent : consent.by(user);
      consent = limit == null ? consent : consent.limit(limit);
      return port == null ? consent : consent.redirectPort(port);
    } catch (ConfigurationException unfit) {
      throw new CommandFailure(ExitStatus.USAGE, "--" + unfit.key() + ": " + unfit.remedy());
    }
  }

  private GrantedConsent ask(TokenAccount of, Consent consent) {
    try {
      return device ? consent.onOtherDevice(this::show) : consent.inBrowser(this::show);
    } catch (TokenException refused) {
      throw refused.toCredentialException(of.name());
    }
  }

  private void show(URI url) {
    PrintStream err = surroundings.err();
    err.println("Visit this page in a browser of this machine, and consent:");
    err.println("  " + url);
    if (!noBrowser && surroundings.browser().open(url)) {
      err.println("It was handed to your browser.");
    }
    err.println("Waiting; Ctrl-C gives up.");
  }

  private void show(DevicePrompt prompt) {
    PrintStream err = surroundings.err();
    err.println("Visit this page on any device, and type the code:");
    err.println("  " + Printable.line(prompt.verificationUri().toString()));
    err.println("  code " + Printable.line(prompt.userCode()));
    if (prompt.complete() != null) {
      err.println("Or in one step: " + Printable.line(prompt.complete().toString()));
    }
    err.println("Waiting " + prompt.validFor().toSeconds() + " s; Ctrl-C gives up.");
  }
}
