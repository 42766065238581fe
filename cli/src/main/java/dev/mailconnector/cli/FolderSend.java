package dev.mailconnector.cli;

import dev.mailconnector.BulkMessage;
import dev.mailconnector.MailConnector;
import dev.mailconnector.RawMessage;
import dev.mailconnector.SendOptions;
import dev.mailconnector.SendOutcome;
import dev.mailconnector.failure.ConfigurationException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Sends every file of a list as a finished message. Each is read when its turn comes, and each has
 * one outcome. Used once; {@link #cancel()} may come from another thread.
 */
final class FolderSend {
  private static final String FILE = "file";

  private final List<Path> files;
  private final Queue<FileOutcome> unusable = new ConcurrentLinkedQueue<>();
  private final Set<String> told = new HashSet<>();
  private final Stream<SendOutcome> outcomes;

  /** Asked for at once: a stream that is closed gives none. */
  private final Iterator<SendOutcome> reader;

  private volatile boolean cancelled;

  FolderSend(MailConnector connector, String account, List<Path> files) {
    this.files = files;
    SendOptions options = SendOptions.account(account);
    this.outcomes =
        connector.sendAll(
            files.stream()
                .takeWhile(file -> !cancelled)
                .map(file -> message(file, options))
                .filter(Objects::nonNull));
    this.reader = outcomes.iterator();
  }

  /** Sends them, and tells what became of each. */
  void run(Consumer<FileOutcome> listener) {
    try (outcomes) {
      while (reader.hasNext()) {
        SendOutcome outcome = reader.next();
        tellUnusable(listener);
        String file = Objects.requireNonNull(outcome.message().options().tags().get(FILE));
        tell(FileOutcome.of(file, outcome), listener);
      }
    }
    tellUnusable(listener);
    for (Path file : files) {
      if (!told.contains(name(file))) {
        tell(FileOutcome.cancelled(name(file)), listener);
      }
    }
  }

  /** Sends nothing more, and waits for the replies to what has left. */
  void cancel() {
    cancelled = true;
    outcomes.close();
  }

  private void tellUnusable(Consumer<FileOutcome> listener) {
    for (FileOutcome next = unusable.poll(); next != null; next = unusable.poll()) {
      tell(next, listener);
    }
  }

  private void tell(FileOutcome outcome, Consumer<FileOutcome> listener) {
    told.add(outcome.file());
    listener.accept(outcome);
  }

  private @Nullable BulkMessage message(Path file, SendOptions options) {
    if (isEmpty(file)) {
      // The account may have a sender for it, and then it could be sent.
      unusable.add(FileOutcome.unusable(name(file), "the file is empty"));
      return null;
    }
    SendOptions tagged;
    try {
      tagged = options.withTags(Map.of(FILE, name(file)));
    } catch (ConfigurationException e) {
      unusable.add(FileOutcome.unusable(name(file), "its name has control characters"));
      return null;
    }
    return BulkMessage.of(RawMessage.of(file)).with(tagged);
  }

  private static boolean isEmpty(Path file) {
    try {
      return Files.size(file) == 0;
    } catch (IOException e) {
      // Whoever reads it says why it cannot be read.
      return false;
    }
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }
}
