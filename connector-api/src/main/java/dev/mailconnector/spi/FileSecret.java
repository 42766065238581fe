package dev.mailconnector.spi;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Remedy;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.internal.diagnosis.SecretRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A secret in a file: UTF-8, one trailing line break dropped, read anew every time. */
record FileSecret(Path file) implements SecretSource {
  private static final int LARGEST = 64 * 1024;

  /** What a shell hands over, such as /dev/stdin: its writer is there. */
  private static final Path DEVICES = Path.of("/dev");

  @Override
  public Secret read() {
    try {
      if (mayBlock()) {
        throw unusable(
            "is a pipe, which may let its reader wait for ever",
            "It is read again and again: put the secret into a regular file.");
      }
      byte[] bytes = content();
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return Secret.of(withoutLineBreak(text));
    } catch (CharacterCodingException broken) {
      throw unusable("is not UTF-8", "Save it as UTF-8 text.");
    } catch (NoSuchFileException missing) {
      throw unusable("does not exist", "Create it, or correct its path.");
    } catch (IOException unreadable) {
      throw unusable("cannot be read", "Let this process read it.");
    }
  }

  private boolean mayBlock() throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class).isOther()
        && !file.toAbsolutePath().startsWith(DEVICES);
  }

  private byte[] content() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw unusable("is larger than 64 KiB", "Is this the file that holds the secret?");
      }
      return bytes;
    }
  }

  private static String withoutLineBreak(String text) {
    if (text.endsWith("\r\n")) {
      return text.substring(0, text.length() - 2);
    }
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private CredentialException unusable(String why, String remedy) {
    return new CredentialException(
        FailureDetail.of(
            Stage.CREDENTIAL,
            "The secret file " + file + " " + why,
            Advice.FIX_CONFIGURATION,
            new Remedy(SecretRows.FILE_UNUSABLE, remedy)));
  }

  @Override
  public String toString() {
    return "the secret in " + file;
  }
}
