package dev.mailconnector.auth.basic.internal;

import dev.mailconnector.spi.Credential;
import dev.mailconnector.spi.ProviderContext;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretCredentialProvider;
import dev.mailconnector.transport.SmtpEndpoint;
import dev.mailconnector.transport.Trust;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes a credential of each password. Thread-safe.
 *
 * @param plan what is known of the login before its password
 * @param nonces one for each exchange that needs one
 * @param offers what servers have offered so far
 */
public record PasswordCredentials(PasswordPlan plan, Supplier<String> nonces, OfferMemory offers)
    implements SecretCredentialProvider.Kind {
  private static final int NONCE = 24;

  /** For one account. */
  public static PasswordCredentials of(PasswordPlan plan, ProviderContext context) {
    SecureRandom random = new SecureRandom();
    boolean verified = !(context.trust() instanceof Trust.None);
    SmtpEndpoint server = context.endpoint();
    return new PasswordCredentials(
        server == null ? plan : plan.at(server.host()),
        () -> nonce(random),
        new OfferMemory(context.account(), verified));
  }

  /** In base64, which has no comma. */
  private static String nonce(SecureRandom random) {
    byte[] drawn = new byte[NONCE];
    random.nextBytes(drawn);
    return Base64.getEncoder().encodeToString(drawn);
  }

  @Override
  public @Nullable String brokenRule(Secret secret) {
    return PasswordCredential.brokenRule(secret);
  }

  @Override
  public Credential issue(Secret secret, long generation) {
    return new PasswordCredential(this, secret, generation);
  }

  @Override
  public void letGo(Credential credential) {
    if (credential instanceof PasswordCredential ours) {
      ours.wipe();
    }
  }
}
