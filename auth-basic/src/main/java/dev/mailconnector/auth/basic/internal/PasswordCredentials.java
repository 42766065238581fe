package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.auth.basic.PasswordMechanism;
import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes a credential of each password. Stateless.
 *
 * @param user the login name
 * @param mechanisms what the password may travel over, strongest first
 */
public record PasswordCredentials(String user, List<PasswordMechanism> mechanisms)
    implements SecretCredentialProvider.Kind {

  @Override
  public @Nullable String brokenRule(Secret secret) {
    return PasswordCredential.brokenRule(secret);
  }

  @Override
  public Credential issue(Secret secret, long generation) {
    return new PasswordCredential(user, secret, mechanisms, generation);
  }
}
