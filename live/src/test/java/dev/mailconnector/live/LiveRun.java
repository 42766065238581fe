package dev.mailconnector.live;

import dev.mailconnector.live.FlowResult.Outcome;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the suite for every login that is set up, and leaves a report. */
final class LiveRun {
  private final Variables given;
  private final @Nullable Target target;
  private final Path file;
  private final PrintStream out;

  LiveRun(Variables given, @Nullable Target target, Path file, PrintStream out) {
    this.given = given;
    this.target = target;
    this.file = file;
    this.out = out;
  }

  /**
   * Runs it.
   *
   * @return how many flows failed
   */
  long run(LocalDate today) throws Exception {
    List<LiveLogin> logins =
        Arrays.stream(LiveLogin.values()).filter(login -> login.isSetUp(given)).toList();
    if (logins.isEmpty()) {
      out.println(LiveReport.help());
      return 0;
    }
    Redactor redactor = Redactor.of(given);
    LiveReport report = new LiveReport(given, redactor);
    LiveSuite suite = new LiveSuite(given, target, redactor);
    for (LiveLogin login : logins) {
      out.println("Trying " + login.title() + " ...");
      report.add(login, suite.run(login));
    }
    String text = report.text(today);
    List<String> found = redactor.found(text);
    if (!found.isEmpty()) {
      throw new IllegalStateException(
          "The report was not written: it still holds " + found + ". Please tell us, without it.");
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text);
    out.println("Read it, then paste it: " + file);
    return report.count(Outcome.FAILED);
  }
}
