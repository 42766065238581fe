package dev.mailconnector.interop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The folder in which all mail ends, one file a message. For one thread. */
final class Maildir {
  private static final int PATIENCE_SECONDS = 60;

  private final Path newMail;
  private final Map<Path, DeliveredMessage> messages = new TreeMap<>();

  Maildir(Path folder) {
    this.newMail = folder.resolve("new");
  }

  /**
   * The messages delivered to this recipient, as soon as there are so many; those that are there
   * when nothing new has come for a minute.
   */
  List<DeliveredMessage> await(String recipient, int count)
      throws IOException, InterruptedException {
    try (WatchService watch = newMail.getFileSystem().newWatchService()) {
      newMail.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      while (deliveredTo(recipient).size() < count) {
        WatchKey key = watch.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (key == null) {
          break;
        }
        key.pollEvents();
        key.reset();
      }
      return deliveredTo(recipient);
    }
  }

  /** Everything, whoever it was for. */
  List<DeliveredMessage> all() throws IOException {
    try (Stream<Path> files = Files.list(newMail)) {
      for (Path file : files.toList()) {
        if (!messages.containsKey(file)) {
          String text = Files.readString(file, StandardCharsets.ISO_8859_1);
          messages.put(file, new DeliveredMessage(text));
        }
      }
    }
    return List.copyOf(messages.values());
  }

  private List<DeliveredMessage> deliveredTo(String recipient) throws IOException {
    return all().stream().filter(message -> message.isFor(recipient)).toList();
  }
}
