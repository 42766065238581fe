package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A key file, read again every time. */
final class KeyFile implements SecretSource {
  /** Real ones have some 2.4 KB. */
  private static final int LIMIT = 64 * 1024;

  private final Path file;

  KeyFile(Path file) {
    if (!Files.isReadable(file)) {
      throw ConfigurationException.of(
          "auth.key-file",
          file.toString(),
          "The file does not exist or cannot be read by this process.");
    }
    this.file = file;
  }

  @Override
  public Secret read() {
    try (InputStream in = Files.newInputStream(file)) {
      return Secret.of(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new CredentialException(
          FailureDetail.of(
                  Stage.CREDENTIAL,
                  "The key file " + file + " cannot be read",
                  Advice.FIX_CONFIGURATION,
                  "Whoever runs this process must put it back and make it readable.")
              .withCause(e));
    }
  }

  @Override
  public String toString() {
    return file.toString();
  }
}
