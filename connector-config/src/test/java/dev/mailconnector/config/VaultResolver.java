package dev.mailconnector.config;

import dev.mailconnector.failure.Advice;
import dev.mailconnector.failure.ConfigurationException;
import dev.mailconnector.failure.CredentialException;
import dev.mailconnector.failure.FailureDetail;
import dev.mailconnector.failure.Stage;
import dev.mailconnector.spi.Secret;
import dev.mailconnector.spi.SecretResolver;
import dev.mailconnector.spi.SecretSource;

/** A vault with one entry, one that is sealed, and one that is down for the moment. */
public final class VaultResolver implements SecretResolver {

  @Override
  public String scheme() {
    return "vault";
  }

  @Override
  public SecretSource resolve(String reference) {
    return switch (reference) {
      case "mail" -> SecretSource.fixed(Secret.of("fromTheVault77"));
      case "down" -> () -> fail("The vault does not answer", Advice.RETRY_LATER, "Wait.");
      case "sealed" -> () -> fail("The vault is sealed", Advice.FIX_CONFIGURATION, "Unseal it.");
      default -> throw ConfigurationException.of("vault", null, "The vault has no such entry.");
    };
  }

  private static Secret fail(String what, Advice advice, String remedy) {
    throw new CredentialException(FailureDetail.of(Stage.CREDENTIAL, what, advice, remedy));
  }
}
