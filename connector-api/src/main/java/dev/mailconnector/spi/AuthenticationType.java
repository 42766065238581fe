package dev.mailconnector.spi;

import java.util.List;

/**
 * A login that a configuration can name ({@code auth.type}). Found by {@link
 * java.util.ServiceLoader}, so a configuration knows every auth module on the class path without a
 * {@code switch}; validation, schema and reference page come from the declared keys.
 * Implementations have a public no-argument constructor and no state.
 */
public interface AuthenticationType {

  /** The value of {@code auth.type}: {@code password}, {@code oauth2}, {@code ntlm}. */
  String name();

  /** Every key below {@code auth} that this type understands; any other is an error. */
  List<DeclaredKey> keys();

  /**
   * The login that these settings describe.
   *
   * @throws dev.mailconnector.failure.ConfigurationException naming key, value and rule. One whose
   *     key is {@code user} or a declared one is told with its place in the file, as if it came
   *     from {@link AuthenticationSettings#error}
   */
  CredentialProviderFactory create(AuthenticationSettings settings);
}
