package dev.mailconnector.spi;

/**
 * Resolves {@code ${scheme:reference}} values of a configuration; {@code env} and {@code file} are
 * built in, vaults plug in. Found by {@link java.util.ServiceLoader}. Stateless and thread-safe.
 */
public interface SecretResolver {

  /** The scheme it serves, lower case: {@code vault}. */
  String scheme();

  /**
   * The source behind a reference. Does not read it yet.
   *
   * @throws dev.mailconnector.failure.ConfigurationException if the reference cannot be one of this
   *     scheme
   */
  SecretSource resolve(String reference);
}
