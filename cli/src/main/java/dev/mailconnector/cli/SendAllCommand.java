package dev.mailconnector.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code send-all}: every finished message of a folder through one account. */
@Command(
    name = "send-all",
    description = {
      "Sends every .eml file of a folder, in the order of their names; folders in it are not looked"
          + " into.",
      "Each goes byte for byte to the recipients that it names itself.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Exit status: that of the worst outcome. 74 (may have been sent) is worse than all others,",
      "else the higher number. Ctrl-C sends nothing more, waits for the replies to what has left,",
      "says what was not sent and what may have been, and ends with 130 (SIGTERM: with 143).",
      "",
      "Example:",
      "  mailconnector send-all --account robot outbox --report outcomes.jsonl"
    })
final class SendAllCommand implements Callable<Integer> {
  private static final String ENDING = ".eml";

  private final Surroundings surroundings;
  private final Tool tool;

  @Spec private @Nullable CommandSpec spec;

  @Mixin private final AccountOption account = new AccountOption();
  @Mixin private final ProviderOptions provider = new ProviderOptions();

  @Parameters(paramLabel = "DIR", description = "The folder.")
  private @Nullable Path folder;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      description =
          "Writes one line of JSON for each file, as the outcomes come: sent, partly-sent, unknown,"
              + " refused, unusable or not-sent, with reply and recipients.")
  private @Nullable Path report;

  @Mixin private final JsonOption json = new JsonOption();

  SendAllCommand(Surroundings surroundings, Tool tool) {
    this.surroundings = surroundings;
    this.tool = tool;
  }

  @Override
  public Integer call() {
    Path from = Objects.requireNonNull(folder);
    List<Path> files = files(from);
    FolderTally tally = new FolderTally(files.size());
    FolderProgress progress =
        new FolderProgress(surroundings.err(), surroundings.errTerminal(), tally, report != null);
    try (ConfiguredConnector configured =
        ConfiguredConnector.open(tool, surroundings, provider, tally)) {
      String through = configured.account(account.name()).name();
      FolderReport lines = FolderReport.into(report);
      if (files.isEmpty()) {
        progress.say(
            "There is no "
                + ENDING
                + " file in "
                + Printable.line(from.toString())
                + ": nothing was sent.");
        lines.close();
        printSummary(tally);
      } else {
        FolderSend send = new FolderSend(configured.connector(), through, files);
        Interruption.Watch watch = surroundings.interruption().watch(send::cancel);
        try {
          send(send, tally, progress, lines);
          // Before the watch ends: an interrupted process may end with it.
          printSummary(tally);
        } finally {
          watch.close();
        }
      }
    }
    return tally.worst().code();
  }

  private void send(
      FolderSend send, FolderTally tally, FolderProgress progress, FolderReport lines) {
    try (lines) {
      send.run(
          outcome -> {
            tally.add(outcome);
            lines.add(outcome);
            progress.update(outcome);
          });
    }
    progress.end();
    IOException unwritten = lines.failure();
    if (unwritten != null) {
      tally.worsen(ExitStatus.INTERNAL);
      progress.say("--report " + report + " is not complete: " + unwritten);
    }
  }

  private void printSummary(FolderTally tally) {
    json.print(surroundings.out(), tally);
    surroundings.out().flush();
  }

  private List<Path> files(Path from) {
    if (!Files.isDirectory(from)) {
      throw new ParameterException(
          Objects.requireNonNull(spec).commandLine(), from + " is not a folder.");
    }
    try (Stream<Path> entries = Files.list(from)) {
      return entries
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING))
          .filter(file -> !Files.isDirectory(file))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new CommandFailure(ExitStatus.USAGE, from + " cannot be read: " + e + ".");
    }
  }
}
