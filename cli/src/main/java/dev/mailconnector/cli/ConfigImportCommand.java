package dev.mailconnector.cli;

import dev.mailconnector.config.ConfigurationImport;
import dev.mailconnector.config.Dialect;
import dev.mailconnector.config.FolderImport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code config import}: other programs' configurations in our own form. */
@Command(
    name = "import",
    description = {
      "Prints another program's configuration in our own form, with variables in place of secrets.",
      "The dialect is told by --dialect, or else by the content.",
      "Of a folder it prints one line for each mail configuration in it and below: what it is, what"
          + " will stop working, when, what to change, and who must act. Touches no network.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  mailconnector config import application.properties > mailconnector.yaml",
      "  mailconnector --dialect typebot config import .env",
      "  mailconnector config import /etc/apps",
      "  mailconnector config import /etc/apps --output converted --json",
      "",
      "Ends with 78 if a mail configuration could not be read."
    })
final class ConfigImportCommand implements Callable<Integer> {
  private final Surroundings surroundings;
  private final Tool tool;

  @Parameters(paramLabel = "FILE-OR-FOLDER", description = "What to import.")
  private Path path = Path.of("");

  @Option(
      names = "--output",
      paramLabel = "DIR",
      description = "Writes each converted file into this folder, and replaces none there.")
  private @Nullable Path output;

  @Mixin private final JsonOption json = new JsonOption();

  ConfigImportCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    return (Files.isDirectory(path) ? folder() : file()).code();
  }

  private ExitStatus file() {
    ConfigurationImport imported = ConfigurationImport.of(path, tool.dialect());
    if (output != null || json.wanted()) {
      write(List.of(imported));
      return report(new ImportReport(List.of(imported), 0, List.of()));
    }
    PrintStream err = surroundings.err();
    imported.problems().stream()
        .map(problem -> Printable.text(ImportReport.severity(problem) + ": " + problem))
        .forEach(err::println);
    if (imported.isUsable()) {
      surroundings.out().print(imported.yaml());
    }
    return new ImportReport(List.of(imported), 0, List.of()).status();
  }

  private ExitStatus folder() {
    Dialect dialect = tool.dialect();
    if (dialect != null) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "--dialect is for one file; in a folder each file's content tells its dialect.");
    }
    FolderImport imported;
    try {
      imported = FolderImport.of(path);
    } catch (IOException unreadable) {
      throw new CommandFailure(ExitStatus.CONFIGURATION, path + " cannot be read by this process.");
    }
    write(imported.files());
    return report(new ImportReport(imported.files(), imported.others(), imported.unread()));
  }

  private ExitStatus report(ImportReport report) {
    if (json.wanted()) {
      surroundings.out().println(report.json());
    } else {
      report.lines().forEach(surroundings.out()::println);
      report.unread().stream().map(Printable::line).forEach(surroundings.err()::println);
    }
    return report.status();
  }

  private void write(List<ConfigurationImport> files) {
    if (output == null) {
      return;
    }
    for (ConfigurationImport file : files) {
      if (file.isUsable()) {
        write(output, file);
      }
    }
  }

  private void write(Path folder, ConfigurationImport file) {
    String name = Files.isDirectory(path) ? file.source() : String.valueOf(path.getFileName());
    Path target = folder.resolve(name + ".yaml");
    try {
      Files.createDirectories(target.toAbsolutePath().getParent());
      Files.writeString(target, file.yaml(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException there) {
      throw new CommandFailure(
          ExitStatus.CONFIGURATION,
          target + " is there already, and is not replaced. Remove it, or name another --output.");
    } catch (IOException refused) {
      throw new CommandFailure(
          ExitStatus.CONFIGURATION, target + " cannot be written: " + refused.getMessage());
    }
  }
}
