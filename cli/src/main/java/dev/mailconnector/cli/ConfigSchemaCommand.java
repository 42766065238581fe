package dev.mailconnector.cli;

import dev.mailconnector.config.MailConfiguration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code config schema}: what an editor needs to complete and check the configuration. */
@Command(
    name = "schema",
    description = {"Prints the JSON Schema of the configuration, for editors.", ""},
    footer = {
      "",
      "Example:",
      "  mailconnector config schema > mailconnector.schema.json",
      "and as the first line of mailconnector.yaml:",
      "  # yaml-language-server: $schema=mailconnector.schema.json"
    })
final class ConfigSchemaCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  ConfigSchemaCommand(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  @Override
  public Integer call() {
    surroundings.out().print(MailConfiguration.jsonSchema());
    return ExitStatus.OK.code();
  }
}
