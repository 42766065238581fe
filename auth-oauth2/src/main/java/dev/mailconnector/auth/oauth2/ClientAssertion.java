package dev.mailconnector.auth.oauth2;

import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.spi.SecretSource;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The token of another identity provider by which a client proves itself (RFC 7523 section 2.2):
 * workload identity of Kubernetes, GitHub Actions and others, where the server was told to trust
 * it. No secret of the client's own exists. Immutable and thread-safe.
 *
 * <pre>{@code
 * ClientAssertion.file(Path.of("/var/run/tokens/mailer"))
 * }</pre>
 */
public final class ClientAssertion {
  private final SecretSource token;

  private ClientAssertion(SecretSource token) {
    this.token = token;
  }

  /**
   * A token that somebody else keeps fresh in this file, which is read again for every token
   * request.
   *
   * @throws ConfigurationException if the file cannot be read
   */
  public static ClientAssertion file(Path file) {
    if (!Files.isReadable(file)) {
      throw ConfigurationException.of(
          "auth.client-assertion-file",
          file.toString(),
          "The file does not exist or cannot be read by this process.");
    }
    return of(SecretSource.file(file));
  }

  /** A token from elsewhere, read again for every token request. */
  public static ClientAssertion of(SecretSource token) {
    return new ClientAssertion(token);
  }

  SecretSource token() {
    return token;
  }

  @Override
  public String toString() {
    return "assertion from " + token;
  }
}
