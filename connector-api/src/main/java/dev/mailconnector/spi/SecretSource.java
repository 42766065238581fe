package dev.mailconnector.spi;

import java.nio.file.Path;

/**
 * Where a secret comes from; asked again when the server refuses it, so that a rotated file or
 * vault entry is seen.
 */
@FunctionalInterface
public interface SecretSource {

  /**
   * The secret as it is now; never null. May read a file or ask a vault, and should end by itself:
   * give a remote vault a time limit below {@code timeouts.token} (30 s by default), since sends
   * wait no longer than that, and nobody asks anew before it has come back.
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
    return new FixedSecret(secret);
  }
}
