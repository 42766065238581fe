package dev.mailconnector.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which account of the configuration a command is about. */
final class AccountOption {
  @Option(
      names = "--account",
      paramLabel = "NAME",
      order = 0,
      completionCandidates = AccountNames.class,
      description = "The account. Default: default-account of the configuration")
  private @Nullable String name;

  /** The name that was given, or null for the default account. */
  @Nullable String name() {
    return name;
  }
}
