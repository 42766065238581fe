package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import dev.mailconnector.failure.MailConnectorException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code token}: acquires one token and tells about it; never the token itself. */
@Command(
    name = "token",
    description = {
      "Asks for an access token as a send would, and tells its lifetime, its scopes and, where it is",
      "a JWT, what it says about itself; and what else of the login ends: certificate, secret,",
      "refresh token. Never prints the token. Sends no mail.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  mailconnector token --account robot",
      "  mailconnector token --account robot --json",
      "",
      "Ends with 77 if the issuer refuses, with 69 if it cannot be reached."
    })
final class TokenCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Option(
      names = "--account",
      paramLabel = "NAME",
      description = "The account. Default: default-account of the configuration")
  private @Nullable String account;

  @Option(names = "--json", description = "Prints the result, or the failure, as one JSON line.")
  private boolean json;

  TokenCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    try (TokenAccount of = TokenAccount.open(tool, surroundings, account)) {
      return report(of);
    } catch (MailConnectorException e) {
      if (json) {
        surroundings.out().println(Receipts.json(e));
      }
      throw e;
    }
  }

  private int report(TokenAccount of) {
    try (TokenSource source = of.source()) {
      AccessToken token = source.fetch();
      TokenReport report = new TokenReport(of, token, source.ends(), of.now());
      surroundings.out().println(json ? report.json() : report.text());
      return ExitStatus.OK.code();
    } catch (TokenException refused) {
      throw refused.toCredentialException(of.name());
    }
  }
}
