package dev.mailconnector.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code config}: the parent of the commands about the configuration. */
@Command(
    name = "config",
    description = {"Looks at the configuration.", ""},
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:", "  mailconnector --config mail.yaml config check"})
final class ConfigCommand implements Runnable {
  @Spec private @Nullable CommandSpec spec;

  private ConfigCommand() {}

  /** The command with its own commands. */
  static CommandLine line(Surroundings surroundings, Tool tool) {
    return new CommandLine(new ConfigCommand())
        .addSubcommand(new ConfigCheckCommand(surroundings, tool))
        .addSubcommand(new ConfigImportCommand(surroundings, tool))
        .addSubcommand(new ConfigSchemaCommand(surroundings));
  }

  @Override
  public void run() {
    throw new ParameterException(
        Objects.requireNonNull(spec).commandLine(),
        "A command is missing: config check, config import or config schema");
  }
}
