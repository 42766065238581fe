package dev.mailconnector.cli;

import dev.mailconnector.RawMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what a command line names: a file, or standard input for {@code -}. */
final class Input {
  private Input() {}

  /**
   * Every byte, as it is.
   *
   * @param option the option that named the file, for the error
   */
  static byte[] bytes(String option, String file, InputStream standardInput) {
    try {
      return file.equals("-") ? standardInput.readAllBytes() : Files.readAllBytes(Path.of(file));
    } catch (IOException e) {
      String why = e instanceof NoSuchFileException ? "there is no such file" : e.toString();
      throw new CommandFailure(
          ExitStatus.MESSAGE, option + " " + file + " cannot be read: " + why + ".");
    }
  }

  /** A finished message, which is not read yet. */
  static RawMessage message(String option, String file, InputStream standardInput) {
    if (file.equals("-")) {
      return RawMessage.of(standardInput);
    }
    Path path = Path.of(file);
    if (!Files.isReadable(path) || Files.isDirectory(path)) {
      String why =
          Files.isDirectory(path)
              ? "it is a folder"
              : Files.exists(path) ? "this process may not read it" : "there is no such file";
      throw new CommandFailure(
          ExitStatus.MESSAGE, option + " " + file + " cannot be read: " + why + ".");
    }
    return RawMessage.of(path);
  }
}
