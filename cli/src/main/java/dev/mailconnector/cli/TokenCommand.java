package dev.mailconnector.cli;

import dev.mailconnector.auth.oauth2.AccessToken;
import dev.mailconnector.auth.oauth2.TokenException;
import dev.mailconnector.auth.oauth2.TokenSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code token}: acquires one token and tells about it; never the token itself. */
@Command(
    name = "token",
    description = {
      "Asks for an access token as a send would, and tells what it is good for.",
      "That is its lifetime, its scopes and, where it is a JWT, what it says about itself; also",
      "what else of the login ends: certificate, secret, refresh token. Never prints the token.",
      "Sends no mail.",
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

  @Mixin private final AccountOption account = new AccountOption();
  @Mixin private final JsonOption json = new JsonOption();

  TokenCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    try (TokenAccount of = TokenAccount.open(tool, surroundings, account.name())) {
      return report(of);
    }
  }

  private int report(TokenAccount of) {
    try (TokenSource source = of.source()) {
      AccessToken token = source.fetch();
      json.print(surroundings.out(), new TokenReport(of, token, source.ends(), of.now()));
      return ExitStatus.OK.code();
    } catch (TokenException refused) {
      throw refused.toCredentialException(of.name());
    }
  }
}
