package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.Consent;
import dev.mailconnector.auth.oauth2.DevicePrompt;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.failure.MailConnectorException;
import java.io.PrintStream;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code login}: a user consents, and the refresh token goes to the account's store. */
@Command(
    name = "login",
    description = {
      "Lets a user consent that the account sends for them, and keeps the refresh token, encrypted,",
      "in auth.token-store. The account needs auth.grant: refresh-token, and no auth.refresh-token.",
      "Nothing secret is printed.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  In a browser of this machine, which comes back to a port of 127.0.0.1:",
      "    mailconnector login --account ann",
      "  On a machine without a browser, by a code to type on any other device (not at Google):",
      "    mailconnector login --account ann --device"
    })
final class LoginCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "The account. Default: default-account of the configuration")
  private @Nullable String account;

  @Option(names = "--device", description = "By a code that the user types on any other device.")
  private boolean device;

  @Option(names = "--json", description = "Prints the result, or the failure, as one JSON line.")
  private boolean json;

  LoginCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    try (TokenAccount of = TokenAccount.open(tool, surroundings, account)) {
      TokenReport report = new TokenReport(of, ask(of));
      surroundings.out().println(json ? report.json() : "consented\n" + report.text());
      return ExitStatus.OK.code();
    } catch (MailConnectorException e) {
      if (json) {
        surroundings.out().println(Receipts.json(e));
      }
      throw e;
    }
  }

  private AccessToken ask(TokenAccount of) {
    Consent consent = of.consent();
    try {
      return device
          ? consent.onOtherDevice(of.context(), this::show)
          : consent.inBrowser(of.context(), this::show);
    } catch (TokenException refused) {
      throw refused.toCredentialException(of.name());
    }
  }

  private void show(URI url) {
    PrintStream err = surroundings.err();
    err.println("Visit this page in a browser of this machine, and consent:");
    err.println("  " + url);
    err.println("Waiting; Ctrl-C gives up.");
  }

  private void show(DevicePrompt prompt) {
    PrintStream err = surroundings.err();
    err.println("Visit this page on any device, and type the code:");
    err.println("  " + prompt.verificationUri());
    err.println("  code " + prompt.userCode());
    if (prompt.complete() != null) {
      err.println("Or in one step: " + prompt.complete());
    }
    err.println("Waiting " + prompt.validFor().toSeconds() + " s; Ctrl-C gives up.");
  }
}
