package dev.mailconnector.cli;

import dev.mailconnector.cli.FileOutcome.Word;
import dev.mailconnector.event.ConnectorEvent;
import dev.mailconnector.event.ConnectorListener;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Counts what became of the files of a folder; the connector's events say how long it took. Events
 * may come from any thread, everything else from one.
 */
final class FolderTally implements ConnectorListener, Report {
  private final int files;
  private final EnumMap<Word, Integer> counts = new EnumMap<>(Word.class);
  private final AtomicReference<@Nullable Instant> first = new AtomicReference<>();
  private final AtomicReference<@Nullable Instant> last = new AtomicReference<>();
  private ExitStatus worst = ExitStatus.OK;

  FolderTally(int files) {
    this.files = files;
  }

  @Override
  public void on(ConnectorEvent event) {
    // Connecting is in what a message took; what closes afterwards belongs to no message.
    if (event instanceof ConnectorEvent.MessageSent sent) {
      add(sent.at(), sent.took());
    } else if (event instanceof ConnectorEvent.MessageFailed failed) {
      add(failed.at(), failed.took());
    }
  }

  private void add(Instant at, Duration took) {
    first.accumulateAndGet(at.minus(took), (a, b) -> a == null || b.isBefore(a) ? b : a);
    last.accumulateAndGet(at, (a, b) -> a == null || b.isAfter(a) ? b : a);
  }

  void add(FileOutcome outcome) {
    counts.merge(outcome.word(), 1, Integer::sum);
    worsen(outcome.status());
  }

  /** The worst is that something may have been sent; after that the higher number is worse. */
  void worsen(ExitStatus status) {
    if (worst != ExitStatus.UNKNOWN
        && (status == ExitStatus.UNKNOWN || status.code() > worst.code())) {
      worst = status;
    }
  }

  ExitStatus worst() {
    return worst;
  }

  int files() {
    return files;
  }

  int done() {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  int count(Word word) {
    return counts.getOrDefault(word, 0);
  }

  /** Such as {@code 998 sent, 2 refused}. */
  String counts() {
    StringJoiner text = new StringJoiner(", ");
    for (Word word : Word.values()) {
      if (word == Word.SENT || count(word) > 0) {
        text.add(count(word) + " " + word);
      }
    }
    return text.toString();
  }

  @Override
  public String text() {
    return String.format(
        Locale.ROOT,
        "%d of %d: %s; %.1f s, %.1f per second",
        done(),
        files,
        counts(),
        seconds(),
        perSecond());
  }

  @Override
  public String json() {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("status", worst.code());
    json.put("files", files);
    json.put("sent", count(Word.SENT));
    json.put("partlySent", count(Word.PARTLY));
    json.put("unknown", count(Word.UNKNOWN));
    json.put("refused", count(Word.REFUSED));
    json.put("unusable", count(Word.UNUSABLE));
    json.put("notSent", count(Word.NOT_SENT));
    json.put("seconds", seconds());
    json.put("perSecond", perSecond());
    return Receipts.line(json);
  }

  private double seconds() {
    Instant from = first.get();
    Instant to = last.get();
    return from == null || to == null
        ? 0
        : Math.max(0, Duration.between(from, to).toMillis()) / 1000.0;
  }

  private double perSecond() {
    double seconds = seconds();
    return seconds == 0 ? 0 : Math.round(10 * count(Word.SENT) / seconds) / 10.0;
  }
}
