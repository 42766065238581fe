package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import org.jspecify.annotations.Nullable;

/**
 * Makes a credential of each password. Stateless.
 *
 * @param plan what is known of the login before its password
 */
public record PasswordCredentials(PasswordPlan plan) implements SecretCredentialProvider.Kind {

  @Override
  public @Nullable String brokenRule(Secret secret) {
    return PasswordCredential.brokenRule(secret);
  }

  @Override
  public Credential issue(Secret secret, long generation) {
    return new PasswordCredential(plan, secret, generation);
  }
}
