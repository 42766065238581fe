package dev.mailconnector;

import dev.mailconnector.testkit.SecretHunter;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Runs every test of a class under the secret hunter, and fails it if one of the secrets is in what
 * was printed or logged at any level, by anybody: java.util.logging is at ALL, Angus included. What
 * a connector of the {@link Lab} reports, and how it fails, is told to the log too, so that events
 * and exceptions are searched as well.
 */
public final class SecretHunt implements BeforeEachCallback, AfterEachCallback {
  private static final Logger WITNESS = Logger.getLogger("test.witness");

  private final List<String> secrets;
  private @Nullable SecretHunter hunter;

  private SecretHunt(List<String> secrets) {
    this.secrets = secrets;
  }

  /** For these secrets, of six characters or more. */
  public static SecretHunt of(String... secrets) {
    return new SecretHunt(List.of(secrets));
  }

  /** Something that a user would see. */
  static void tell(Object seen) {
    WITNESS.finest(seen::toString);
  }

  /** Something that a user would see with its stack trace and its causes. */
  static void tell(Throwable seen) {
    WITNESS.log(Level.FINEST, seen, seen::getMessage);
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    SecretHunter started = SecretHunter.start();
    secrets.forEach(secret -> started.secret("secret", secret));
    hunter = started;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try (SecretHunter finished = hunter) {
      if (finished != null && context.getExecutionException().isEmpty()) {
        finished.assertNothingLeaked();
      }
    }
  }
}
