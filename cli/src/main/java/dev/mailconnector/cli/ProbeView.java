package dev.mailconnector.cli;

import dev.mailconnector.probe.ProbeFinding;
import dev.mailconnector.probe.ProbeStep.Result;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Ansi;

/** Shows a probe to a person while it goes on. Colours on a terminal only (no-color.org). */
final class ProbeView {
  private static final int WIDTH = 100;

  /** Behind mark, name and time. */
  private static final int INDENT = 33;

  private final PrintStream out;
  private final Ansi ansi;

  ProbeView(Surroundings surroundings) {
    this.out = surroundings.out();
    this.ansi = surroundings.coloured() ? Ansi.ON : Ansi.OFF;
  }

  /** An account, or the domain of a sender. */
  void begin(String title) {
    out.println(styled("bold", clean(title)));
  }

  /** A step that has ended. */
  void step(ProbeResult.Row row) {
    String time = row.result() == Result.SKIPPED ? "" : row.took().toMillis() + " ms";
    String head = String.format(" %-15s %8s  ", row.name(), time);
    List<String> summary = lines(row.summary(), " ".repeat(INDENT));
    out.println("  " + mark(row.result()) + head + summary.get(0).strip());
    summary.stream().skip(1).forEach(out::println);
    row.details().stream()
        .filter(detail -> !detail.equals(row.summary()))
        .forEach(detail -> out.println(" ".repeat(INDENT) + clean(detail)));
    boolean failed = row.result() == Result.FAILED;
    row.findings().stream()
        .skip(failed ? 1 : 0)
        .forEach(
            each -> lines(each.seen() + ". " + each.remedy(), "       ! ").forEach(out::println));
    out.flush();
  }

  /** The last words: what can be forwarded to whoever can cure it. */
  void end(@Nullable ProbeFinding cause, String of, int warnings) {
    String rest = warnings == 0 ? "" : " " + warnings + (warnings == 1 ? " warning" : " warnings");
    if (cause == null) {
      out.println(styled("fg(green)", "  No fault found.") + rest);
    } else {
      out.println();
      out.println(
          styled("bold,fg(red)", "First cause, " + clean(of) + ": " + cause.diagnosis().id()));
      lines(cause.seen() + ".", "  seen    ").forEach(out::println);
      lines(cause.remedy(), "  cure    ").forEach(out::println);
      lines(cause.diagnosis().whom().words(), "  who     ").forEach(out::println);
      lines(cause.diagnosis().source(), "  source  ").forEach(out::println);
      if (!rest.isEmpty()) {
        out.println("  besides" + rest);
      }
    }
    out.println();
    out.flush();
  }

  private String mark(Result result) {
    return switch (result) {
      case PASSED -> styled("fg(green)", "ok  ");
      case WARNING -> styled("fg(yellow)", "warn");
      case FAILED -> styled("bold,fg(red)", "FAIL");
      case SKIPPED -> styled("faint", "skip");
    };
  }

  /** Of words of our own: what comes from outside could hold marks of picocli. */
  private String styled(String style, String text) {
    return ansi.enabled()
        ? Ansi.Style.on(Ansi.Style.parse(style)) + text + Ansi.Style.reset.on()
        : text;
  }

  /** Broken between words; the first line begins with this, the others with as many blanks. */
  private static List<String> lines(String text, String first) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(first);
    for (String word : clean(text).split(" +", -1)) {
      boolean begun = line.length() > first.length();
      if (begun && line.length() + 1 + word.length() > WIDTH) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(first.length()));
        begun = false;
      }
      line.append(begun ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Without what could draw on a terminal: a server may send anything. */
  private static String clean(String text) {
    return Printable.line(text);
  }
}
