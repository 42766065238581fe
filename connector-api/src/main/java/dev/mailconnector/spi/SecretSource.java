package dev.mailconnector.spi;

import java.nio.file.Path;

/**
 * Where a secret comes from; asked again when the server refuses it, so that a rotated file or
 * vault entry is seen.
 */
@FunctionalInterface
public interface SecretSource {

  /**
   * The secret as it is now. May read a file or ask a vault, in the sender's thread: it must end by
   * itself, so give a remote vault a time limit below {@code timeouts.token} (30 s by default).
   *
   * @throws dev.mailconnector.failure.CredentialException if it cannot be read
   */
  Secret read();

  /**
   * The text of a file: UTF-8, at most 64 KiB, one trailing line break dropped, read anew every
   * time.
   */
  static SecretSource file(Path file) {
    return new FileSecret(file);
  }

  /** The value of an environment variable of this process. */
  static SecretSource environment(String name) {
    return new EnvironmentSecret(name);
  }

  /** A source that always gives this secret. */
  static SecretSource fixed(Secret secret) {
    return new SecretSource() {
      @Override
      public Secret read() {
        return secret;
      }

      @Override
      public String toString() {
        return "a fixed secret";
      }
    };
  }
}
