package dev.mailconnector.cli;

import dev.mailconnector.Account;
import dev.mailconnector.config.ConfigurationReport;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code completion}: what a shell needs to complete our commands, options and accounts. */
@Command(
    name = "completion",
    description = {
      "Prints a script that lets the shell complete commands, options and names of accounts.",
      "Accounts are those of $MAILCONNECTOR_CONFIG, else of ./mailconnector.yaml.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  For this shell:",
      "    source <(mailconnector completion bash)",
      "  For every bash of yours:",
      "    mailconnector completion bash > ~/.local/share/bash-completion/completions/mailconnector",
      "  For zsh, in ~/.zshrc:",
      "    source <(mailconnector completion zsh)"
    })
final class CompletionCommand implements Callable<Integer> {
  /** In place of a shell: the names alone, which the script asks for. */
  static final String ACCOUNTS = "accounts";

  private final Surroundings surroundings;
  private final Tool tool;

  @Spec private @Nullable CommandSpec spec;

  @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
  private @Nullable String shell;

  CompletionCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    switch (String.valueOf(shell)) {
      // The script finds out itself which of the two reads it.
      case "bash", "zsh" ->
          surroundings
              .out()
              .print(
                  AccountNames.askedForIn(
                      AutoComplete.bash("mailconnector", Tool.commands(surroundings))));
      case ACCOUNTS -> printAccounts();
      default ->
          throw new ParameterException(
              Objects.requireNonNull(spec).commandLine(),
              "'" + shell + "' is none of bash and zsh.");
    }
    return ExitStatus.OK.code();
  }

  private void printAccounts() {
    ConfigurationReport report = tool.configuration(surroundings).report();
    report.configuration().accounts().stream()
        .map(Account::name)
        .forEach(surroundings.out()::println);
  }
}
