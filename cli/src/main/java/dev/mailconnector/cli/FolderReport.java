package dev.mailconnector.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with one line of JSON for each outcome, written as they come; or none. */
final class FolderReport implements AutoCloseable {
  private final @Nullable BufferedWriter out;
  private @Nullable IOException failure;

  private FolderReport(@Nullable BufferedWriter out) {
    this.out = out;
  }

  /** Into this file, which is emptied first. */
  static FolderReport into(@Nullable Path file) {
    if (file == null) {
      return new FolderReport(null);
    }
    try {
      return new FolderReport(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.USAGE,
          "--report " + file + " cannot be written: " + e + ". Nothing was sent.");
    }
  }

  void add(FileOutcome outcome) {
    if (out != null && failure == null) {
      try {
        out.write(outcome.json());
        out.newLine();
        out.flush();
      } catch (IOException e) {
        failure = e;
      }
    }
  }

  /** Why it is not complete, or null if it is. */
  @Nullable IOException failure() {
    return failure;
  }

  @Override
  public void close() {
    if (out != null) {
      try {
        out.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
  }
}
