package dev.mailconnector.cli;

import dev.mailconnector.testkit.SecretHunter;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs every test of a class under the secret hunter, and fails it if one of the secrets is in what
 * a command wrote to either stream, or in what was printed or logged around it.
 */
final class SecretHunt implements BeforeEachCallback, AfterEachCallback {
  private final List<String> secrets;
  private SecretHunter hunter;

  private SecretHunt(List<String> secrets) {
    this.secrets = secrets;
  }

  /** For these secrets, of six characters or more. */
  static SecretHunt of(String... secrets) {
    return new SecretHunt(new ArrayList<>(List.of(secrets)));
  }

  /** A command's own streams, which the hunter does not see by itself. */
  static void tell(String written) {
    Logger.getLogger("test.witness").finest(() -> written);
  }

  /** Looks for these too, in what was seen already as well. */
  void alsoFor(List<String> more) {
    secrets.addAll(more);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    hunter = SecretHunter.start();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (SecretHunter finished = hunter) {
      secrets.forEach(secret -> finished.secret("secret", secret));
      if (context.getExecutionException().isEmpty()) {
        finished.assertNothingLeaked();
      }
    }
  }
}
